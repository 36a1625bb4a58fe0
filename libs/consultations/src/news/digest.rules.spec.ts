import { DateTime } from 'luxon'
import { duePeriods } from './digest.rules'

const at = (paris: string) => duePeriods(DateTime.fromISO(paris, { zone: 'Europe/Paris' }).toMillis()).map(({ period }) => period)

it.each([
  ['a Saturday at night', '2026-11-28T03:10', ['immediate 2026-11-28 02h', 'weekly 2026-W48']],
  ['a Saturday after 8', '2026-11-28T08:00', ['immediate 2026-11-28 07h', 'daily 2026-11-28', 'weekly 2026-W48']],
  ['Monday before 8: the new week has not begun', '2026-11-30T07:59', ['immediate 2026-11-30 06h']],
  ['Monday from 8', '2026-11-30T08:00', ['immediate 2026-11-30 07h', 'daily 2026-11-30', 'weekly 2026-W49']],
  ['the last days of a year belong to a week of the next', '2029-12-31T09:00', ['immediate 2029-12-31 08h', 'daily 2029-12-31', 'weekly 2030-W01']],
])('%s', (_, paris, expected) => {
  expect(at(paris)).toEqual(expected)
})

it('tells the two hours of an autumn night apart', () => {
  const first = DateTime.fromISO('2026-10-25T00:30:00Z').toMillis()
  expect([first, first + 3_600_000].map((now) => duePeriods(now)[0]?.period)).toEqual(['immediate 2026-10-25 00h', 'immediate 2026-10-25 01h'])
})
