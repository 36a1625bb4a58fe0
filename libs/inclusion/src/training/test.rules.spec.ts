import { QUESTIONS, TRAINING_MODULES } from './questions'
import { countRight, drawQuestions, isEnough, rightAnswer, TEST } from './test.rules'

/** Park and Miller: the same numbers every time. */
function chance(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48271) % 2147483647) / 2147483647
}

it('the bank holds twenty-four questions, six of each module, and no letter is always right', () => {
  expect(QUESTIONS).toHaveLength(24)
  for (const module of TRAINING_MODULES) expect(QUESTIONS.filter((question) => question.module === module)).toHaveLength(6)
  for (const option of ['a', 'b', 'c']) expect(QUESTIONS.filter(({ right }) => right === option).length).toBeGreaterThanOrEqual(6)
})

it('a test is ten different questions with two of each module at least, and another one next time', () => {
  const drawn = Array.from({ length: 200 }, (_, index) => drawQuestions(chance(index + 1)))
  for (const ids of drawn) {
    expect(new Set(ids).size).toBe(TEST.questions)
    for (const module of TRAINING_MODULES) expect(ids.filter((id) => QUESTIONS.find((question) => question.id === id)?.module === module).length).toBeGreaterThanOrEqual(2)
  }
  expect(new Set(drawn.map((ids) => ids.join())).size).toBeGreaterThan(190)
})

it.each([[10, true], [8, true], [7, false], [0, false]])('%i right answers of ten: enough is %s', (right, enough) => {
  const ids = drawQuestions(chance(7))
  const answers = Object.fromEntries(ids.map((id, index) => [id, index < right ? rightAnswer(id) ?? '' : 'z']))
  expect(countRight(ids, answers)).toBe(right)
  expect(isEnough(right)).toBe(enough)
})

it('an answer left out, or to a question that was not drawn, counts for nothing', () => {
  const [first = '', ...others] = drawQuestions(chance(3))
  expect(countRight([first, ...others], { [first]: rightAnswer(first) ?? '', q99: 'a' })).toBe(1)
})
