import { approvalQuestionRefusals, approvalRefusals, countApprovals } from '../../ballots/approvals'
import { giveSeats, groupsOf } from '../../seats'
import type { VotingMethod } from '../../voting-method'

/**
 * Approval: each ballot names the options it approves; the most approved win, `seats` of them.
 * Equals for the last seat are a tie, settled by the public draw where the question states one. An option that nobody approved wins nothing.
 * Steven J. Brams and Peter C. Fishburn, "Approval Voting", American Political Science Review 72 (1978).
 */
export const approval: VotingMethod = {
  name: 'approval',
  version: '1',
  offered: true,
  form: 'approval',
  questionRefusals: approvalQuestionRefusals,
  refusals: approvalRefusals,
  start: (question) => countApprovals(question, (scores, totals) => {
    const score = (option: string) => scores.get(option) ?? 0
    return {
      method: approval.name,
      version: approval.version,
      ...totals,
      ...giveSeats(question, groupsOf(scores, (a, b) => a - b), { score, supports: (option) => score(option) > 0 }),
    }
  }),
}
