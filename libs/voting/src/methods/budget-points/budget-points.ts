import { moneyRefusals } from '../../allocation/costed-question'
import { greedyBudget } from '../../allocation/greedy-budget'
import { countBox } from '../../ballots/box'
import { pointsCheck, pointsQuestionRefusals } from '../../ballots/points'
import type { VotingMethod } from '../../voting-method'

/** Points on costed options, then greedy allocation of the budget by points: what cities with cumulative ballots publish. */
export const budgetPoints: VotingMethod = {
  name: 'budget-points',
  version: '1',
  offered: false,
  form: 'points',
  questionRefusals: (question) => [...pointsQuestionRefusals(question), ...moneyRefusals(question)],
  refusals: (choice, question) => pointsCheck(question)(choice),
  start(question) {
    const places = new Map(question.options.map(({ id }, place) => [id, place]))
    const scores = question.options.map(() => 0)
    const votes = question.options.map(() => 0)
    return countBox(
      pointsCheck(question),
      (choice, times) => {
        for (const { option, value } of choice) {
          const place = places.get(option) ?? 0
          scores[place] = (scores[place] ?? 0) + value * times
          votes[place] = (votes[place] ?? 0) + times
        }
      },
      (totals) => greedyBudget(budgetPoints, question, totals, scores, votes),
    )
  },
}
