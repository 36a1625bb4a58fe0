import type { BoxTotals } from '../ballots/box'
import type { Allocation, GreedyAllocation, Outcome, Question, VotingMethod } from '../voting-method'
import { costedOptions, spentOutcome } from './costed-question'
import { greedy } from './greedy'

/** What most cities do, and what a question without `allocation` means. */
export const usualAllocation: GreedyAllocation = { by: 'votes', whenFull: 'skip', threshold: 0, tie: 'smallest-id' }

/** An allocation by another rule says nothing here: one question can be counted by every method, to compare them. */
const greedyAllocation = (allocation: Allocation | undefined): GreedyAllocation =>
  allocation && (allocation.rule === undefined || allocation.rule === 'greedy') ? allocation : usualAllocation

/**
 * Shares a budget out by the greedy rule. In an empty box nobody asked for anything, so nothing is bought.
 *
 * @param scores votes, points or rank points, in the order of the question
 * @param votes ballots that name each option
 */
export function greedyBudget(method: VotingMethod, question: Question, totals: BoxTotals, scores: readonly number[], votes: readonly number[]): Outcome {
  const allocation = greedyAllocation(question.allocation)
  const candidates = costedOptions(question).map(({ id, cost }, place) => ({ id, cost, score: scores[place] ?? 0, votes: votes[place] ?? 0 }))
  const threshold = totals.counted === 0 ? Math.max(1, allocation.threshold) : allocation.threshold
  const { fates, ...selection } = greedy(candidates, question.budget ?? 0, { ...allocation, threshold }, question.drawn)
  return spentOutcome(method, question, totals, scores, { ...selection, fate: ({ id }) => fates.get(id) ?? 'not-reached' })
}
