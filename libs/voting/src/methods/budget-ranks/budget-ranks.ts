import { moneyRefusals } from '../../allocation/costed-question'
import { greedyBudget } from '../../allocation/greedy-budget'
import { commonQuestionRefusals, countBox } from '../../ballots/box'
import { rankingCheck } from '../../ballots/rankings'
import type { VotingMethod } from '../../voting-method'

/**
 * Ranks on costed options, then greedy allocation of the budget by rank points: `max` for the first place down to 1 for the last that a
 * ballot may hold. What cities with ordinal ballots publish (Kraków: 3, 2 and 1 for three places).
 */
export const budgetRanks: VotingMethod = {
  name: 'budget-ranks',
  version: '1',
  offered: false,
  form: 'ranking',
  questionRefusals: (question) => [...commonQuestionRefusals(question), ...moneyRefusals(question)],
  refusals: (choice, question) => rankingCheck(question)(choice),
  start(question) {
    const places = new Map(question.options.map(({ id }, place) => [id, place]))
    const scores = question.options.map(() => 0)
    const votes = question.options.map(() => 0)
    return countBox(
      rankingCheck(question),
      (choice, times) => {
        for (const { option, value } of choice) {
          const place = places.get(option) ?? 0
          scores[place] = (scores[place] ?? 0) + Math.max(0, question.max + 1 - value) * times
          votes[place] = (votes[place] ?? 0) + times
        }
      },
      (totals) => greedyBudget(budgetRanks, question, totals, scores, votes),
    )
  },
}
