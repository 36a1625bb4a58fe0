import { Type } from 'class-transformer'
import { IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator'

const DAY = /^20\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

/** Which entries. */
export class AuditFilter {
  @IsOptional() @IsString() @MaxLength(80)
  subjectKind?: string

  @IsOptional() @IsString() @MaxLength(100)
  subjectId?: string

  /** `noun.verb`, or the noun alone for all its verbs. */
  @IsOptional() @Matches(/^[a-z-]{1,40}(\.[a-z-]{1,40})?$/)
  action?: string

  /** Part of the e-mail of who acted. */
  @IsOptional() @IsString() @MaxLength(100)
  actor?: string

  /** Everything about a consultation: itself, its phases, its votes, its proposals. */
  @IsOptional() @IsUUID()
  consultation?: string

  /** First day, in Paris: `YYYY-MM-DD`. */
  @IsOptional() @Matches(DAY)
  from?: string

  /** Last day, in Paris. */
  @IsOptional() @Matches(DAY)
  to?: string
}

export class AuditQuery extends AuditFilter {
  /** From 1. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100_000)
  page: number = 1

  /** 20 unless told, 50 at most. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(50)
  perPage: number = 20
}

export class AuditEntryView {
  id: string
  /** ISO 8601. */
  at: string
  /** `team`: somebody who holds or held a role. `person`: anybody else. `platform`: by itself. `gone`: an account that no longer exists. */
  by: 'platform' | 'team' | 'person' | 'gone'
  /** E-mail of who acted. Null for the platform and for an account that is gone; and for a person, unless one may read the whole journal. */
  actor: string | null
  action: string
  subjectKind: string
  subjectId: string
  /** What the subject is called, where it has a name that the reader may see. */
  subject: string | null
  consultationId: string | null
  /** Title of the consultation that the subject belongs to. */
  consultation: string | null
  detail: Record<string, unknown>
}

export class AuditPage {
  items: AuditEntryView[]
  total: number
  page: number
  perPage: number
}
