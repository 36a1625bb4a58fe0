import { tidyLine } from '@parvis/consultations'
import { Transform } from 'class-transformer'
import { IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Matches, MaxLength } from 'class-validator'
import { DURATIONS, WORKSHOP_DURATIONS } from './coop.rules'

export class CloseDayDto {
  @IsUUID()
  centreId: string

  /** Of a visit, in minutes. */
  @IsInt()
  @IsIn(DURATIONS)
  minutes: number

  /** The sessions at kiosks were a workshop. */
  @IsBoolean()
  workshop: boolean

  @IsOptional()
  @Transform(tidyLine)
  @MaxLength(120)
  title?: string

  @IsOptional()
  @IsInt()
  @IsIn(WORKSHOP_DURATIONS)
  workshopMinutes?: number
}

export class ReportsQuery {
  /** `YYYY-MM-DD`; every day that is kept unless told. */
  @IsOptional()
  @Matches(/^20\d{2}-\d{2}-\d{2}$/)
  day?: string
}

export class DayCentreView {
  id: string
  name: string
}

export class DayActivityView {
  centre: DayCentreView
  /** Visits of today by whoever asks, by door. */
  onBehalf: number
  accompanied: number
  /** Sessions at kiosks by their passes, whatever was done there. */
  kiosk: number
  /** Suggested by the mean of the tickets of the day. */
  minutes: number
  /** Tickets of the centre today. */
  tickets: number
  gone: number
  /** As it was closed; null: not yet. */
  closed: ClosedView | null
}

export class ClosedView {
  onBehalf: number
  accompanied: number
  kiosk: number
  workshop: boolean
  title: string
  minutes: number
  workshopMinutes: number
  /** Records that an export holds. */
  records: number
}

export class DayActivitiesView {
  /** `YYYY-MM-DD`. */
  day: string
  items: DayActivityView[]
}
