import { Documented, PageQuery, type JobState } from '@parvis/platform'
import { Transform } from 'class-transformer'
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Max, MaxLength, Min } from 'class-validator'
import { tidy } from '../consultations/consultations.dto'
import { PublicationDto } from '../results/results.dto'
import { ContentView, LabelledView, QuestionnaireConsultationView } from './questionnaires.dto'
import { DIMENSIONS, type Dimension } from './results.rules'

export class QuestionnairePublicationDto extends PublicationDto {
  /** Keys of the questions whose free texts everybody may read; who publishes has read them. */
  @IsArray() @ArrayMaxSize(120) @IsString({ each: true }) @MaxLength(20, { each: true })
  texts: string[]
}

export class ShownCellView {
  key: string
  /** Null: not shown, because it is small or would give a small one away. */
  count: number | null
}

export class DimensionCellView {
  /** `others`: several that are shown together because each is small. */
  key: string
  count: number
  label: string
}

export class DimensionView {
  @Documented({ enum: DIMENSIONS })
  by: Dimension
  cells: DimensionCellView[]
}

export class CrossRowView {
  key: string
  @Documented({ type: 'array', items: { type: 'integer', nullable: true } })
  counts: (number | null)[]
}

export class CrossView {
  @Documented({ enum: DIMENSIONS })
  by: Dimension
  columns: string[]
  rows: CrossRowView[]
}

export class BinView {
  key: string
  @Documented({ type: 'string', nullable: true })
  from: string | null
  @Documented({ type: 'string', nullable: true })
  to: string | null
}

export class AnswerTableView {
  /** The option of several choices, the line of a table; empty: the question itself. */
  key: string
  cells: ShownCellView[]
  bins?: BinView[]
  crosses: CrossView[]
}

export class QuestionResultView {
  key: string
  answered: number | null
  passed: number | null
  notAsked: number | null
  tables: AnswerTableView[]
  mean: number | null
  /** How many wrote a free text. */
  texts: number | null
  /** They may be read. */
  textsShown: boolean
}

/** Counts that may be shown, to staff as to everybody. */
export class QuestionnaireResultsView {
  consultation: QuestionnaireConsultationView
  headline: string | null
  nextSteps: string | null
  publishedAt: string | null
  opensAt: string
  closesAt: string
  content: ContentView
  communes: LabelledView[]
  participants: number | null
  dimensions: DimensionView[]
  questions: QuestionResultView[]
}

export class TextPageView {
  /** In no order that says when they came, or who wrote what else. */
  items: string[]
  total: number
  page: number
  perPage: number
}

export class TextsQuery extends PageQuery {
  /** Words that a text holds, in any form and with or without accents. */
  @IsOptional() @IsString() @MaxLength(200)
  q?: string
}

export class QuestionnaireJobView {
  @Documented({ enum: ['waiting', 'running', 'failed', 'given-up', 'done'] })
  state: JobState
  @Documented({ type: 'integer', nullable: true })
  done: number | null
  @Documented({ type: 'integer', nullable: true })
  total: number | null
}

export class PublicationRequestView {
  headline: string
  nextSteps: string
  texts: string[]
  at: string
  job: QuestionnaireJobView
}

/** What is counted, and what is going on. */
export class QuestionnaireCountView {
  /** Null until it was counted once. */
  results: QuestionnaireResultsView | null
  @Documented({ type: 'string', nullable: true })
  countedAt: string | null
  /** Decisions on contested participations were taken since: what is published is counted again. */
  outdated: boolean
  /** Null: no count waits, runs or has failed. */
  count: QuestionnaireJobView | null
  /** Null: nobody asked for the publication, or it is done. */
  publication: PublicationRequestView | null
}

export class ContestedDoorView {
  channel: string
  evidence: string
  day: string
}

/** How many came by one door. */
export class ContestedCountView {
  channel: string
  evidence: string
  count: number
}

/** Participations of one civil status, which is told to nobody. */
export class ContestedGroupView {
  /** One of its contested participations, by which it is named. */
  id: string
  contested: number
  /** By which doors they came. */
  doors: ContestedCountView[]
  since: string
  conventionalDate: boolean
  /** Participations of this civil status that count today. */
  counted: number
  /** Those, ten at most. */
  counting: ContestedDoorView[]
}

export class ContestedGroupsView {
  items: ContestedGroupView[]
  /** Civil statuses that wait. */
  total: number
  page: number
  perPage: number
  /** Participations that wait, in all. */
  pending: number
}

export class ContestedParticipationView extends ContestedDoorView {
  id: string
}

export class ContestedGroupPageView {
  group: ContestedGroupView
  items: ContestedParticipationView[]
  total: number
  page: number
  perPage: number
}

export const REVIEW_DECISIONS = ['keep', 'homonym', 'replace'] as const
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number]

export class ReviewedDto {
  /** Civil statuses, each named by one of its contested participations: everything of them that waits. */
  @IsOptional() @IsArray() @ArrayMaxSize(100) @IsUUID(undefined, { each: true })
  groups?: string[]

  /** Participations one by one. */
  @IsOptional() @IsArray() @ArrayMaxSize(500) @IsUUID(undefined, { each: true })
  entries?: string[]

  /** `keep`: what counts stands, and these do not. `homonym`: other people, all count. `replace`: this one counts in the place of the first; of one participation only. */
  @IsIn(REVIEW_DECISIONS)
  decision: ReviewDecision
}

export class ReviewParticipationsDto extends ReviewedDto {
  @Transform(tidy) @Length(10, 1000)
  reason: string

  /** How many the preview told of; another number meanwhile: 409 `contested-entry.changed-meanwhile`. */
  @IsInt() @Min(1) @Max(10_000_000)
  entriesExpected: number
}

/** What a decision would do. Nothing is changed. */
export class ReviewPreviewView {
  groups: number
  entries: number
  /** Of these, how many begin to count. */
  willCount: number
  willNotCount: number
  /** Of those that count today, how many no longer would. */
  stopCounting: number
  /** Whoever asks entered one of them at a desk: somebody else decides. */
  own: boolean
}

export class ReviewView {
  id: string
  @Documented({ enum: REVIEW_DECISIONS })
  decision: ReviewDecision
  reason: string
  entries: number
  at: string
  @Documented({ type: 'string', nullable: true })
  by: string | null
  @Documented({ type: 'string', nullable: true })
  undoneAt: string | null
  undoable: boolean
}

export class ReviewsView {
  items: ReviewView[]
  total: number
  page: number
  perPage: number
}
