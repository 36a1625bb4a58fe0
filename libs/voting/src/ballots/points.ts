import type { Question, Refusal } from '../voting-method'
import type { ChoiceCheck } from './box'
import { choiceCheck, commonQuestionRefusals, isWhole } from './box'

export function pointsQuestionRefusals(question: Question): Refusal[] {
  const { points, pointsPerOption } = question
  const refusals = commonQuestionRefusals(question)
  if (points === undefined || !isWhole(points) || points < 1) refusals.push({ code: 'question.points', facts: { points } })
  if (pointsPerOption !== undefined && (!isWhole(pointsPerOption) || pointsPerOption < 1 || pointsPerOption > (points ?? 0)))
    refusals.push({ code: 'question.points-per-option', facts: { pointsPerOption, points } })
  return refusals
}

/**
 * A ballot that spreads points: to each option it names 1 to `pointsPerOption`, altogether `points` at most. An option left out has none,
 * so that one choice has one text: 0 is not written.
 */
export function pointsCheck(question: Question): ChoiceCheck {
  const points = question.points ?? 0
  const most = question.pointsPerOption ?? points
  return choiceCheck(question, {
    mark: ({ option, value }) => (isWhole(value) && value >= 1 && value <= most ? undefined : { code: 'ballot.points', at: option, facts: { value, most } }),
    whole(choice) {
      const total = choice.reduce((sum, { value }) => sum + value, 0)
      return total > points ? [{ code: 'ballot.too-many-points', facts: { total, points } }] : []
    },
  })
}
