import { ALERT_STATES, isFarFromHours, mayDecide, mayExplain, workingDaysAfter } from './alerts.rules'

describe('two working days to answer', () => {
  it.each([
    ['Monday', '2027-03-01', 2, '2027-03-03'],
    ['Thursday, over a week-end', '2027-03-04', 2, '2027-03-08'],
    ['Friday', '2027-03-05', 2, '2027-03-09'],
    ['Saturday', '2027-03-06', 2, '2027-03-09'],
    ['before Easter Monday', '2027-03-26', 2, '2027-03-31'],
    ['before Ascension day', '2027-05-05', 2, '2027-05-10'],
    ['before Christmas, a Friday in 2026', '2026-12-24', 2, '2026-12-29'],
    ['one day', '2027-03-01', 1, '2027-03-02'],
  ] as const)('%s', (_, day, count, due) => {
    expect(workingDaysAfter(day, count)).toBe(due)
  })
})

describe('outside the hours of a centre, half an hour allowed', () => {
  const schedule = { openingHours: 'Mo-Fr 09:00-12:00,14:00-18:00', closures: [{ from: '2027-03-02', to: '2027-03-02', reason: 'Travaux' }], stops: [] }
  it.each([
    ['2027-03-01', '10:00', false], ['2027-03-01', '08:30', false], ['2027-03-01', '08:29', true], ['2027-03-01', '12:30', false], ['2027-03-01', '13:00', true], ['2027-03-01', '13:30', false],
    ['2027-03-01', '18:30', false], ['2027-03-01', '18:31', true], ['2027-03-06', '10:00', true], ['2027-03-02', '10:00', true],
  ] as const)('%s at %s: %p', (day, time, far) => {
    expect(isFarFromHours(schedule, { day, time }, 30)).toBe(far)
  })

  it('says nothing of a centre whose hours are not known', () => {
    expect(isFarFromHours({ openingHours: '', closures: [], stops: [] }, { day: '2027-03-01', time: '03:00' }, 30)).toBe(false)
  })
})

it('ends with a decision', () => {
  expect(ALERT_STATES.map((state) => [state, mayExplain(state), mayDecide(state)])).toEqual([['TO_EXPLAIN', true, true], ['EXPLAINED', true, true], ['CONFIRMED', false, false], ['DISMISSED', false, false]])
})
