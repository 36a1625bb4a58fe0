import { Documented } from '@parvis/platform'
import { Transform, Type } from 'class-transformer'
import { ArrayMaxSize, IsArray, IsInt, IsObject, IsOptional, IsString, Length, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator'
import { tidyLine } from '../consultations/consultations.dto'
import { DraftRefusalView, QuestionnaireConsultationView } from './questionnaires.dto'

const ANSWERS = { type: 'object', additionalProperties: { type: 'object', additionalProperties: true } } as const

/** By key of the question: `{ "q1": { "choice": "o2" }, "q2": { "passed": true } }`. Judged by `answers.rules`. */
export class AnswersDto {
  @IsObject()
  @Documented(ANSWERS)
  answers: Record<string, Record<string, unknown>>
}

export class DraftAnswersDto extends AnswersDto {
  /** Keys of the questions that the page shows; the others stay as they are. */
  @IsArray() @ArrayMaxSize(120) @IsString({ each: true }) @MaxLength(20, { each: true })
  shown: string[]

  /** When it was typed, in milliseconds since 1970 by the platform's clock; later than now is now. */
  @IsInt() @Min(0) @Max(10_000_000_000_000)
  typedAt: number
}

export class DraftKeptView {
  /** False: what stands on this page was typed later, in another tab or on another device. */
  kept: boolean
  at: string
}

export class CheckAnswersDto extends AnswersDto {
  /** Only this page is judged; the others are read as they stand. */
  @IsOptional() @IsString() @MaxLength(20)
  section?: string
}

export class GivenCivilStatusDto {
  /** Nom de naissance. */
  @Transform(tidyLine) @Length(1, 100)
  birthSurname: string

  @IsOptional() @Transform(tidyLine) @MaxLength(100)
  usageSurname?: string

  @Transform(tidyLine) @Length(1, 100)
  givenNames: string

  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  birthDate: string

  @Matches(/^\d{5}$/)
  municipalityCode: string
}

export class SendAnswersDto {
  /** Needed once, by who has no account with one. Turned into a key and dropped. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => GivenCivilStatusDto)
  civilStatus?: GivenCivilStatusDto
}

export class SheetCodeView {
  /** `K7QM-2D9X-4TRW`: opens these answers until the close, and proves afterwards that they were received. */
  code: string
}

export class AnswerSheetView {
  consultation: QuestionnaireConsultationView
  /** `changed`: sent, and changed since without being sent again. */
  state: 'draft' | 'sent' | 'changed'
  @Documented(ANSWERS)
  answers: Record<string, Record<string, unknown>>
  /** Keys of what these answers show. */
  visible: string[]
  /** What keeps them from being sent. */
  refusals: DraftRefusalView[]
  open: boolean
  closesAt: string
}

/** The same bytes whoever the person is and whether or not they took part before, but for the code. */
export class SentAnswersView {
  code: string
  status: 'received'
  changeableUntil: string
}

export class CheckedView {
  @Documented(ANSWERS)
  answers: Record<string, Record<string, unknown>>
  visible: string[]
  refusals: DraftRefusalView[]
}
