import { Documented, PageQuery } from '@parvis/platform'
import { Transform } from 'class-transformer'
import { ArrayMaxSize, IsArray, IsIn, IsString, Length, MaxLength } from 'class-validator'
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

export class TextsQuery extends PageQuery {}

export class ContestedDoorView {
  channel: string
  evidence: string
  day: string
}

export class ContestedParticipationView {
  id: string
  conventionalDate: boolean
  entry: ContestedDoorView
  /** The one that counts; null when it counts no more. */
  first: ContestedDoorView | null
}

export class ContestedParticipationsView {
  /** A hundred at most. */
  items: ContestedParticipationView[]
  pending: number
}

export class ReviewParticipationDto {
  /** `keep`: the first one counts, and not this. `homonym`: two people, both count. `replace`: this one counts in its place. */
  @IsIn(['keep', 'homonym', 'replace'])
  decision: 'keep' | 'homonym' | 'replace'

  @Transform(tidy) @Length(10, 1000)
  reason: string
}
