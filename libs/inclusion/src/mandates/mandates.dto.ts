import { PageQuery } from '@parvis/platform'
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional, IsString, IsUUID, Length, Matches, MaxLength } from 'class-validator'
import { CONSENT_METHODS, DURATIONS, SCOPES } from './mandates.rules'
import type { ConsentMethod, Duration, MandateState, Scope } from './mandates.rules'

/** What the person lets the organisation do for them; given when a session is opened. */
export class NewMandateDto {
  /** Other consultations that it is for, besides that of the session. */
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(10)
  @IsUUID(undefined, { each: true })
  otherConsultationIds: string[]

  /** `ANSWER` among them. */
  @IsArray()
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes: Scope[]

  @IsIn(DURATIONS)
  duration: Duration

  /** The person is not at the desk. */
  @IsBoolean()
  remote: boolean

  @IsIn(CONSENT_METHODS)
  method: ConsentMethod

  /** Number that takes the SMS; only for this method. Dropped when it is answered. */
  @IsOptional()
  @IsString()
  @MaxLength(30)
  phone?: string

  /** Language in which the text was read, two letters. */
  @Matches(/^[a-z]{2}$/)
  language: string
}

export class RevocationDto {
  /** One authorisation alone; without it, the whole mandate. */
  @IsOptional()
  @IsIn(SCOPES)
  scope?: Scope
}

export class SmsCallbackDto {
  /** The one that was sent with the SMS. Of those that ask nothing, what is called back changes nothing. */
  @Matches(/^[0-9a-f-]{36}:(recap|question|claim|claim-appeal|follow-up|receipt)$/)
  reference: string

  @IsIn(['delivered', 'failed', 'reply'])
  event: 'delivered' | 'failed' | 'reply'

  /** What was answered; empty for the other events. */
  @IsString()
  @MaxLength(1000)
  text: string
}

export class MandatesQuery extends PageQuery {
  @IsOptional()
  @IsIn(['waiting', 'in-force', 'denied', 'revoked', 'expired'])
  state?: MandateState

  /** A centre, by its slug. */
  @IsOptional()
  @Length(1, 100)
  centre?: string
}

export class MandateConsultationView {
  slug: string
  title: string
  /** `YYYY-MM-DD`, the last day. */
  expiresOn: string
}

export class AuthorisationView {
  scope: 'ANSWER' | 'CORRECT' | 'WITHDRAW' | 'RECEIVE_FOLLOWUP'
  revokedOn: string | null
}

/** Nothing of it names the person. */
export class MandateView {
  /** To tell it from others; it opens nothing. */
  reference: string
  /** `waiting`: for the agreement of the person, and nothing may be entered. */
  state: 'waiting' | 'in-force' | 'denied' | 'revoked' | 'expired'
  method: 'HANDWRITTEN' | 'ON_SCREEN' | 'SMS' | 'ORAL'
  remote: boolean
  duration: 'ONE_ACT' | 'CONSULTATION' | 'MONTH_31' | 'SEMESTER_182'
  /** `YYYY-MM-DD`. */
  startsOn: string
  /** `YYYY-MM-DD`, the last day. */
  expiresOn: string
  revokedOn: string | null
  revokedBy: 'CITIZEN' | 'MEDIATOR' | 'ORGANISATION' | 'ADMIN' | null
  /** Who holds it. */
  organisation: string
  centre: string
  consultations: MandateConsultationView[]
  authorisations: AuthorisationView[]
  language: string
  textVersion: string
  /** What was read, in that language. */
  text: string
  /** SHA-256 of what was agreed, hexadecimal. */
  attestation: string
  /** Where an SMS stands. */
  request: 'WAITING' | 'RECAP_SENT' | 'CONSENT_SENT' | 'CONSENT_RECEIVED' | 'DENIAL_RECEIVED' | 'UNDELIVERED' | 'SILENT' | null
}

export class MandateRowView {
  id: string
  reference: string
  state: 'waiting' | 'in-force' | 'denied' | 'revoked' | 'expired'
  method: 'HANDWRITTEN' | 'ON_SCREEN' | 'SMS' | 'ORAL'
  duration: 'ONE_ACT' | 'CONSULTATION' | 'MONTH_31' | 'SEMESTER_182'
  startsOn: string
  expiresOn: string
  revokedBy: 'CITIZEN' | 'MEDIATOR' | 'ORGANISATION' | 'ADMIN' | null
  organisation: string
  centre: string
  /** Titles. */
  consultations: string[]
}

export class MandateRowsView {
  items: MandateRowView[]
  total: number
  page: number
  perPage: number
}

