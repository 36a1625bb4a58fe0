import { QUESTIONS, TRAINING_MODULES } from './questions'
import type { Option, Question } from './questions'

export const TEST = { questions: 10, enough: 8, retakeHours: 24, validMonths: 12 } as const

/** Ten questions of the bank, at least two of each module, in an order of chance. @param random from 0 to 1, 1 excluded */
export function drawQuestions(random: () => number): string[] {
  const shuffled = shuffle(QUESTIONS, random)
  const ofEach = TRAINING_MODULES.flatMap((module) => shuffled.filter((question) => question.module === module).slice(0, 2))
  const others = shuffled.filter((question) => !ofEach.includes(question)).slice(0, TEST.questions - ofEach.length)
  return shuffle([...ofEach, ...others], random).map(({ id }) => id)
}

/** How many answers are right; a question left out is wrong. */
export function countRight(questions: readonly string[], answers: Readonly<Record<string, string>>): number {
  return questions.filter((id) => rightAnswer(id) !== undefined && answers[id] === rightAnswer(id)).length
}

export const isEnough = (right: number): boolean => right >= TEST.enough

export const rightAnswer = (id: string): Option | undefined => QUESTIONS.find((question) => question.id === id)?.right

function shuffle(questions: readonly Question[], random: () => number): Question[] {
  const left = [...questions]
  const out: Question[] = []
  while (left.length > 0) out.push(...left.splice(Math.floor(random() * left.length), 1))
  return out
}
