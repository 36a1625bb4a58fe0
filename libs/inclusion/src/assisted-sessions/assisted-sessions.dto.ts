import { AmendmentDto, AnswersDto, IsChoice, ProposalPlaceDto, REASONS, STANCES } from '@parvis/consultations'
import type { Reason, Stance } from '@parvis/consultations'
import { Documented } from '@parvis/platform'
import { Transform, Type } from 'class-transformer'
import { NewMandateDto } from '../mandates/mandates.dto'
import { Equals, IsBoolean, IsIn, IsObject, IsOptional, IsString, IsUUID, Length, Matches, MaxLength, ValidateNested } from 'class-validator'

const tidy = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.normalize('NFC').replace(/\s+/g, ' ').trim() : value)
const trimmed = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.normalize('NFC').trim() : value)

/** What the person says of themselves. Turned into a key and dropped. */
export class IdentityDto {
  /** Nom de naissance: the one on the birth certificate. */
  @Transform(tidy)
  @Length(1, 100)
  birthSurname: string

  /** Nom d'usage, when the person uses another one. */
  @IsOptional()
  @Transform(tidy)
  @MaxLength(100)
  usageSurname?: string

  @Transform(tidy)
  @Length(1, 100)
  givenNames: string

  /** `YYYY-MM-DD`; an unknown day or month is written `01`. */
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  birthDate: string

  /** INSEE code of the commune of residence, or of a former one. */
  @Matches(/^\d{5}$/)
  municipalityCode: string
}

export class OpenSessionDto {
  @IsUUID()
  consultationId: string

  @IsUUID()
  centreId: string

  /** Facultative while one mode is open. */
  @IsOptional()
  @IsIn(['on_behalf'])
  mode?: 'on_behalf'

  @IsObject()
  @ValidateNested()
  @Type(() => IdentityDto)
  identity: IdentityDto

  /** E1: declared. E2: a document was seen. */
  @IsIn(['E0', 'E1', 'E2', 'E3'])
  evidence: 'E0' | 'E1' | 'E2' | 'E3'

  /** Version of the consent text that was read aloud; absent when none was. */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  consentVersion?: string

  /** The mandate that the person gives now. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => NewMandateDto)
  mandate?: NewMandateDto

  /** In its place: the code of one that the person gave before. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  mandateCode?: string

  /** What the person answered when asked whether they are under a protective measure. */
  @IsBoolean()
  protectiveMeasure: boolean
}

/** Somebody took part with their own account, a mediator beside them. */
export class AccompaniedDto {
  @IsUUID()
  consultationId: string

  @IsUUID()
  centreId: string
}

export class SessionConsultationView {
  id: string
  slug: string
  title: string
}

export class SessionCentreView {
  id: string
  slug: string
  name: string
}

/** How many of each were entered in this session; forgotten when it ends. */
export class SessionEntriesView {
  proposals: number
  supports: number
  ballots: number
  comments: number
  questionnaires: number
  signatures: number
  amendments: number
  reports: number
  /** Asked for: whether anything stood there is not known here. */
  withdrawals: number
}

/** What the session stands on. */
export class SessionMandateView {
  /** `K7QM-2D9X-4TRW`: for the person, who can end the mandate with it. */
  code: string
  /** While it is not `in-force`, nothing may be entered. */
  state: 'waiting' | 'in-force' | 'denied' | 'revoked' | 'expired'
  method: 'HANDWRITTEN' | 'ON_SCREEN' | 'SMS' | 'ORAL'
  /** A second ballot, or second answers, may take the place of the first of this visit. */
  mayCorrect: boolean
  /** What the person gave, by whichever door, may be taken back. */
  mayWithdraw: boolean
  /** The person may ask to be told what became of it. */
  mayFollowUp: boolean
}

/** Shown again until the visit ends; nothing of what was chosen or written. */
export class VisitReceiptView {
  /** `invitation`: the code by which somebody else signs a proposal. */
  kind: 'proposal' | 'support' | 'ballot' | 'comment' | 'questionnaire' | 'signature' | 'amendment' | 'invitation' | 'withdrawal' | 'follow-up'
  /** `K7QM-2D9X-4TRW`. */
  code: string
}

/** What a session by phone stands on: a script that was read to its end, and a yes. */
export class SessionPhoneView {
  /** While it is not `in-force`, nothing may be entered. */
  state: 'waiting' | 'in-force' | 'denied'
  /** Of the SMS that asks; null for a number that takes none. */
  request: 'WAITING' | 'RECAP_SENT' | 'CONSENT_SENT' | 'CONSENT_RECEIVED' | 'DENIAL_RECEIVED' | 'UNDELIVERED' | 'SILENT' | null
  scriptVersion: string
  delivery: 'sms' | 'post' | 'aloud'
}

export class AssistedSessionView {
  id: string
  consultation: SessionConsultationView
  centre: SessionCentreView
  mode: 'on_behalf' | 'phone'
  evidence: 'E1' | 'E2'
  /** Null by phone. */
  mandate: SessionMandateView | null
  /** Null at a desk. */
  phone: SessionPhoneView | null
  /** What may be entered now. */
  may: ('proposal' | 'support' | 'ballot' | 'comment' | 'questionnaire' | 'signature' | 'amendment' | 'report')[]
  /** The open vote, when there is one. */
  voteId: string | null
  /** What was entered cannot be read back. */
  /** What may be taken back here now: under a mandate that says so, after a document was seen. */
  mayWithdraw: ('ballot' | 'questionnaire' | 'support')[]
  entered: SessionEntriesView
  /** In the order in which they were given. */
  receipts: VisitReceiptView[]
  expiresInSeconds: number
}

export class AssistedProposalDto extends ProposalPlaceDto {
  @Transform(tidy)
  @Length(5, 160)
  title: string

  @Transform(trimmed)
  @Length(20, 8000)
  body: string

  @IsString()
  @MaxLength(40)
  theme: string

  /** Commune the proposal is about, when it is about one. */
  @IsOptional()
  @Matches(/^\d{5}$/)
  municipalityCode?: string

  /** Made by the form: the same form sent twice makes one proposal. */
  @IsUUID()
  submissionToken: string
}

export class AssistedSupportDto {
  @IsUUID()
  proposalId: string
}

export class AssistedCommentDto {
  /** A proposal or a debate of the consultation: one of the two. */
  @IsOptional()
  @IsUUID()
  proposalId?: string

  @IsOptional()
  @IsUUID()
  debateId?: string

  /** Of the same discussion: what is answered. An answer has no stance. */
  @IsOptional()
  @IsUUID()
  parentId?: string

  @IsOptional()
  @IsIn(STANCES)
  stance?: Stance

  @Transform(trimmed)
  @Length(2, 4000)
  body: string

  /** Made by the form: the same form sent twice makes one comment. */
  @IsUUID()
  submissionToken: string
}

export class AssistedAmendmentDto extends AmendmentDto {
  @IsUUID()
  proposalId: string
}

/** Letters, digits and what people write between them. */
const TYPED_CODE = /^[0-9A-Za-z .–—-]{0,40}$/

/** A code as somebody typed it: small letters and spaces are forgiven. */
export class AssistedCodeDto {
  @Matches(TYPED_CODE)
  code: string
}

export class AssistedSignatureDto extends AssistedCodeDto {
  /** The proposal was read aloud to the person, who signs it. */
  @Equals(true)
  readBack: true
}

/** What a code invites to sign. */
export class InvitedProposalView {
  number: number
  title: string
  body: string
}

export class AssistedInvitationDto {
  /** The receipt of the proposal, which its author brings. */
  @Matches(TYPED_CODE)
  receipt: string
}

export class AssistedInvitationView {
  /** `K7QM-2D9X-4TRW`: for one person, said once. */
  code: string
}

export class AssistedReportDto {
  @IsOptional()
  @IsUUID()
  proposalId?: string

  @IsOptional()
  @IsUUID()
  commentId?: string

  @IsIn(REASONS)
  @Documented({ enum: REASONS })
  reason: Reason

  @IsOptional()
  @Transform(trimmed)
  @MaxLength(1000)
  words?: string
}

/** Without a receipt, as a report has none online: a slip that says that somebody complained of somebody could be found. */
export class AssistedReportView {
  status: 'received'
}

export class AssistedWithdrawalDto {
  @IsIn(['ballot', 'questionnaire', 'support'])
  what: 'ballot' | 'questionnaire' | 'support'

  /** Of a support. */
  @IsOptional()
  @IsUUID()
  proposalId?: string
}

export class AssistedBallotDto {
  @IsChoice()
  choice: Record<string, number>

  /** The choice was read back to the person, who agreed to it. */
  @Equals(true)
  readBack: true
}

export class AssistedAnswersDto extends AnswersDto {
  /** The answers were read back to the person, who agreed to them. */
  @Equals(true)
  readBack: true
}

/** The same bytes whoever the person is, but for the code, whose width is fixed (README item 13). */
export class AssistedReceiptView {
  /** `K7QM-2D9X-4TRW`: to print or to copy by hand. */
  receipt: string
  /** Recorded, and verified later. */
  status: 'received'
}
