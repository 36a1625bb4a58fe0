import type { Question, Refusal } from '../voting-method'
import type { ChoiceCheck } from './box'
import { choiceCheck, commonQuestionRefusals, isWhole } from './box'

export const fewestGrades = 2
export const mostGrades = 10

export function gradesQuestionRefusals(question: Question): Refusal[] {
  const { grades } = question
  const refusals = commonQuestionRefusals(question)
  if (grades === undefined || !isWhole(grades) || grades < fewestGrades || grades > mostGrades)
    refusals.push({ code: 'question.grades', facts: { grades, least: fewestGrades, most: mostGrades } })
  return refusals
}

/** A ballot that grades every option, from 0 (the worst) to `grades - 1`. A grade that is missing is refused, never guessed; least and most do not apply. */
export function gradesCheck(question: Question): ChoiceCheck {
  const { options, grades = 0 } = question
  return choiceCheck({ ...question, min: 0, max: options.length }, {
    mark: ({ option, value }) => (isWhole(value) && value < grades ? undefined : { code: 'ballot.grade', at: option, facts: { value, most: grades - 1 } }),
    whole: (_choice, graded) => options.filter(({ id }) => !graded.has(id)).map(({ id }) => ({ code: 'ballot.grade-missing', at: id })),
  })
}
