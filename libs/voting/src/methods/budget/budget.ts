import { moneyRefusals } from '../../allocation/costed-question'
import { greedyBudget } from '../../allocation/greedy-budget'
import { approvalQuestionRefusals, approvalRefusals, countApprovals } from '../../ballots/approvals'
import type { VotingMethod } from '../../voting-method'

/**
 * Approval ballots on costed options, then greedy allocation of the budget: the best option first, as long as money is left.
 * Piotr Faliszewski et al., "Participatory Budgeting: Data, Tools and Analysis", IJCAI 2023 (utilitarian greedy).
 */
export const budget: VotingMethod = {
  name: 'budget',
  version: '1',
  offered: true,
  form: 'approval',
  questionRefusals: (question) => [...approvalQuestionRefusals(question), ...moneyRefusals(question)],
  refusals: approvalRefusals,
  start: (question) => countApprovals(question, (scores, totals) => {
    const votes = [...scores.values()]
    return greedyBudget(budget, question, totals, votes, votes)
  }),
}
