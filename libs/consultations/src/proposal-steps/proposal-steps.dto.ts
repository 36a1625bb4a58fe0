import { Transform } from 'class-transformer'
import { IsIn, Length, Matches } from 'class-validator'
import { tidy } from '../consultations/consultations.dto'

export const STEP_KINDS = ['planned', 'done', 'end'] as const
export type StepKind = (typeof STEP_KINDS)[number]

export class ProposalStepDto {
  /** `YYYY-MM-DD`. */
  @Matches(/^20\d{2}-\d{2}-\d{2}$/)
  day: string

  /** `end`: the last one; nothing more is to come. */
  @IsIn(STEP_KINDS)
  kind: StepKind

  @Transform(tidy) @Length(5, 1000)
  text: string
}

export class ProposalStepView {
  id: string
  day: string
  kind: StepKind
  text: string
}

export class ProposalStepsView {
  /** By their day. */
  items: ProposalStepView[]
}
