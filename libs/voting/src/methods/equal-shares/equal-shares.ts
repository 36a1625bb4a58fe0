import { groupBallots, supportersOf } from '../../allocation/ballot-groups'
import { costedOptions, intoGroups, moneyRefusals, rankedByVotes, spentOutcome } from '../../allocation/costed-question'
import { equalShares as shareOut } from '../../allocation/equal-shares'
import { approvalCheck, approvalQuestionRefusals, approvalRefusals } from '../../ballots/approvals'
import { countBox } from '../../ballots/box'
import type { EqualSharesAllocation, VotingMethod } from '../../voting-method'

/** What a question without an allocation of this rule means. Costs are in cents: shares grow by one euro a step. */
export const usualShares: EqualSharesAllocation = {
  rule: 'equal-shares', utility: 'cost', completion: 'add1-utilitarian', start: 'exact', increment: 100, unit: 100, tie: 'smallest-id',
}

/**
 * Approval ballots on costed options, then the Method of Equal Shares: every ballot has the same share of the budget, and an option
 * is bought when those who name it can pay it together. A group of people gets about as much as it is large.
 * Dominik Peters, Grzegorz Pierczyński, Piotr Skowron, "Proportional Participatory Budgeting with Additive Utilities", NeurIPS 2021.
 */
export const equalShares: VotingMethod = {
  name: 'equal-shares',
  version: '1',
  offered: true,
  form: 'approval',
  questionRefusals: (question) => [...approvalQuestionRefusals(question), ...moneyRefusals(question)],
  refusals: approvalRefusals,
  start(question) {
    const rules = question.allocation?.rule === 'equal-shares' ? question.allocation : usualShares
    const options = costedOptions(question)
    const money = question.budget ?? 0
    const grouping = groupBallots()
    return countBox(approvalCheck(question), intoGroups(question, grouping), (totals) => {
      const groups = grouping.groups()
      const { winners, totalCost, ties, tied, explain } = shareOut(options, groups, money, rules, question.drawn)
      const [won, equal] = [new Set(winners), new Set(tied)]
      const votes = [...supportersOf(groups, options.length).ballots]
      const outcome = spentOutcome(equalShares, question, totals, votes, {
        winners, totalCost, ties, ranking: rankedByVotes(question, votes),
        fate: ({ id, cost }) => (won.has(id) ? 'selected' : equal.has(id) ? 'tied' : tied.length > 0 ? 'not-reached' : cost > money - totalCost ? 'does-not-fit' : 'not-selected'),
      })
      return { ...outcome, explanation: explain() }
    })
  },
}
