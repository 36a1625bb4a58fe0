import type { Choice, Count, Outcome, Question, Refusal } from '../voting-method'
import type { BoxTotals, ChoiceCheck } from './box'
import { choiceCheck, commonQuestionRefusals, countScores } from './box'

/** What is wrong with a question where ballots approve options: shared by all methods that count approvals. */
export function approvalQuestionRefusals(question: Question): Refusal[] {
  return commonQuestionRefusals(question)
}

/** What is wrong with an approval ballot: each option once, with the value 1, between the least and the most, within `maxCost`. */
export function approvalRefusals(choice: Choice, question: Question): Refusal[] {
  return approvalCheck(question)(choice)
}

/** The same, prepared once for many ballots. */
export function approvalCheck(question: Question): ChoiceCheck {
  const { options, maxCost } = question
  const costs = new Map(options.map(({ id, cost }) => [id, cost ?? 0]))
  return choiceCheck(question, {
    mark: ({ option, value }) => (value === 1 ? undefined : { code: 'ballot.value', at: option, facts: { value } }),
    whole(_choice, named) {
      if (maxCost === undefined) return []
      const total = [...named].reduce((sum, option) => sum + (costs.get(option) ?? 0), 0)
      return total > maxCost ? [{ code: 'ballot.too-costly', facts: { total, maxCost } }] : []
    },
  })
}

/** Counts approvals per option; `conclude` says who wins. Scores come in the order of the question. */
export function countApprovals(question: Question, conclude: (scores: Map<string, number>, totals: BoxTotals) => Outcome): Count {
  return countScores(question, approvalCheck(question), conclude)
}

/** A ballot of one option: an approval of exactly one, whatever the question says of least and most. */
export function singleCheck(question: Question): ChoiceCheck {
  return approvalCheck({ ...question, min: 1, max: 1 })
}
