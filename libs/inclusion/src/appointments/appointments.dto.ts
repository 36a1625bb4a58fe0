import { tidyLine } from '@parvis/consultations'
import { Transform } from 'class-transformer'
import { IsEmail, IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, Max, MaxLength, Min } from 'class-validator'
import { NEEDS } from '../tickets/tickets.rules'
import type { Need } from '../tickets/tickets.rules'

const emptyIsNone = ({ value }: { value: unknown }): unknown => (typeof value === 'string' && value.trim() === '' ? undefined : typeof value === 'string' ? value.trim() : value)

class WantedAppointment {
  /** `YYYY-MM-DD`. */
  @Matches(/^20\d{2}-\d{2}-\d{2}$/)
  day: string

  /** `09:30`, wall clock of Paris. */
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/)
  starts: string

  /** One way to be told when the centre must close; neither is needed. */
  @IsOptional()
  @Transform(emptyIsNone)
  @IsEmail()
  @MaxLength(254)
  email?: string

  @IsOptional()
  @Transform(emptyIsNone)
  @IsString()
  @MaxLength(30)
  phone?: string

  @IsOptional()
  @IsIn(NEEDS)
  need?: Need

  /** A language spoken, `arabe`. */
  @IsOptional()
  @Transform(tidyLine)
  @MaxLength(40)
  spoken?: string
}

export class NewAppointmentDto extends WantedAppointment {
  /** Of mails. */
  @IsOptional()
  @IsIn(['fr', 'en', 'nl'])
  language?: 'fr' | 'en' | 'nl'

  /** As the offer gave it. */
  @IsString()
  @MaxLength(200)
  formToken: string
}

export class DeskAppointmentDto extends WantedAppointment {
  @IsUUID()
  centreId: string

  /** Of the form: sent twice, it makes one. */
  @IsUUID()
  token: string
}

export class AppointmentCodeDto {
  @IsString()
  @Length(1, 40)
  code: string
}

export const APPOINTMENT_ACTS = ['came', 'missed', 'cancelled', 'called'] as const

export class AppointmentActDto {
  /** `called`: the person was told that the centre will be closed. */
  @IsIn(APPOINTMENT_ACTS)
  act: (typeof APPOINTMENT_ACTS)[number]
}

export class AppointmentSettingDto {
  @IsInt()
  @IsIn([15, 20, 30, 45, 60])
  minutes: number

  @IsInt() @Min(1) @Max(10)
  places: number

  @IsInt() @Min(0) @Max(100)
  onlineMost: number

  @IsInt() @Min(1) @Max(60)
  daysAhead: number
}

export class AppointmentSettingView {
  minutes: number
  places: number
  /** Of a day, on the site. */
  onlineMost: number
  daysAhead: number
}

export class CentreAppointmentsView {
  /** Null: none are taken there. */
  setting: AppointmentSettingView | null
  /** From today on. */
  booked: number
  /** Nobody could write to them: the desk calls. */
  toCall: number
}

export class SlotView {
  starts: string
  free: number
}

export class SlotDayView {
  day: string
  slots: SlotView[]
}

export class AppointmentOfferView {
  centre: AppointmentCentreView
  /** Null: none are taken there on the site. */
  minutes: number | null
  days: SlotDayView[]
  /** To be sent with the form. */
  formToken: string
}

export class AppointmentCentreView {
  slug: string
  name: string
  address: string
  phone: string
}

export class BookedView {
  /** To cancel it. */
  code: string
  day: string
  starts: string
}

export class AppointmentView {
  state: 'booked' | 'came' | 'missed' | 'cancelled'
  day: string
  starts: string
  /** The centre will not be open then. */
  closed: boolean
  centre: AppointmentCentreView
}

export class DeskAppointmentView {
  id: string
  centre: DeskAppointmentCentreView
  day: string
  starts: string
  state: 'booked' | 'came' | 'missed' | 'cancelled'
  need: Need | null
  spoken: string
  /** How to reach them, for this desk alone; null when they left nothing. */
  contact: string | null
  /** The centre will not be open then, and nobody told them yet. */
  toCall: boolean
}

export class DeskAppointmentCentreView {
  id: string
  name: string
}

export class DeskAppointmentsView {
  today: string
  /** Of today, in their order. */
  items: DeskAppointmentView[]
  /** Of the days after, as long as they stand. */
  coming: DeskAppointmentView[]
  /** Of any day to come. */
  toCall: DeskAppointmentView[]
  /** Centres of the actor where appointments are taken, with what is free. */
  offers: DeskOfferView[]
}

export class DeskOfferView {
  centre: DeskAppointmentCentreView
  days: SlotDayView[]
}
