import { commonQuestionRefusals, countBox } from '../../ballots/box'
import { rankingCheck, ranksOf } from '../../ballots/rankings'
import { giveSeats, groupsOf } from '../../seats'
import type { VotingMethod } from '../../voting-method'

/**
 * First places of rankings: the option most often first wins. Options equal on the first rank of a ballot share its vote; the sums are exact.
 * The score is the number of votes, as a decimal number where votes were shared: it is shown, and decides nothing.
 */
export const plurality: VotingMethod = {
  name: 'plurality',
  version: '1',
  offered: false,
  form: 'ranking',
  questionRefusals: commonQuestionRefusals,
  refusals: (choice, question) => rankingCheck(question)(choice),
  start(question) {
    const ids = question.options.map(({ id }) => id)
    const ranks = ranksOf(question)
    const ranked = new Set<string>()
    /** Ballots on which an option is first, by how many share that rank. */
    const firsts = new Map<number, number[]>()
    return countBox(
      rankingCheck(question),
      (choice, times) => {
        for (const { option } of choice) ranked.add(option)
        const [first = []] = ranks(choice)
        const shared = firsts.get(first.length) ?? ids.map(() => 0)
        firsts.set(first.length, shared)
        for (const place of first) shared[place] = (shared[place] ?? 0) + times
      },
      (totals) => {
        const unit = [...firsts.keys()].reduce((product, equals) => leastCommonMultiple(product, BigInt(equals)), 1n)
        const votes = new Map(ids.map((id, place) =>
          [id, [...firsts].reduce((sum, [equals, shared]) => sum + BigInt(shared[place] ?? 0) * (unit / BigInt(equals)), 0n)]))
        return {
          method: plurality.name,
          version: plurality.version,
          ...totals,
          ...giveSeats(question, groupsOf(votes, (a, b) => (a < b ? -1 : a > b ? 1 : 0)), {
            score: (option) => Number(votes.get(option) ?? 0n) / Number(unit),
            supports: (option) => ranked.has(option),
          }),
        }
      },
    )
  },
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b]
  while (y > 0n) [x, y] = [y, x % y]
  return (a / x) * b
}
