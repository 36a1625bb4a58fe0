import { commonQuestionRefusals, countBox } from '../../ballots/box'
import { rankingCheck, ranksOf } from '../../ballots/rankings'
import { giveSeats, groupsOf } from '../../seats'
import type { VotingMethod } from '../../voting-method'

/**
 * Borda count: on n options, n points for the first place of a ballot, n - 1 for the second … 1 for the last. Equal options share the points
 * of the places they take; those left out share the last places, or with `unranked: 'ignored'` have nothing.
 * The score is twice the points, so that a half stays a whole number.
 * Jean-Charles de Borda, "Mémoire sur les élections au scrutin", Histoire de l'Académie royale des sciences (1781).
 */
export const borda: VotingMethod = {
  name: 'borda',
  version: '1',
  offered: false,
  form: 'ranking',
  questionRefusals: commonQuestionRefusals,
  refusals: (choice, question) => rankingCheck(question)(choice),
  start(question) {
    const ids = question.options.map(({ id }) => id)
    const size = ids.length
    const ranks = ranksOf(question)
    const doubled = ids.map(() => 0)
    const ranked = new Set<string>()
    const sharedLast = question.unranked !== 'ignored'
    // Every ballot gives an option left out what depends only on how many it ranks: added at the end, from ballots by that number.
    const outOf = new Map<number, { ballots: number; ranked: number[] }>()
    return countBox(
      rankingCheck(question),
      (choice, times) => {
        for (const { option } of choice) ranked.add(option)
        const length = outOf.get(choice.length) ?? { ballots: 0, ranked: ids.map(() => 0) }
        outOf.set(choice.length, length)
        length.ballots += times
        let before = 0
        for (const rank of ranks(choice)) {
          for (const place of rank) {
            doubled[place] = (doubled[place] ?? 0) + twicePoints(size, before, rank.length) * times
            length.ranked[place] = (length.ranked[place] ?? 0) + times
          }
          before += rank.length
        }
      },
      (totals) => {
        const scores = new Map(ids.map((id, place) => {
          const asLast = [...outOf].reduce((sum, [length, { ballots, ranked: by }]) => sum + twicePoints(size, length, size - length) * (ballots - (by[place] ?? 0)), 0)
          return [id, (doubled[place] ?? 0) + (sharedLast ? asLast : 0)]
        }))
        return {
          method: borda.name,
          version: borda.version,
          ...totals,
          ...giveSeats(question, groupsOf(scores, (a, b) => a - b), { score: (option) => scores.get(option) ?? 0, supports: (option) => ranked.has(option) }),
        }
      },
    )
  },
}

/** Twice the points of each of `equals` options that share the places after `before`: the mean of the places' points. */
function twicePoints(size: number, before: number, equals: number): number {
  return 2 * (size - before) - (equals - 1)
}
