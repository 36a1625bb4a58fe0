import { isWritableId } from '../choice'
import type { Choice, Count, Outcome, Question, Refusal } from '../voting-method'

/** What is wrong with a question where ballots approve options: shared by all methods that count approvals. */
export function approvalQuestionRefusals({ options, min, max, seats, maxCost }: Question): Refusal[] {
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
  return refusals
}

export function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

/** What is wrong with an approval ballot: each option once, with the value 1, between the least and the most, within `maxCost`. */
export function approvalRefusals(choice: Choice, question: Question): Refusal[] {
  return approvalCheck(question)(choice)
}

/** The same, prepared once for many ballots. */
function approvalCheck({ options, min, max, blankAllowed, maxCost }: Question): (choice: Choice) => Refusal[] {
  const costs = new Map(options.map(({ id, cost }) => [id, cost ?? 0]))
  return (choice) => {
    if (choice.length === 0) return blankAllowed ? [] : [{ code: 'ballot.blank' }]
    const refusals: Refusal[] = []
    const seen = new Set<string>()
    let total = 0
    for (const { option, value } of choice) {
      const cost = costs.get(option)
      if (cost === undefined) refusals.push({ code: 'ballot.unknown-option', at: option })
      else if (value !== 1) refusals.push({ code: 'ballot.value', at: option, facts: { value } })
      if (seen.has(option)) refusals.push({ code: 'ballot.repeated-option', at: option })
      else total += cost ?? 0
      seen.add(option)
    }
    if (seen.size < min) refusals.push({ code: 'ballot.too-few', facts: { chosen: seen.size, min } })
    if (seen.size > max) refusals.push({ code: 'ballot.too-many', facts: { chosen: seen.size, max } })
    if (maxCost !== undefined && total > maxCost) refusals.push({ code: 'ballot.too-costly', facts: { total, maxCost } })
    return refusals
  }
}

/** What the box held, before any rule says who wins. */
export type BoxTotals = Pick<Outcome, 'cast' | 'counted' | 'blank' | 'invalid'>

/** Counts approvals per option; `conclude` says who wins. Scores come in the order of the question. */
export function countApprovals(question: Question, conclude: (scores: Map<string, number>, totals: BoxTotals) => Outcome): Count {
  const check = approvalCheck(question)
  const scores = new Map(question.options.map(({ id }) => [id, 0]))
  const totals: BoxTotals = { cast: 0, counted: 0, blank: 0, invalid: 0 }
  return {
    add(choice, times = 1) {
      if (!isWhole(times)) throw new RangeError('a ballot is counted a whole number of times')
      totals.cast += times
      if (check(choice).length > 0) totals.invalid += times
      else if (choice.length === 0) totals.blank += times
      else {
        totals.counted += times
        for (const { option } of choice) scores.set(option, (scores.get(option) ?? 0) + times)
      }
    },
    outcome: () => conclude(new Map(scores), { ...totals }),
  }
}
