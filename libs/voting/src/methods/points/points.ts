import { countScores } from '../../ballots/box'
import { pointsCheck, pointsQuestionRefusals } from '../../ballots/points'
import { giveSeats, groupsOf } from '../../seats'
import type { VotingMethod } from '../../voting-method'

/**
 * Cumulative voting: each ballot spreads at most `points` whole points, at most `pointsPerOption` on one option; the options with
 * most points win, `seats` of them. A ballot need not use all its points.
 * Charles L. Dodgson, "The Principles of Parliamentary Representation" (1884); Arthur T. Glasser, "Game Theory and Cumulative Voting", Management Science 5 (1959).
 */
export const points: VotingMethod = {
  name: 'points',
  version: '1',
  offered: true,
  form: 'points',
  questionRefusals: pointsQuestionRefusals,
  refusals: (choice, question) => pointsCheck(question)(choice),
  start: (question) => countScores(question, pointsCheck(question), (scores, totals) => {
    const score = (option: string) => scores.get(option) ?? 0
    return {
      method: points.name,
      version: points.version,
      ...totals,
      ...giveSeats(question, groupsOf(scores, (a, b) => a - b), { score, supports: (option) => score(option) > 0 }),
    }
  }),
}
