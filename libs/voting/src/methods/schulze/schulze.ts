import { commonQuestionRefusals, countBox } from '../../ballots/box'
import { rankingCheck, ranksOf } from '../../ballots/rankings'
import { countDuels, duelRecord } from '../../ranking/duels'
import { rankByPaths, strongestPaths } from '../../ranking/strongest-paths'
import { giveSeats } from '../../seats'
import type { VotingMethod } from '../../voting-method'

/**
 * Ranking counted by duels: whoever wins every duel wins; where duels run in a circle, the strongest paths decide (Schulze 2011).
 * The strength of a duel is the number of ballots for its winner ("winning votes", which Schulze recommends and Debian's constitution,
 * A.5, uses). An option left out of a ballot is after all that it ranks; equal ranks prefer neither.
 * `seats` go to the first of the ranking. The score of an option is the number of duels it wins.
 */
export const schulze: VotingMethod = {
  name: 'schulze',
  version: '1',
  offered: true,
  form: 'ranking',
  questionRefusals: commonQuestionRefusals,
  refusals: (choice, question) => rankingCheck(question)(choice),
  start(question) {
    const ids = question.options.map(({ id }) => id)
    const ranks = ranksOf(question)
    const ranked = new Set<string>()
    const duels = countDuels(ids.length, question.unranked ?? 'last')
    return countBox(
      rankingCheck(question),
      (choice, times) => {
        for (const { option } of choice) ranked.add(option)
        duels.add(ranks(choice), times)
      },
      (totals) => {
        const matrix = duels.matrix()
        const paths = strongestPaths(matrix, 'winning-votes')
        const won = new Map(duelRecord(matrix).map(({ won }, place) => [ids[place], won]))
        const groups = rankByPaths(paths).map((group) => group.flatMap((place) => ids[place] ?? []))
        return {
          method: schulze.name,
          version: schulze.version,
          ...totals,
          ...giveSeats(question, groups, { score: (option) => won.get(option) ?? 0, supports: (option) => ranked.has(option) }),
          explanation: { kind: 'duels', options: ids, for: matrix.map((row) => [...row]), paths },
        }
      },
    )
  },
}
