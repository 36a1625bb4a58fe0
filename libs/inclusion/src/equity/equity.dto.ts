import { IsOptional, IsString, MaxLength } from 'class-validator'
import type { EquityStanding } from './equity.rules'

export class EquityQuery {
  /** One of `rolls`: `questionnaire`, or the identifier of a vote. The first one unless told. */
  @IsOptional()
  @IsString()
  @MaxLength(36)
  roll?: string
}

/** A list on which a person stands once. */
export class EquityRollView {
  id: string
  kind: 'questionnaire' | 'vote'
  /** The title of the phase, or the question of the vote. */
  title: string
  open: boolean
}

export class EquityCommuneView {
  /** INSEE code. */
  code: string
  name: string
  population: number
  /** Rounded down to ten; null: fewer than ten. */
  people: number | null
  /** At least so many of a thousand inhabitants. */
  perThousand: number
  standing: EquityStanding
  /** Hours in which a centre that serves it is open, today and the six days after. */
  staffedHours: number
}

export class EquityCountView {
  /** Rounded down to ten; parts of fewer than ten are not listed. */
  people: number
}

export class EquityChannelView extends EquityCountView {
  channel: 'online' | 'accompanied' | 'kiosk' | 'on_behalf' | 'paper' | 'phone'
}

export class EquityCentreView extends EquityCountView {
  slug: string
  name: string
}

export class EquityView {
  rolls: EquityRollView[]
  /** What is told below; null when nobody can have taken part yet. */
  roll: string | null
  /** Rounded down to ten; null: fewer than ten. */
  people: number | null
  medianPerThousand: number
  /** Of the communes in scope, those with the smallest share first. */
  communes: EquityCommuneView[]
  channels: EquityChannelView[]
  centres: EquityCentreView[]
}
