import { tidyLine } from '@parvis/consultations'
import { PageQuery } from '@parvis/platform'
import { Transform } from 'class-transformer'
import { IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Length, Max, MaxLength, Min } from 'class-validator'
import type { QuotaState } from './quotas.rules'

export const LIFT_STATES = ['asked', 'granted', 'refused'] as const
export type LiftState = (typeof LIFT_STATES)[number]

export class AskLiftDto {
  @IsUUID()
  centreId: string

  @Transform(tidyLine)
  @Length(10, 500)
  reason: string
}

export class DecideLiftDto {
  @IsBoolean()
  grant: boolean

  /** How many more visits that day; with `grant`. */
  @IsOptional()
  @IsInt() @Min(1) @Max(200)
  extra?: number

  @IsOptional()
  @Transform(tidyLine)
  @MaxLength(500)
  words?: string
}

export class LiftsQuery extends PageQuery {
  @IsOptional()
  @IsIn(LIFT_STATES)
  state?: LiftState
}

export class OwnLiftView {
  state: LiftState
  extra: number | null
  words: string
}

export class QuotaView {
  state: QuotaState
  /** Visits entered for somebody today, at every desk. */
  used: number
  most: number
  left: number
  /** What was asked today, the latest. */
  lift: OwnLiftView | null
}

export class LiftView {
  id: string
  /** Who asks. */
  person: string
  centre: string
  /** `YYYY-MM-DD`. */
  day: string
  reason: string
  state: LiftState
  extra: number | null
  words: string
  /** Visits of that day so far. */
  used: number
  /** False for one's own. */
  mayDecide: boolean
}

export class LiftsView {
  items: LiftView[]
  total: number
  page: number
  perPage: number
}

export class PaceSettingDto {
  @IsInt() @Min(1) @Max(500)
  mediatorQuota: number

  @IsInt() @Min(1) @Max(500)
  warningAt: number

  @IsInt() @Min(1) @Max(2000)
  centreQuota: number

  @IsInt() @Min(0) @Max(600)
  medianSeconds: number

  @IsInt() @Min(3) @Max(50)
  medianOf: number

  @IsInt() @Min(0) @Max(600)
  leastSeconds: number

  @IsInt() @Min(0) @Max(240)
  outsideMinutes: number

  @IsInt() @Min(1) @Max(20)
  answerDays: number

  /** Surnames in a row in the order of the alphabet, and people of one birth date, that are asked about. */
  @IsInt() @Min(3) @Max(50)
  orderOf: number

  @IsInt() @Min(2) @Max(50)
  sameDateOf: number
}

export class PaceSettingView {
  version: number
  mediatorQuota: number
  warningAt: number
  centreQuota: number
  medianSeconds: number
  medianOf: number
  leastSeconds: number
  outsideMinutes: number
  answerDays: number
  orderOf: number
  sameDateOf: number
  setOn: string
  /** Whether who asks may set it: staff of the metropolis. */
  mayChange: boolean
}
