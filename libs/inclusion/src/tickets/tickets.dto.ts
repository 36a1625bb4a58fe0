import { tidyLine } from '@parvis/consultations'
import { Transform } from 'class-transformer'
import { IsIn, IsOptional, IsUUID, MaxLength } from 'class-validator'
import { ACTS, NEEDS } from './tickets.rules'
import type { Need, TicketAct, TicketState } from './tickets.rules'

export class NewTicketDto {
  @IsUUID()
  centreId: string

  /** A language spoken, `arabe`. */
  @IsOptional()
  @Transform(tidyLine)
  @MaxLength(40)
  language?: string

  @IsOptional()
  @IsIn(NEEDS)
  need?: Need

  /** Of the form: sent twice, it makes one ticket. */
  @IsUUID()
  token: string
}

export class NextDto {
  @IsUUID()
  centreId: string
}

export class TicketActDto {
  @IsIn(ACTS)
  act: TicketAct
}

export class EstimateView {
  minutes: number
  /** 30 % less, 30 % more. */
  from: number
  to: number
}

export class TicketView {
  id: string
  /** `A12`: all that there is of somebody. */
  label: string
  state: TicketState
  /** Empty when nothing was said. */
  language: string
  need: Need | null
  /** Minutes waited so far, or until taken. */
  waited: number
  /** Whether it was called by who asks. */
  mine: boolean
  acts: TicketAct[]
}

export class NewTicketView {
  id: string
  label: string
  /** How many people are before. */
  ahead: number
  /** By the pace of the day; null while it has none. */
  estimate: EstimateView | null
}

export class NextView {
  /** Null when nobody waits. */
  ticket: NewestTicketView | null
}

export class NewestTicketView {
  id: string
  label: string
}

export class QueueView {
  centre: QueueCentreView
  /** In the order of their tickets. */
  waiting: TicketView[]
  /** Called or with somebody. */
  atDesk: TicketView[]
  served: number
  gone: number
  /** Of the visits taken today, how many within 20 minutes; null when nobody was. */
  inTimeShare: number | null
  /** For somebody who comes now. */
  estimate: EstimateView | null
}

export class QueueCentreView {
  id: string
  slug: string
  name: string
}

export class QueuesView {
  items: QueueView[]
}

/** For the wall of the room: labels and numbers, of nobody. */
export class QueueBoardView {
  centre: string
  /** The last six called, the latest first. */
  called: string[]
  /** Labels of those who wait, the first twelve. */
  next: string[]
  waiting: number
  estimate: EstimateView | null
}
