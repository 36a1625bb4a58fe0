import { PageQuery } from '@parvis/platform'
import { IsOptional, IsString, MaxLength } from 'class-validator'

export class AuditQuery extends PageQuery {
  @IsOptional() @IsString() @MaxLength(80)
  subjectKind?: string

  @IsOptional() @IsString() @MaxLength(100)
  subjectId?: string
}

export class AuditEntryView {
  id: string
  /** ISO 8601. */
  at: string
  /** E-mail of the account that acted; null for the platform itself or an account that is gone. */
  actor: string | null
  action: string
  subjectKind: string
  subjectId: string
  detail: Record<string, unknown>
}

export class AuditPage {
  items: AuditEntryView[]
  total: number
  page: number
  perPage: number
}
