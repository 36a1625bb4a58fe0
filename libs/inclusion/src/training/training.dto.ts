import { IsObject } from 'class-validator'

export class TrainingAnswersDto {
  /** The letter given to each question: `{ "q01": "b" }`. */
  @IsObject()
  answers: Record<string, string>
}

export class TrainingQuestionView {
  id: string
  module: 'neutrality' | 'secrecy' | 'mandate' | 'hygiene'
  /** What was answered, and what was right: once the test is over. */
  given: string | null
  right: string | null
}

export class TrainingAttemptView {
  id: string
  questions: TrainingQuestionView[]
  /** Null while it is open. */
  rightAnswers: number | null
  passed: boolean
  /** ISO 8601; null while it is open. */
  answeredAt: string | null
}

export class TrainingView {
  /** The test that waits for its answers. */
  open: TrainingAttemptView | null
  /** The last one that was answered, with what was right and why. */
  last: TrainingAttemptView | null
  /** A test was passed within the last twelve months. */
  passed: boolean
  /** When another one may be drawn, ISO 8601; null: now. */
  retakeAt: string | null
}
