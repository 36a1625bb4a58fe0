import { Transform, Type } from 'class-transformer'
import { Equals, IsIn, IsObject, IsString, IsUUID, Length, Matches, MaxLength, ValidateNested } from 'class-validator'
import { IdentityDto, SessionCentreView, SessionConsultationView, SessionEntriesView } from '../assisted-sessions/assisted-sessions.dto'

const tidy = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.normalize('NFC').replace(/\s+/g, ' ').trim() : value)

/** Letters, digits and what people write between them. */
const TYPED_CODE = /^[0-9A-Za-z .–—-]{0,40}$/

export class NewKioskDto {
  @IsUUID()
  centreId: string

  /** « Borne 1 »: written on the device too, so that one knows which is which. */
  @Transform(tidy)
  @Length(1, 40)
  name: string
}

export class EnrolmentView {
  id: string
  name: string
  /** `K7QM-2D9X-4TRW`: typed once on the device. */
  code: string
  minutes: number
}

/** A device, and nothing of who is at it. */
export class KioskView {
  id: string
  name: string
  centre: SessionCentreView
  /** `away`: not heard for five minutes. */
  state: 'waiting' | 'free' | 'in-use' | 'away'
  /** Somebody there asks for help. */
  called: boolean
}

export class KioskPassView {
  id: string
  /** Of the day and the centre, from 1: what is said across the room. */
  number: number
  centreId: string
  state: 'issued' | 'in-use' | 'finished' | 'expired' | 'cancelled'
  mayCancel: boolean
}

export class KiosksView {
  kiosks: KioskView[]
  /** Of today, the newest first. */
  passes: KioskPassView[]
}

export class NewPassDto {
  @IsUUID()
  consultationId: string

  @IsUUID()
  centreId: string

  @IsObject()
  @ValidateNested()
  @Type(() => IdentityDto)
  identity: IdentityDto

  /** E1: declared. E2: a document was seen. */
  @IsIn(['E0', 'E1', 'E2', 'E3'])
  evidence: 'E0' | 'E1' | 'E2' | 'E3'
}

/** The same whoever the person is and whatever they did before (README item 13); said once. */
export class PassView {
  id: string
  number: number
  /** `K7QM-2D9X` */
  code: string
  minutes: number
}

/** A code as somebody typed it: small letters, spaces and look-alikes are forgiven. */
export class KioskCodeDto {
  @Matches(TYPED_CODE)
  code: string
}

export class DeviceView {
  /** `unknown`: a device that was never enrolled; it can do nothing but type a code. */
  state: 'unknown' | 'withdrawn' | 'enrolled'
  name: string | null
  centre: string | null
  /** Whether a session is open on this device for this browser. */
  session: boolean
  /** Somebody was called from here, and has not come yet. */
  called: boolean
}

/** In the demonstration: a code that enrols whoever types it; elsewhere null. */
export class DemonstrationCodeView {
  code: string | null
}

export class KioskSessionView {
  kiosk: string
  consultation: SessionConsultationView
  centre: SessionCentreView
  /** What may be done now. */
  may: ('proposal' | 'support' | 'ballot' | 'comment' | 'questionnaire' | 'signature' | 'amendment' | 'report')[]
  /** The open vote, when there is one. */
  voteId: string | null
  entered: SessionEntriesView
  /** Version of the notice to show. */
  noticeVersion: string
  /** The person ticked that they read it; nothing may be entered before. */
  noticeRead: boolean
  /** Somebody was called from here, and has not come yet. */
  called: boolean
  expiresInSeconds: number
}

export class NoticeReadDto {
  @IsString()
  @MaxLength(20)
  version: string

  /** Ticked by the person. */
  @Equals(true)
  read: true
}

/** What is read back before it is sent: text of the pages, which nobody else reads. */
export class DraftDto {
  @IsString()
  @MaxLength(100_000)
  draft: string
}

export class DraftView {
  draft: string | null
}
