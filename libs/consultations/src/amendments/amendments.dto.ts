import { PageQuery } from '@parvis/platform'
import { Transform } from 'class-transformer'
import { IsIn, IsInt, IsOptional, IsUUID, Length, Max, Min } from 'class-validator'
import { tidy, tidyLine } from '../consultations/consultations.dto'

export class AmendmentDto {
  /** The version that was read: another one since answers 409 `amendment.stale`. */
  @IsInt() @Min(1) @Max(1000)
  baseVersion: number

  @Transform(tidyLine) @Length(5, 160)
  title: string

  @Transform(tidy) @Length(20, 8000)
  body: string

  /** Why, for the authors and for everybody. */
  @Transform(tidy) @Length(10, 2000)
  reason: string

  /** Made by the form: the same form sent twice makes one. */
  @IsUUID()
  submissionToken: string
}

export class AmendmentAnswerDto {
  /** Why it is declined, or taken off. */
  @Transform(tidy) @Length(10, 2000)
  reason: string
}

export class AmendmentsQuery extends PageQuery {
  @IsOptional() @IsIn(['waiting', 'accepted', 'declined', 'withdrawn', 'promoted', 'removed'])
  state?: 'waiting' | 'accepted' | 'declined' | 'withdrawn' | 'promoted' | 'removed'
}

export class AmendmentSummaryView {
  id: string
  number: number
  state: 'waiting' | 'accepted' | 'declined' | 'withdrawn' | 'promoted' | 'removed'
  /** Empty: no name is shown. */
  authorName: string
  channel: 'online' | 'accompanied' | 'kiosk' | 'on_behalf' | 'paper' | 'phone'
  /** Empty once moderation took it off. */
  reason: string
  createdAt: string
  /** The proposal changed since: it can no longer be accepted. */
  stale: boolean
  mine: boolean
}

export class AmendmentPageView {
  items: AmendmentSummaryView[]
  total: number
  page: number
  perPage: number
}

export class AmendmentMayView {
  accept: boolean
  decline: boolean
  withdraw: boolean
  promote: boolean
  /** Take it off, for staff of the place. */
  remove: boolean
}

export class AmendmentView extends AmendmentSummaryView {
  proposalNumber: number
  baseVersion: number
  /** What stood there when it was written. */
  baseTitle: string
  baseBody: string
  title: string
  body: string
  /** What the authors answered, or why moderation took it off. */
  answer: string
  answeredAt: string | null
  /** From then on its author may make a proposal of it. */
  answerDue: string
  acceptedVersion: number | null
  /** Number of the proposal it became. */
  promotedTo: number | null
  may: AmendmentMayView
}

/** Number of the proposal that came of it. */
export class PromotedAmendmentView {
  number: number
}
