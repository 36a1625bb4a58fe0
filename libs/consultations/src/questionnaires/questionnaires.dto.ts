import { Documented } from '@parvis/platform'
import { IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator'
import { ITEM_KINDS, type ItemKind } from './questionnaire'

/** A whole questionnaire as it is sent: its shape and its limits are judged by `definition.rules`, which name the place of each fault. */
export class SaveQuestionnaireDto {
  /** The one that was read; 0 before the first. Another one meanwhile: 409 `questionnaire.changed-meanwhile`. */
  @IsInt() @Min(0) @Max(1_000_000)
  revision: number

  @IsObject()
  @Documented({ type: 'object', additionalProperties: true })
  content: Record<string, unknown>
}

export class ImportQuestionnaireDto {
  @IsInt() @Min(0) @Max(1_000_000)
  revision: number

  /** An exported file, as JSON. */
  @IsObject()
  @Documented({ type: 'object', additionalProperties: true })
  file: Record<string, unknown>
}

export class CopyQuestionnaireDto {
  @IsInt() @Min(0) @Max(1_000_000)
  revision: number

  /** One of the ready ones. */
  @IsOptional() @IsString() @MaxLength(40)
  template?: string

  /** Another consultation of a place where one may prepare. */
  @IsOptional() @IsUUID()
  consultationId?: string
}

export class LabelledView {
  key: string
  label: string
}

export class ConditionView {
  question: string
  operator: 'is' | 'is-not' | 'answered'
  value?: string
}

export class ItemView {
  key: string
  @Documented({ enum: ITEM_KINDS })
  kind: ItemKind
  label: string
  hint?: string
  mandatory?: boolean
  condition?: ConditionView
  options?: LabelledView[]
  other?: boolean
  least?: number
  most?: number
  rows?: LabelledView[]
  min?: number
  max?: number
  lowLabel?: string
  highLabel?: string
  unit?: string
  @Documented({ type: 'array', items: { type: 'number' } })
  bands?: number[]
  maxLength?: number
}

export class SectionView {
  key: string
  title: string
  text: string
  items: ItemView[]
}

export class ContentView {
  introduction: string
  sections: SectionView[]
}

export class QuestionnaireConsultationView {
  id: string
  slug: string
  title: string
}

/** What anybody may know; what is asked from the opening on. */
export class QuestionnaireView {
  consultation: QuestionnaireConsultationView
  state: 'scheduled' | 'open' | 'closed'
  suspended: boolean
  opensAt: string
  closesAt: string
  published: boolean
  /** Null before the opening, but for who prepares it. */
  content: ContentView | null
  communes: LabelledView[]
}

export class DraftRefusalView {
  code: string
  at?: string
  @Documented({ type: 'object', additionalProperties: true })
  facts?: Record<string, unknown>
}

/** For who prepares it. */
export class QuestionnaireDraftView {
  /** 0 before it was saved once. */
  revision: number
  state: 'scheduled' | 'open' | 'closed'
  editable: boolean
  opensAt: string
  closesAt: string
  content: ContentView
  /** What still keeps it from opening. */
  refusals: DraftRefusalView[]
  /** How many took part, rounded down to ten while it is open; null before. */
  participation: number | null
  contestedPending: number
  published: boolean
}

export class SourceView {
  /** Of a ready one, its name; of a consultation, its number. */
  id: string
  title: string
  questions: number
}

export class SourcesView {
  templates: SourceView[]
  /** Of the places where one prepares; the newest first, fifty at most. */
  consultations: SourceView[]
}

export class QuestionnaireFileView extends ContentView {
  @IsIn(['parvis-questionnaire/1'])
  format: string
}
