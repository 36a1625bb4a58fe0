import { mayAnswer } from './mission-states.rules'

it.each([
  ['open', 'proposed', true, true], ['open', 'proposed', false, true], ['open', 'accepted', false, true], ['open', 'accepted', true, false],
  ['open', 'declined', true, false], ['open', 'declined', false, false], ['done', 'proposed', true, false], ['cancelled', 'accepted', false, false],
] as const)('a mission that is %s and was %s: accepting %s is allowed %s', (mission, proposal, accept, expected) => {
  expect(mayAnswer(mission, proposal, accept)).toBe(expected)
})
