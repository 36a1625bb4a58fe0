export type TrainingModule = 'neutrality' | 'secrecy' | 'mandate' | 'hygiene'
export const TRAINING_MODULES = ['neutrality', 'secrecy', 'mandate', 'hygiene'] as const satisfies readonly TrainingModule[]
export type Option = 'a' | 'b' | 'c'

export interface Question {
  /** Its words stand in the catalogue: `training_q01`, `training_q01_a` … and `training_q01_why`. */
  id: string
  module: TrainingModule
  right: Option
}

const RIGHT: Readonly<Record<TrainingModule, string>> = { neutrality: 'bcabcb', secrecy: 'acbcab', mandate: 'cbabca', hygiene: 'bacacb' }

/** The bank: six questions of each module. Which answer is right never leaves the server before the test is answered. */
export const QUESTIONS: readonly Question[] = TRAINING_MODULES.flatMap((module, index) =>
  [...RIGHT[module]].map((right, at): Question => ({ id: `q${String(index * 6 + at + 1).padStart(2, '0')}`, module, right: right as Option })))
