import { isWritableId } from '../choice'
import type { Choice, Count, Mark, Outcome, Question, Refusal } from '../voting-method'

export function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

/** What is wrong with the question itself, whatever the form of its ballots: options, least and most, seats, the draw. */
export function commonQuestionRefusals({ options, min, max, seats, maxCost, drawn }: Question): Refusal[] {
  const refusals: Refusal[] = []
  if (options.length === 0) refusals.push({ code: 'question.no-option' })
  const seen = new Set<string>()
  for (const { id, cost } of options) {
    if (!isWritableId(id)) refusals.push({ code: 'question.option-id', at: id })
    if (seen.has(id)) refusals.push({ code: 'question.repeated-option', at: id })
    seen.add(id)
    if (cost !== undefined && !isWhole(cost)) refusals.push({ code: 'question.cost', at: id, facts: { cost } })
  }
  if (!isWhole(min) || !isWhole(max) || min < 1 || max < min || max > options.length)
    refusals.push({ code: 'question.least-and-most', facts: { min, max, options: options.length } })
  if (seats !== undefined && (!isWhole(seats) || seats < 1)) refusals.push({ code: 'question.seats', facts: { seats } })
  if (maxCost !== undefined && !isWhole(maxCost)) refusals.push({ code: 'question.max-cost', facts: { maxCost } })
  if (drawn && (drawn.length !== seen.size || !drawn.every((id) => seen.delete(id)))) refusals.push({ code: 'question.drawn', facts: { drawn: drawn.length, options: options.length } })
  return refusals
}

/** What is wrong with a choice; prepared once for many ballots. */
export type ChoiceCheck = (choice: Choice) => Refusal[]

/**
 * The check that all forms share: options that exist, each once, between the least and the most; blank only where offered.
 * `mark` says what is wrong with one value, `whole` with the ballot altogether; `named` are the options it names, known or not.
 */
export function choiceCheck(
  { options, min, max, blankAllowed }: Question,
  { mark, whole = () => [] }: { mark: (mark: Mark) => Refusal | undefined; whole?: (choice: Choice, named: ReadonlySet<string>) => Refusal[] },
): ChoiceCheck {
  const known = new Set(options.map(({ id }) => id))
  return (choice) => {
    if (choice.length === 0) return blankAllowed ? [] : [{ code: 'ballot.blank' }]
    const refusals: Refusal[] = []
    const seen = new Set<string>()
    for (const one of choice) {
      const wrong = known.has(one.option) ? mark(one) : { code: 'ballot.unknown-option', at: one.option }
      if (wrong) refusals.push(wrong)
      if (seen.has(one.option)) refusals.push({ code: 'ballot.repeated-option', at: one.option })
      seen.add(one.option)
    }
    if (seen.size < min) refusals.push({ code: 'ballot.too-few', facts: { chosen: seen.size, min } })
    if (seen.size > max) refusals.push({ code: 'ballot.too-many', facts: { chosen: seen.size, max } })
    refusals.push(...whole(choice, seen))
    return refusals
  }
}

/** What the box held, before any rule says who wins. */
export type BoxTotals = Pick<Outcome, 'cast' | 'counted' | 'blank' | 'invalid'>

/** A count that keeps no ballot: `take` sees each right one, `conclude` says who wins. */
export function countBox(check: ChoiceCheck, take: (choice: Choice, times: number) => void, conclude: (totals: BoxTotals) => Outcome): Count {
  const totals: BoxTotals = { cast: 0, counted: 0, blank: 0, invalid: 0 }
  return {
    add(choice, times = 1) {
      if (!isWhole(times)) throw new RangeError('a ballot is counted a whole number of times')
      totals.cast += times
      if (check(choice).length > 0) totals.invalid += times
      else if (choice.length === 0) totals.blank += times
      else {
        totals.counted += times
        if (times > 0) take(choice, times)
      }
    },
    outcome: () => conclude({ ...totals }),
  }
}

/** Sums the values of each option: votes, points. Scores come in the order of the question. */
export function countScores(question: Question, check: ChoiceCheck, conclude: (scores: Map<string, number>, totals: BoxTotals) => Outcome): Count {
  const scores = new Map(question.options.map(({ id }) => [id, 0]))
  return countBox(
    check,
    (choice, times) => {
      for (const { option, value } of choice) scores.set(option, (scores.get(option) ?? 0) + value * times)
    },
    (totals) => conclude(new Map(scores), totals),
  )
}
