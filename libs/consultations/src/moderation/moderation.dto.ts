import { Documented, PageQuery } from '@parvis/platform'
import { Transform, Type } from 'class-transformer'
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, Length, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator'
import { AttachmentView } from '../attachments/attachments.dto'
import { CHANNELS } from '../ballots/precedence.rules'
import type { Channel } from '../ballots/precedence.rules'
import { PlaceDto, tidy, tidyLine } from '../consultations/consultations.dto'
import { REASONS } from './moderation.rules'
import type { Reason } from './moderation.rules'

export const ACTS = ['hide', 'keep', 'publish', 'restore'] as const
export const CAUSES = ['report', 'words', 'new-account'] as const

const trimmedLines = ({ value }: { value: unknown }): unknown =>
  Array.isArray(value) ? [...new Set(value.map((line: unknown) => tidyLine({ value: line })).filter((line) => line !== ''))] : value

export class ModerationSettingsDto {
  /** Minutes in which an author corrects a comment; 0: never. */
  @IsInt() @Min(0) @Max(1440)
  editMinutes: number

  @IsInt() @Min(1) @Max(500)
  commentsPerHour: number

  /** Days for which an account is new; 0: never. */
  @IsInt() @Min(0) @Max(365)
  newAccountDays: number

  @IsInt() @Min(0) @Max(100)
  newAccountComments: number

  @IsInt() @Min(1) @Max(90)
  appealDays: number

  @IsInt() @Min(1) @Max(90)
  decisionDays: number
}

export class SetModerationDto extends ModerationSettingsDto {
  @IsObject()
  @ValidateNested()
  @Type(() => PlaceDto)
  place: PlaceDto

  /** Words, or parts of links with a dot: a comment that holds one is read before it is shown. At most 500. */
  @Transform(trimmedLines)
  @IsArray()
  @ArrayMaxSize(500)
  @Length(2, 100, { each: true })
  words: string[]
}

export class ModerationPlaceView {
  kind: 'metropolis' | 'municipality'
  code: string
}

export class ModerationSettingsView {
  place: ModerationPlaceView
  editMinutes: number
  commentsPerHour: number
  newAccountDays: number
  newAccountComments: number
  appealDays: number
  decisionDays: number
  words: string[]
}

export class ReportFormView {
  /** Goes with the report of somebody who is not signed in: three seconds at least after it was asked for, a day at most. */
  token: string
}

export class ReportDto {
  @IsOptional()
  @IsUUID()
  proposalId?: string

  @IsOptional()
  @IsUUID()
  commentId?: string

  @IsIn(REASONS)
  reason: Reason

  @IsOptional()
  @Transform(tidy)
  @MaxLength(1000)
  words?: string

  /** Of `GET report-form`; not asked of an account. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  formToken?: string

  /** People do not see this field: whoever fills it is a program. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  site?: string
}

/** The same whether it is the first report of a person or another one. */
export class ReportedView {
  status: 'received'
}

export class CasesQuery extends PageQuery {
  /** `waiting` unless told: the oldest first; `appeals` the ones that end first; the others the newest first. */
  @IsOptional()
  @IsIn(['waiting', 'appeals', 'hidden', 'kept'])
  state?: 'waiting' | 'appeals' | 'hidden' | 'kept'

  @IsOptional()
  @IsIn(['comment', 'proposal'])
  kind?: 'comment' | 'proposal'

  @IsOptional()
  @IsIn(CAUSES)
  cause?: (typeof CAUSES)[number]

  @IsOptional()
  @IsUUID()
  consultation?: string

  /** The door of the text; what was imported came through none of ours. */
  @IsOptional()
  @IsIn(CHANNELS)
  @Documented({ enum: CHANNELS })
  channel?: Channel
}

/** What a file of the list asks: all of its pages. */
export type CaseFilter = Omit<CasesQuery, 'page' | 'perPage'>

export class ReasonCountView {
  @Documented({ enum: REASONS })
  reason: Reason
  count: number
}

export class CaseConsultationView {
  id: string
  slug: string
  title: string
}

export class CaseHiddenView {
  decisionId: string
  @Documented({ enum: REASONS })
  reason: Reason
  words: string
  at: string
  /** The reader took this decision, and so does not decide the appeal. */
  byMe: boolean
}

export class CaseAppealView {
  words: string
  at: string
  dueAt: string
  late: boolean
  @Documented({ enum: ['upheld', 'restored', 'moot'], nullable: true })
  outcome: 'upheld' | 'restored' | 'moot' | null
  mayDecide: boolean
  /** `receipt`: by somebody without an account, who reads the answer with the code of a desk. */
  door: 'account' | 'receipt'
}

export class CaseView {
  id: string
  kind: 'comment' | 'proposal'
  state: 'waiting' | 'kept' | 'hidden'
  @Documented({ enum: CAUSES })
  cause: (typeof CAUSES)[number]
  /** The word or the link that was found; empty for a report. */
  found: string
  reportCount: number
  reasons: ReasonCountView[]
  waitingSince: string
  consultation: CaseConsultationView
  thingId: string
  thingState: 'published' | 'held' | 'hidden' | 'deleted' | 'submitted' | 'withdrawn'
  /** Of the proposal or the debate. */
  title: string
  /** Path under the consultation: `proposal` or `debate`, and its number. */
  subjectKind: 'proposal' | 'debate'
  number: number
  /** The whole text. */
  text: string
  /** Pictures and documents that a proposal shows. */
  attachments: AttachmentView[]
  authorName: string
  channel: string
  createdAt: string
  hidden: CaseHiddenView | null
  appeal: CaseAppealView | null
  /** What would change something now. */
  @Documented({ enum: ACTS, isArray: true })
  may: (typeof ACTS)[number][]
}

export class CaseCountsView {
  waiting: number
  appeals: number
  /** Appeals past their day. */
  late: number
  hidden: number
  kept: number
}

export class CasePageView {
  items: CaseView[]
  total: number
  page: number
  perPage: number
  counts: CaseCountsView
}

export class ReportView {
  @Documented({ enum: REASONS })
  reason: Reason
  words: string
  at: string
  /** Whether an account sent it; never which. */
  account: boolean
  /** Other than `online`: somebody whom a desk helps. */
  channel: string
}

export class DecisionView {
  id: string
  batchId: string
  act: 'hide' | 'keep' | 'publish' | 'restore' | 'undo'
  @Documented({ enum: REASONS, nullable: true })
  reason: Reason | null
  words: string
  at: string
  /** Address of the colleague; null once the account is gone. */
  @Documented({ type: String, nullable: true })
  by: string | null
  undoneAt: string | null
  /** Nothing happened to its things since, and it is less than a day old. */
  undoable: boolean
  caseId: string
  kind: 'comment' | 'proposal'
  title: string
  consultation: CaseConsultationView
}

export class CaseDetailView extends CaseView {
  /** The newest first, 50 at most. */
  reports: ReportView[]
  history: DecisionView[]
}

export class CasesDto {
  /** One to a hundred cases. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsUUID(undefined, { each: true })
  cases: string[]

  @IsIn(ACTS)
  act: (typeof ACTS)[number]
}

export class DecideDto extends CasesDto {
  /** From the charter of moderation; needed to hide. */
  @IsOptional()
  @IsIn(REASONS)
  reason?: Reason

  /** What the author reads; needed to hide: 10 to 2000 characters. */
  @IsOptional()
  @Transform(tidy)
  @MaxLength(2000)
  words?: string
}

/** What an act would do, before it is done. */
export class PreviewView {
  comments: number
  proposals: number
  /** Already so, or gone: nothing happens to them. */
  unchanged: number
  /** Authors who get a mail. */
  mails: number
}

export class DecidedView extends PreviewView {
  /** Undoes it: `POST moderation/batches/:id/undo`. */
  batchId: string
}

export class UndoneView {
  undone: number
  /** Something happened to them since. */
  kept: number
}

export class DecisionsQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  consultation?: string

  @IsOptional()
  @Matches(/^20\d{2}-\d{2}-\d{2}$/)
  from?: string

  @IsOptional()
  @Matches(/^20\d{2}-\d{2}-\d{2}$/)
  to?: string
}

export class DecisionPageView {
  items: DecisionView[]
  total: number
  page: number
  perPage: number
}

export class NoticeAppealView {
  words: string
  at: string
  dueAt: string
  @Documented({ enum: ['upheld', 'restored', 'moot'], nullable: true })
  outcome: 'upheld' | 'restored' | 'moot' | null
  answer: string
  decidedAt: string | null
}

/** What the author of something hidden reads. */
export class NoticeView {
  decisionId: string
  kind: 'comment' | 'proposal'
  title: string
  text: string
  consultation: CaseConsultationView
  @Documented({ enum: REASONS })
  reason: Reason
  words: string
  at: string
  appealUntil: string
  /** It is shown again. */
  over: boolean
  mayAppeal: boolean
  decisionDays: number
  appeal: NoticeAppealView | null
}

export class AppealDto {
  /** Why it should be shown again: 10 to 2000 characters. */
  @Transform(tidy)
  @Length(10, 2000)
  words: string
}

export class DecideAppealDto {
  @IsIn(['upheld', 'restored'])
  outcome: 'upheld' | 'restored'

  /** What the author reads: 10 to 2000 characters. */
  @Transform(tidy)
  @Length(10, 2000)
  answer: string
}
