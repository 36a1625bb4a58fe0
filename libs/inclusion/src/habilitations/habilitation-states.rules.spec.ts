import { actsOf, nextStep, STATES, TRANSITIONS } from './habilitation-states.rules'
import type { HabilitationAct, HabilitationHand, HabilitationState } from './habilitation-states.rules'

it.each<[HabilitationState, HabilitationHand, HabilitationAct[]]>([
  ['new', 'person', ['cancel']],
  ['new', 'decider', ['admit', 'refuse', 'cancel']],
  ['processing', 'person', ['activate', 'cancel']],
  ['processing', 'decider', ['refuse', 'cancel']],
  ['validated', 'person', ['cancel']],
  ['validated', 'decider', ['suspend', 'cancel']],
  ['validated', 'platform', ['expire']],
  ['suspended', 'person', ['cancel']],
  ['suspended', 'decider', ['resume', 'cancel']],
  ['suspended', 'platform', ['expire']],
])('%s, by %s: %j', (state, by, acts) => {
  expect(actsOf(state, by)).toEqual(acts)
})

it('nothing follows what came to an end, by any hand', () => {
  for (const state of ['refused', 'expired', 'cancelled'] as const) for (const by of ['person', 'decider', 'platform'] as const) expect(actsOf(state, by)).toEqual([])
})

it('nobody is validated but by the last step of their own, or by the end of a suspension', () => {
  expect((Object.keys(TRANSITIONS) as HabilitationAct[]).filter((act) => TRANSITIONS[act].to === 'validated')).toEqual(['activate', 'resume'])
  expect(STATES).toHaveLength(7)
})

it.each([
  [null, [false, false, false], 'ask'], ['new', [true, true, true], 'wait'], ['processing', [false, false, false], 'training'], ['processing', [false, true, true], 'training'],
  ['processing', [true, false, true], 'commitments'], ['processing', [true, true, false], 'second-factor'], ['processing', [true, true, true], 'activate'],
  ['validated', [true, true, true], 'work'], ['validated', [true, true, false], 'second-factor'], ['suspended', [true, true, true], 'suspended'], ['expired', [true, true, true], 'ask'], ['refused', [false, false, false], 'ask'],
] as const)('after %s with training, commitments, code %j comes %s', (state, [trained, committed, secondFactor], expected) => {
  expect(nextStep(state, { trained, committed, secondFactor })).toBe(expected)
})
