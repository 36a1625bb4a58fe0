import { tidy, tidyLine } from '@parvis/consultations'
import { PageQuery } from '@parvis/platform'
import { Transform, Type } from 'class-transformer'
import { IsBoolean, IsIn, IsObject, IsOptional, IsString, IsUUID, Length, MaxLength, ValidateNested } from 'class-validator'
import { IdentityDto } from '../assisted-sessions/assisted-sessions.dto'
import { CLAIM_ACTS, CLAIM_KINDS, REPLIES } from './claims.rules'
import type { ClaimAct, ClaimKind, ClaimState, Reply } from './claims.rules'

const toFlag = ({ value }: { value: unknown }): unknown => (value === 'true' ? true : value === 'false' ? false : value)

export class FileClaimDto {
  @IsIn(CLAIM_KINDS)
  kind: ClaimKind

  /** What happened, in the person's words. Kept encrypted, and erased two months after the decision. */
  @Transform(tidy)
  @Length(10, 2000)
  words: string

  /** The code of what it is about. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  receipt?: string

  @IsOptional()
  @IsUUID()
  consultationId?: string

  /** The place it is about, as people call it (a part of the name is enough where one place has it) or by its slug. One that nobody knows is no mistake. */
  @IsOptional()
  @Transform(tidyLine)
  @MaxLength(200)
  centre?: string

  @IsIn(REPLIES)
  reply: Reply

  /** An address, a number or a postal address; none with `code`. Kept encrypted, and erased. */
  @IsOptional()
  @Transform(tidy)
  @MaxLength(400)
  contact?: string

  /** Of the answer. */
  @IsIn(['fr', 'en', 'nl'])
  language: 'fr' | 'en' | 'nl'

  /** Drawn with the form: sent twice, it is one claim. */
  @IsUUID()
  submissionToken: string
}

/** Taken at a desk, for whoever stands there. */
export class FileClaimAtDeskDto extends FileClaimDto {
  /** The desk that takes it. */
  @IsUUID()
  deskId: string

  /** Of the person, by a document that was seen: what proves a claim about a ballot. Turned into a key and dropped. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => IdentityDto)
  identity?: IdentityDto

  /** The document was seen. */
  @IsOptional()
  @IsBoolean()
  documentSeen?: boolean
}

export class FiledClaimView {
  /** `XXXX-XXXX-XXXX`: what reads it again. */
  code: string
  /** `YYYY-MM-DD`: decided by then at the latest. */
  dueOn: string
}

export class ClaimDecisionView {
  outcome: 'accepted' | 'rejected'
  act: ClaimAct
  reason: string
  /** `YYYY-MM-DD` */
  on: string
}

export class ClaimConsultationView {
  slug: string
  title: string
}

/** A claim as who made it reads it. */
export class ClaimView {
  kind: ClaimKind
  state: ClaimState
  /** `YYYY-MM-DD` */
  filedOn: string
  dueOn: string
  consultation: ClaimConsultationView | null
  decision: ClaimDecisionView | null
  appeal: ClaimAppealView | null
  /** Until when the guardian may be asked, `YYYY-MM-DD`; null: not now. */
  appealUntil: string | null
}

export class ClaimAppealView {
  /** `YYYY-MM-DD` */
  on: string
  dueOn: string
  decision: ClaimDecisionView | null
}

export class ClaimAppealDto {
  /** Why the decision is not right. */
  @Transform(tidy)
  @Length(10, 2000)
  words: string
}

export class ClaimsQuery extends PageQuery {
  /** `open`, unless told: what waits for a decision. */
  @IsOptional()
  @IsIn(['open', 'overdue', 'appealed', 'decided', 'all'])
  state?: 'open' | 'overdue' | 'appealed' | 'decided' | 'all'

  @IsOptional()
  @IsIn(CLAIM_KINDS)
  kind?: ClaimKind

  @IsOptional()
  @IsUUID()
  consultationId?: string

  /** About a ballot that is not sealed yet. */
  @IsOptional()
  @Transform(toFlag)
  @IsBoolean()
  beforeSealing?: boolean
}

/** A claim in the list of the office: the fact, and nothing of who says what. */
export class ClaimRowView {
  id: string
  /** What it is called on the telephone; it opens nothing. */
  reference: string
  kind: ClaimKind
  door: 'online' | 'account' | 'desk'
  state: ClaimState
  overdue: boolean
  filedOn: string
  dueOn: string
  consultation: ClaimConsultationView | null
  centre: string | null
  reply: Reply
}

export class ClaimRowsView {
  items: ClaimRowView[]
  total: number
  page: number
  perPage: number
}

export class ClaimOfficeView extends ClaimRowView {
  /** It is about the reader's own work, desk or person: the fact alone is told, and somebody else decides. */
  barred: boolean
  /** Null too once it is forgotten. */
  words: string | null
  contact: string | null
  /** The place, as it was typed, where none of that name is known. */
  centreTyped: string
  /** What was shown: the code of a ballot, a document at a desk, an account. */
  proofs: ClaimProofsView
  decision: ClaimDecisionView | null
  appeal: ClaimAppealOfficeView | null
  /** What an accepted claim may do now, `none` first. */
  acts: ClaimAct[]
  mayDecide: boolean
  /** `YYYY-MM-DD` on which the answer left; null: not yet. */
  answeredOn: string | null
}

export class ClaimProofsView {
  ballotReceipt: boolean
  document: boolean
  account: boolean
}

export class ClaimAppealOfficeView extends ClaimAppealView {
  words: string | null
}

export class DecideClaimDto {
  @IsIn(['accepted', 'rejected'])
  outcome: 'accepted' | 'rejected'

  @IsIn(CLAIM_ACTS)
  act: ClaimAct

  /** What the person reads, without a name. */
  @Transform(tidy)
  @Length(20, 2000)
  reason: string
}

/** Of a desk: that something was claimed about it or taken there, and where it stands. */
export class DeskClaimView {
  reference: string
  /** Taken at this desk, rather than about it. */
  taken: boolean
  state: ClaimState
  filedOn: string
}

export class DeskClaimsView {
  items: DeskClaimView[]
}
