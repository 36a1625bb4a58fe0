import { Transform, Type } from 'class-transformer'
import { Equals, IsBoolean, IsIn, IsObject, IsOptional, IsString, IsUUID, Length, MaxLength, ValidateNested } from 'class-validator'
import { IdentityDto, SessionCentreView, SessionConsultationView } from '../assisted-sessions/assisted-sessions.dto'

const trimmed = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.normalize('NFC').trim() : value)

export class PhoneScriptView {
  version: string
  /** What is read, in French, a step after the other; the first line of each is its name. */
  steps: string[]
  /** SHA-256 of the whole, in hexadecimal. */
  hash: string
  /** ISO 8601. */
  effectiveFrom: string
}

export class NewPhoneVisitDto {
  @IsUUID()
  consultationId: string

  @IsUUID()
  centreId: string

  @IsObject()
  @ValidateNested()
  @Type(() => IdentityDto)
  identity: IdentityDto

  /** The script that was read aloud to its end. */
  @IsString()
  @MaxLength(20)
  scriptVersion: string

  /** The person said yes. */
  @Equals(true)
  agreed: true

  /** What the person answered when asked whether they are under a protective measure. Asked, never kept. */
  @IsBoolean()
  protectiveMeasure: boolean

  /** Where the person can be called again; a mobile is asked for its yes by SMS where a provider is set up. */
  @IsString()
  @MaxLength(30)
  phone: string

  /** `aloud`: the person wrote it down and wants nothing more. */
  @IsIn(['sms', 'post', 'aloud'])
  delivery: 'sms' | 'post' | 'aloud'

  /** Name and postal address, for `post`. Kept until it is sent. */
  @IsOptional()
  @Transform(trimmed)
  @Length(5, 300)
  address?: string
}

/** What is counted in a list, and nothing of who. */
export class PhoneReceiptItemView {
  id: string
  consultation: SessionConsultationView
  centre: SessionCentreView
  delivery: 'sms' | 'post'
  /** `YYYY-MM-DD`: of the visit, and the last day to send it. */
  day: string
  sendBy: string
  clock: 'late' | 'today' | 'in-time'
}

export class PhoneReceiptsView {
  items: PhoneReceiptItemView[]
}

/** To write the envelope or the message. Nothing of what was chosen. */
export class PhoneReceiptView extends PhoneReceiptItemView {
  /** `03 20 12 34 56`, for an SMS. */
  phone: string | null
  address: string | null
  codes: string[]
}

export class PhoneCheckItemView {
  id: string
  consultation: SessionConsultationView
  centre: SessionCentreView
  /** `YYYY-MM-DD`: of the visit, and the last day to check it. */
  day: string
  checkBy: string
  clock: 'late' | 'today' | 'in-time'
  /** Calls that nobody answered. */
  tries: number
  /** It is of a visit of who asks: another person checks it. */
  own: boolean
}

export class PhoneChecksView {
  items: PhoneCheckItemView[]
}

export class PhoneCheckView extends PhoneCheckItemView {
  /** `03 20 12 34 56`. */
  phone: string
}

export class PhoneCheckDto {
  @IsIn(['confirmed', 'denied', 'not-reached'])
  result: 'confirmed' | 'denied' | 'not-reached'
}

/** Somebody says that they did not take part that day. */
export class PhoneDenialView {
  id: string
  consultation: SessionConsultationView
  centre: SessionCentreView
  day: string
  checkedOn: string
  /** What was entered in that visit: how many of each, and nothing of what it says. */
  entered: ('proposal' | 'questionnaire')[]
  /** Who reviewed it already said so. */
  review: string | null
  reviewedOn: string | null
}

export class PhoneDenialsView {
  items: PhoneDenialView[]
  /** Visits of ninety days, checks that were drawn, and how they ended. */
  visits: number
  drawn: number
  confirmed: number
  denied: number
  notReached: number
}

export class PhoneReviewDto {
  @Transform(trimmed)
  @Length(1, 1000)
  review: string
}
