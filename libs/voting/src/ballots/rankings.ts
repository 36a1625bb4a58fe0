import type { Choice, Question } from '../voting-method'
import type { ChoiceCheck } from './box'
import { choiceCheck, isWhole } from './box'

/**
 * A ballot that ranks options: 1 is the best, equal ranks are allowed, and only the order counts (1, 2, 4 is 1, 2, 3).
 * An option left out is after all that are ranked.
 */
export function rankingCheck(question: Question): ChoiceCheck {
  const most = question.options.length
  return choiceCheck(question, {
    mark: ({ option, value }) => (isWhole(value) && value >= 1 && value <= most ? undefined : { code: 'ballot.rank', at: option, facts: { value, most } }),
  })
}

/** The options of a ballot from the best rank to the worst, equal ones together, as places in the question. */
export type Ranks = number[][]

/** Reads rankings on one question. */
export function ranksOf({ options }: Question): (choice: Choice) => Ranks {
  const places = new Map(options.map(({ id }, place) => [id, place]))
  return (choice) => {
    const ranks = new Map<number, number[]>()
    for (const { option, value } of choice) {
      const place = places.get(option)
      if (place === undefined) throw new RangeError(`not an option of the question: ${option}`)
      const rank = ranks.get(value)
      if (rank) rank.push(place)
      else ranks.set(value, [place])
    }
    return [...ranks].sort(([a], [b]) => a - b).map(([, rank]) => rank)
  }
}
