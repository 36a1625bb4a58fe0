/** One reason why something cannot be accepted: a stable `code` ("noun.reason"), where (`at`), and the figures a sentence needs. */
export interface Refusal {
  code: string
  at?: string
  facts?: Record<string, unknown>
}

/** What a ballot says of one option: 1 in an approval; points (1 or more); a rank (1 is the best, equal ranks allowed); a grade (0 is the worst). */
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

/** How a ballot is filled, on screen and on paper: methods of one form take the same ballots. */
export type BallotForm = 'single' | 'approval' | 'points' | 'ranking' | 'grades'

/** How money is shared out over costed options. Bound when the consultation is announced; stored without `rule`, it is greedy. */
export type Allocation = GreedyAllocation | EqualSharesAllocation | PhragmenAllocation

export interface GreedyAllocation {
  readonly rule?: 'greedy'
  /** `votes`: most votes first. `votes-per-cost`: most votes per unit of money first. */
  readonly by: 'votes' | 'votes-per-cost'
  /** What happens at an option that no longer fits: it is passed over, or it ends the selection. */
  readonly whenFull: 'skip' | 'stop'
  /** Votes an option needs, at least; 0 = none needed. */
  readonly threshold: number
  readonly tie: TieRule
}

/** Every ballot gets an equal share of the budget, and pays for what it names together with others who name it. */
export interface EqualSharesAllocation {
  readonly rule: 'equal-shares'
  /** What an option is worth to those who name it: its cost (a euro spent is a euro), or one each (an option is an option). */
  readonly utility: 'cost' | 'cardinality'
  readonly completion: Completion
  /** The first share: the budget divided by the ballots, exactly or rounded down to a whole `unit`. */
  readonly start: 'exact' | 'floor'
  /** What the share of each grows by at each step of `add1`, in the unit of the costs; at least 1. */
  readonly increment: number
  /** One unit of the currency in the unit of the costs (100 when these are cents), for `start: 'floor'`; 1 when absent. */
  readonly unit?: number
  readonly tie: TieRule
}

/**
 * What happens to money that shares leave over. `none`: it is kept. `utilitarian`: greedy by the same utility.
 * `add1`: shares grow step by step until nothing more fits, or as long as the budget holds; `add1-utilitarian`: then greedy.
 * `add1-overspend`: they grow as long as the budget holds, and the last outcome within it is kept.
 */
export type Completion = 'none' | 'utilitarian' | 'add1' | 'add1-utilitarian' | 'add1-overspend'

/** Options are bought by debts shared out as evenly as can be, until the next does not fit. */
export interface PhragmenAllocation {
  readonly rule: 'phragmen'
  readonly tie: TieRule
}

/**
 * Who comes first among equals: the smallest id in string order; lowest cost, then most votes, then order of the options; or
 * the public draw of `Question.drawn` - without which the selection ends before the first tie that would decide.
 */
export type TieRule = 'smallest-id' | 'cost-votes' | 'drawn'

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
  /** Points that a ballot may spread over the options, at most; and on one option, at most (all of them when absent). */
  readonly points?: number
  readonly pointsPerOption?: number
  /** How many grades there are: a ballot gives 0 (the worst) to `grades - 1` (the best). */
  readonly grades?: number
  /**
   * Rankings: an option left out is after all that are ranked (`last`, what a ballot of the platform means), or is compared with nothing
   * (`ignored`, another reading of files counted elsewhere). `last` when absent.
   */
  readonly unranked?: 'last' | 'ignored'
  /**
   * Options from first to last by the public draw stated before the vote (`drawnOrder`): settles what is equal.
   * Absent: nothing is settled, ties are the result.
   */
  readonly drawn?: readonly string[]
}

/** Why an option is, or is not, among the winners. `tied`: equal with others for the last place, left to people to settle. */
export type Fate = 'selected' | 'tied' | 'not-selected' | 'does-not-fit' | 'below-threshold' | 'not-reached'

export interface OptionOutcome {
  option: string
  /** Votes (approvals), points, or what the method ranks by: duels won, the median grade. */
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
  /** Why it came out so, for people: what each method shows of its reasons. */
  explanation?: Explanation
}

/** What can be shown of the reasons of an outcome. Options by id; numbers are whole unless said. */
export type Explanation = Duels | Merit | Rounds | Purchases

/** Ranking: `for[a][b]` ballots prefer a to b; `paths[a][b]` is the strength of the strongest path of duels from a to b, 0 where there is none. In the order of `options`. */
export interface Duels {
  kind: 'duels'
  options: string[]
  for: number[][]
  paths: number[][]
}

/** Majority judgment: ballots per grade, worst first, and the majority grade of each option. In the order of the question. */
export interface Merit {
  kind: 'merit'
  profile: { option: string, counts: number[], grade: number }[]
}

/** Rounds of elimination: what each option still in the race had, who took the next place, and who left. `exhausted`: ballots that name nobody still there. */
export interface Rounds {
  kind: 'rounds'
  rounds: { scores: Record<string, number>, exhausted: number, elected: string[], out: string[] }[]
}

/** Equal shares: who carried each purchase, and what it cost them. Money in the unit of the question, exact decimals rounded down to six digits. */
export interface Purchases {
  kind: 'purchases'
  /** What each counted ballot had at the start of the run that was kept. */
  share: string
  /** In order. */
  purchases: Purchase[]
  /** Bought by the completion, not by shares. */
  completed: string[]
  /** What was not bought at all, in the order of the question. Absent from outcomes kept before it was told. */
  missed?: Missed[]
  /** What is left of the shares altogether, and of the budget. */
  unspentShares: string
  left: number
}

export interface Purchase {
  option: string
  /** Ballots that name the option and paid for it. */
  supporters: number
  /** What a unit of utility cost its supporters: the option with the lowest is bought first. */
  price: string
  /** The most that one of them paid: all those who still had as much paid this. */
  most: string
  /** How many had less left, and gave all of it. */
  emptied: number
}

/** Why an option was not bought: its supporters together had `left`, and its cost is `missing` more. */
export interface Missed {
  option: string
  left: string
  missing: string
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
  readonly form: BallotForm
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
