import { daysOf, isApart, staffedHours } from './statements.rules'

it.each([['2027-02', 28], ['2028-02', 29], ['2027-03', 31], ['2027-12', 31]])('%s has %d days', (month, count) => {
  expect(daysOf(month)).toHaveLength(count)
  expect(daysOf(month).at(-1)).toBe(`${month}-${count}`)
})

describe('hours of a month', () => {
  const week = { openingHours: 'Mo-Fr 09:00-12:00; PH off', closures: [], stops: [] }
  it.each([
    ['twenty-three working days', week, '2027-03', 66],
    ['without two closed days', { ...week, closures: [{ from: '2027-03-02', to: '2027-03-03', reason: 'Travaux' }] }, '2027-03', 60],
    ['without public holidays', week, '2027-05', 57],
    ['nothing where hours are not known', { ...week, openingHours: '' }, '2027-03', 0],
    ['what travels, by its stops', { openingHours: '', closures: [], stops: [{ day: '2027-03-05', opens: '09:00', closes: '12:30' }] }, '2027-03', 3.5],
  ])('%s', (_, schedule, month, hours) => {
    expect(staffedHours(schedule, daysOf(month))).toBe(hours)
  })
})

it.each([[0, 0, false], [10, 0, false], [100, 95, false], [100, 90, false], [100, 89, true], [89, 100, true], [1, 3, true]])('%d visits, %d taken: apart %p', (visits, taken, apart) => {
  expect(isApart(visits, taken)).toBe(apart)
})
