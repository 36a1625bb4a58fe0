/** One reason why something cannot be accepted: a stable `code` ("noun.reason"), where (`at`), and the figures a sentence needs. */
export interface Refusal {
  code: string
  at?: string
  facts?: Record<string, unknown>
}

/** What a ballot says of one option: 1 in an approval; later points, a rank or a grade. */
export interface Mark {
  readonly option: string
  readonly value: number
}

/** The content of a ballot, in any order. Empty = blank ballot. */
export type Choice = readonly Mark[]

export interface Option {
  readonly id: string
  /** In whole units of money (cents, say); the same unit as `Question.budget`. */
  readonly cost?: number
}

/** How money is shared out after an approval vote on costed options. Bound when the consultation is announced. */
export interface Allocation {
  /** `votes`: most votes first. `votes-per-cost`: most votes per unit of money first. */
  readonly by: 'votes' | 'votes-per-cost'
  /** What happens at an option that no longer fits: it is passed over, or it ends the selection. */
  readonly whenFull: 'skip' | 'stop'
  /** Votes an option needs, at least; 0 = none needed. */
  readonly threshold: number
  /** Who comes first among equals: the smallest id in string order; or lowest cost, then most votes, then order of the options. */
  readonly tie: TieRule
}

export type TieRule = 'smallest-id' | 'cost-votes'

export interface Question {
  readonly options: readonly Option[]
  /** Fewest and most options a ballot that is not blank may name. */
  readonly min: number
  readonly max: number
  /** French practice: a blank ballot is counted, apart. */
  readonly blankAllowed: boolean
  /** How many options win where no budget decides; 1 when absent. */
  readonly seats?: number
  /** What the options a ballot names may cost together, at most (same unit as the costs). */
  readonly maxCost?: number
  readonly budget?: number
  readonly allocation?: Allocation
}

/** Why an option is, or is not, among the winners. `tied`: equal with others for the last place, left to people to settle. */
export type Fate = 'selected' | 'tied' | 'not-selected' | 'does-not-fit' | 'below-threshold' | 'not-reached'

export interface OptionOutcome {
  option: string
  /** Votes (approvals); later points. */
  score: number
  /** 1 for the best; equal options share a rank. */
  rank: number
  fate: Fate
}

export interface Outcome {
  method: string
  version: string
  /** cast = counted + blank + invalid. */
  cast: number
  counted: number
  blank: number
  invalid: number
  /** One per option, in the order of the question. */
  options: OptionOutcome[]
  /** Best first; ids equal on a rank stand together, in the order of the question. */
  ranking: string[][]
  /** In order of selection. */
  winners: string[]
  /** What the winners cost together, where options have costs and a budget decides. */
  totalCost?: number
  budget?: number
  /** Sets of equal options of which some won and some did not: the order among equals decided, or is left to decide. */
  ties: string[][]
}

/** A count in progress: ballots are fed one by one or grouped, in any order, and not kept. */
export interface Count {
  /** @param times how many equal ballots this one stands for, 1 by default */
  add(choice: Choice, times?: number): void
  outcome(): Outcome
}

/**
 * A way to vote and to count. Pure: no clock, no chance, no order of ballots; the same in the browser, the API and the command line.
 */
export interface VotingMethod {
  readonly name: string
  /** Changes whenever the same ballots could give another outcome; published with every result. */
  readonly version: string
  /** Whether staff may choose it for a new vote. */
  readonly offered: boolean
  /** Everything wrong with the question itself; empty when ballots may be cast on it. */
  questionRefusals(question: Question): Refusal[]
  /** Everything wrong with this choice; empty when it may be cast. */
  refusals(choice: Choice, question: Question): Refusal[]
  /** Starts a count. A choice with refusals is counted as invalid. */
  start(question: Question): Count
}

export interface Ballots {
  choice: Choice
  times?: number
}

/** Counts ballots that are at hand all at once. */
export function countAll(method: VotingMethod, ballots: Iterable<Ballots>, question: Question): Outcome {
  const count = method.start(question)
  for (const { choice, times } of ballots) count.add(choice, times)
  return count.outcome()
}
