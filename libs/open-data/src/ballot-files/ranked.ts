import type { Ballots, Choice, Question } from '@parvis/voting'

/** A file of rankings, whatever its format: options as named in it, ballots as groups of options from the best rank to the worst. */
export interface RankedInstance {
  fileName: string
  options: RankedOption[]
  ballots: RankedBallot[]
  /** 1 when the file does not say. */
  seats: number
  /** What the file says of options that a ballot leaves out, where it does. */
  unranked?: 'last' | 'ignored'
}

export interface RankedOption {
  /** As ballots write it. */
  id: string
  name: string
}

export interface RankedBallot {
  /** Equal options stand together; [] for a blank ballot. */
  ranks: string[][]
  /** How many equal ballots the line stands for. */
  times: number
  line: number
}

/** The question that a file of rankings asks; it names options as the file does, which is more than a vote of the platform allows. */
export function rankedQuestion({ options, seats }: RankedInstance, unranked: 'last' | 'ignored'): Question {
  return { options: options.map(({ id }) => ({ id })), min: 1, max: Math.max(1, options.length), blankAllowed: true, seats, unranked }
}

export function* rankedBallots({ ballots }: RankedInstance): Generator<Ballots> {
  for (const { ranks, times } of ballots) yield { choice: choiceOfRanks(ranks), times }
}

function choiceOfRanks(ranks: string[][]): Choice {
  return ranks.flatMap((rank, index) => rank.map((option) => ({ option, value: index + 1 })))
}
