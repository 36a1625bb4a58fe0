import { greedy } from '../greedy'
import type { Allocation, Question, Refusal, VotingMethod } from '../voting-method'
import { approvalQuestionRefusals, approvalRefusals, countApprovals, isWhole } from './approvals'

/** What most cities do, and what a question without `allocation` means. */
export const usualAllocation: Allocation = { by: 'votes', whenFull: 'skip', threshold: 0, tie: 'smallest-id' }

/**
 * Approval ballots on costed options, then greedy allocation of the budget: the best option first, as long as money is left.
 * In an empty box nobody asked for anything, so nothing is bought.
 * Piotr Faliszewski et al., "Participatory Budgeting: Data, Tools and Analysis", IJCAI 2023 (utilitarian greedy).
 */
export const budget: VotingMethod = {
  name: 'budget',
  version: '1',
  offered: true,
  questionRefusals: (question) => [...approvalQuestionRefusals(question), ...moneyRefusals(question)],
  refusals: approvalRefusals,
  start(question) {
    const costs = new Map(question.options.map(({ id, cost }) => [id, cost ?? 0]))
    const money = question.budget ?? 0
    const allocation = question.allocation ?? usualAllocation
    return countApprovals(question, (scores, totals) => {
      const candidates = [...scores].map(([id, score]) => ({ id, score, votes: score, cost: costs.get(id) ?? 0 }))
      const threshold = totals.counted === 0 ? Math.max(1, allocation.threshold) : allocation.threshold
      const { winners, totalCost, ranking, ties, fates } = greedy(candidates, money, { ...allocation, threshold })
      const ranks = new Map<string, number>()
      for (const group of ranking) {
        const rank = ranks.size + 1
        for (const id of group) ranks.set(id, rank)
      }
      return {
        method: budget.name,
        version: budget.version,
        ...totals,
        options: [...scores].map(([option, score]) => ({ option, score, rank: ranks.get(option) ?? 1, fate: fates.get(option) ?? 'not-reached' })),
        ranking,
        winners,
        totalCost,
        budget: money,
        ties,
      }
    })
  },
}

function moneyRefusals({ options, budget: money, allocation }: Question): Refusal[] {
  const refusals: Refusal[] = []
  if (money === undefined || !isWhole(money)) refusals.push({ code: 'question.budget', facts: { budget: money } })
  for (const { id, cost } of options) if (cost === undefined) refusals.push({ code: 'question.no-cost', at: id })
  if (!isWhole(options.reduce((sum, { cost }) => sum + (cost ?? 0), 0))) refusals.push({ code: 'question.costs-too-large' })
  if (allocation && !isWhole(allocation.threshold)) refusals.push({ code: 'question.threshold', facts: { threshold: allocation.threshold } })
  return refusals
}
