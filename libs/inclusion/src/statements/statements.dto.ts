import { Matches } from 'class-validator'

export class StatementsQuery {
  /** `2027-03`. */
  @Matches(/^20\d{2}-(0[1-9]|1[0-2])$/)
  month: string
}

export class StatementView {
  organisationId: string
  organisation: string
  centres: number
  /** Visits of the month, by door. */
  onBehalf: number
  accompanied: number
  kiosk: number
  /** Everything that was entered, at every door of the desk. */
  acts: number
  /** Opening hours of its centres in the month, closed days left out; of a month that is not over, until today. */
  staffedHours: number
  /** People taken from the queue, and of them how many within 20 minutes. */
  taken: number
  inTime: number
  /** Appointments, and how many people came. */
  booked: number
  came: number
  /** Visits and people taken are more than a tenth apart. */
  apart: boolean
}

export class StatementsView {
  month: string
  items: StatementView[]
}
