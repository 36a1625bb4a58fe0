import { BATCH_STATES, dutyFor, isSettled, nextStep, openingOf, type BatchState, type Duty } from './batch-states.rules'

describe('what somebody may do', () => {
  const fresh = { own: null, professional: true }
  it.each<[BatchState, Duty | null]>([
    ['envelopes', 'open'], ['forms', 'first'], ['second-entry', 'second'], ['adjudication', 'rule'], ['balanced', null], ['quarantined', null], ['counted', null], ['refused', null], ['merged', null],
  ])('in a batch of state %s, who has done nothing there: %s', (state, duty) => expect(dutyFor(state, fresh)).toBe(duty))

  it.each<[BatchState, Duty]>([
    ['forms', 'open'], ['second-entry', 'open'], ['adjudication', 'open'], ['second-entry', 'first'], ['adjudication', 'first'], ['adjudication', 'second'],
  ])('nothing in state %s for who had the duty %s', (state, own) => expect(dutyFor(state, { own, professional: true })).toBeNull())

  it.each<[BatchState, Duty]>([['envelopes', 'open'], ['forms', 'first'], ['second-entry', 'second'], ['adjudication', 'rule']])('goes on in state %s with the duty %s', (state, own) => expect(dutyFor(state, { own, professional: true })).toBe(own))

  it('nothing at all for a volunteer', () => expect(BATCH_STATES.map((state) => dutyFor(state, { own: null, professional: false })).filter(Boolean)).toEqual([]))
})

it('every state waits for something, but for the ends', () => {
  for (const state of BATCH_STATES) expect(nextStep(state) === 'nothing').toBe(isSettled(state))
})

it.each([[10, 0, 'forms'], [10, 3, 'forms'], [9, 1, 'join'], [9, 0, 'alone'], [0, 0, 'alone']] as const)('with %d envelopes and %d other batches: %s', (taken, others, expected) => expect(openingOf(taken, others)).toBe(expected))
