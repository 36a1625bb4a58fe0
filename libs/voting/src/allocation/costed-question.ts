import type { BoxTotals } from '../ballots/box'
import { isWhole } from '../ballots/box'
import type { Choice, Fate, Outcome, Question, Refusal, VotingMethod } from '../voting-method'
import type { Grouping } from './ballot-groups'
import { rank } from './greedy'
import type { TieOrder } from './tie-order'

/** What is wrong with a question that shares out money, whatever the rule. */
export function moneyRefusals({ options, budget, allocation }: Question): Refusal[] {
  const refusals: Refusal[] = []
  if (budget === undefined || !isWhole(budget)) refusals.push({ code: 'question.budget', facts: { budget } })
  for (const { id, cost } of options) if (cost === undefined) refusals.push({ code: 'question.no-cost', at: id })
  if (!isWhole(options.reduce((sum, { cost }) => sum + (cost ?? 0), 0))) refusals.push({ code: 'question.costs-too-large' })
  if (allocation && 'threshold' in allocation && !isWhole(allocation.threshold)) refusals.push({ code: 'question.threshold', facts: { threshold: allocation.threshold } })
  if (allocation?.rule === 'equal-shares') {
    const { increment, unit } = allocation
    if (!isWhole(increment) || increment < 1) refusals.push({ code: 'question.increment', facts: { increment } })
    if (unit !== undefined && (!isWhole(unit) || unit < 1)) refusals.push({ code: 'question.unit', facts: { unit } })
  }
  return refusals
}

/** Options with what they cost; none costs nothing. */
export const costedOptions = ({ options }: Question) => options.map(({ id, cost = 0 }) => ({ id, cost }))

/** Takes right approval ballots into groups. */
export function intoGroups({ options }: Question, grouping: Grouping): (choice: Choice, times: number) => void {
  const places = new Map(options.map(({ id }, place) => [id, place]))
  return (choice, times) => grouping.add(choice.map(({ option }) => places.get(option) ?? 0), undefined, times)
}

/** What a rule that shares out money found. */
export interface Spent {
  winners: string[]
  totalCost: number
  ties: string[][]
  /** Best first, equals together. */
  ranking: string[][]
  fate(option: { id: string; cost: number }): Fate
}

export function spentOutcome(method: VotingMethod, question: Question, totals: BoxTotals, votes: readonly number[], { winners, totalCost, ties, ranking, fate }: Spent): Outcome {
  const ranks = new Map<string, number>()
  for (const group of ranking) {
    const place = ranks.size + 1
    for (const id of group) ranks.set(id, place)
  }
  return {
    method: method.name,
    version: method.version,
    ...totals,
    options: costedOptions(question).map((one, place) => ({ option: one.id, score: votes[place] ?? 0, rank: ranks.get(one.id) ?? 1, fate: fate(one) })),
    ranking,
    winners,
    totalCost,
    budget: question.budget ?? 0,
    ties,
  }
}

/** Options ranked by the ballots that name them: where prices decide, the order of buying is not that of the votes. Equals in the order of the question. */
export function rankedByVotes(question: Question, votes: readonly number[]): string[][] {
  const inFile: TieOrder = { settled: false, compare: () => 0 }
  return rank(costedOptions(question).map(({ id, cost }, place) => ({ id, cost, votes: votes[place] ?? 0, score: votes[place] ?? 0 })), 'votes', inFile)
    .map((group) => group.map(({ id }) => id))
}
