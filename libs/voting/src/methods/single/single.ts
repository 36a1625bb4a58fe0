import { singleCheck } from '../../ballots/approvals'
import { commonQuestionRefusals, countScores } from '../../ballots/box'
import { giveSeats, groupsOf } from '../../seats'
import type { VotingMethod } from '../../voting-method'

/**
 * Single choice: each ballot names exactly one option, or is blank; the most named win, `seats` of them (one, usually).
 * Least and most of the question do not apply. No threshold and no second round: equals are a tie.
 */
export const single: VotingMethod = {
  name: 'single',
  version: '1',
  offered: true,
  form: 'single',
  questionRefusals: commonQuestionRefusals,
  refusals: (choice, question) => singleCheck(question)(choice),
  start: (question) => countScores(question, singleCheck(question), (scores, totals) => {
    const score = (option: string) => scores.get(option) ?? 0
    return {
      method: single.name,
      version: single.version,
      ...totals,
      ...giveSeats(question, groupsOf(scores, (a, b) => a - b), { score, supports: (option) => score(option) > 0 }),
    }
  }),
}
