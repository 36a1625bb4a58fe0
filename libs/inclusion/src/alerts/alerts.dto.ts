import { tidy } from '@parvis/consultations'
import { PageQuery } from '@parvis/platform'
import { Transform } from 'class-transformer'
import { IsIn, IsOptional, Length, Matches, MaxLength } from 'class-validator'
import { ALERT_KINDS, ALERT_STATES } from './alerts.rules'
import type { AlertKind, AlertState } from './alerts.rules'

export class ExplainDto {
  @Transform(tidy)
  @Length(10, 1000)
  explanation: string
}

export class DecideAlertDto {
  @IsIn(['CONFIRMED', 'DISMISSED'])
  decision: 'CONFIRMED' | 'DISMISSED'

  /** Needed to confirm. */
  @IsOptional()
  @Transform(tidy)
  @MaxLength(1000)
  words?: string
}

export class AlertsQuery extends PageQuery {
  @IsOptional()
  @IsIn(ALERT_STATES)
  state?: AlertState

  @IsOptional()
  @IsIn(ALERT_KINDS)
  kind?: AlertKind

  /** Slug of a centre. */
  @IsOptional()
  @Matches(/^[a-z0-9-]{1,120}$/)
  centre?: string
}

export class AlertFactsView {
  /** Visits of the day there; for `order`, people typed there by whatever door. */
  visits: number
  /** Seconds from the beginning of a visit to its first entry: the shortest, and the middle one of the last ones. */
  fastest: number | null
  median: number | null
  /** Visits while the centre was closed. */
  outside: number
  /** For `order`: surnames in a row in the order of the alphabet, at most. */
  inOrder?: number
  /** For `order`: people of one birth date among the last ones, at most. */
  sameDate?: number
}

export class AlertView {
  id: string
  kind: AlertKind
  state: AlertState
  centre: string
  /** `YYYY-MM-DD`. */
  day: string
  dueOn: string
  late: boolean
  facts: AlertFactsView
  explanation: string
  /** What was answered by who decided. */
  words: string
}

export class OwnAlertView extends AlertView {
  mayExplain: boolean
}

export class OwnAlertsView {
  items: OwnAlertView[]
}

export class AlertRowView extends AlertView {
  /** Who is asked. */
  person: string
  mayDecide: boolean
}

export class AlertsView {
  items: AlertRowView[]
  total: number
  page: number
  perPage: number
}
