import { daysAhead, hoursOn, kilometres, standingAt } from './opening.rules'
import type { Schedule } from './opening.rules'

const schedule = (over: Partial<Schedule> = {}): Schedule => ({ openingHours: 'Mo-Fr 09:00-12:00,13:30-17:00; Sa 09:00-12:00; PH off', closures: [], stops: [], ...over })
const at = (moment: string): { day: string, time: string } => ({ day: moment.slice(0, 10), time: moment.slice(11) })
const works = { from: '2027-03-01', to: '2027-03-05', reason: 'Travaux de peinture' }

describe('now', () => {
  // 1 March 2027 is a Monday.
  it.each<[string, string, Partial<Schedule>, string]>([
    ['in the morning', '2027-03-01T10:00', {}, 'open until 12:00'],
    ['as it opens', '2027-03-01T09:00', {}, 'open until 12:00'],
    ['as it closes', '2027-03-01T12:00', {}, 'closed, next 2027-03-01 13:30'],
    ['in the evening', '2027-03-01T18:00', {}, 'closed, next 2027-03-02 09:00'],
    ['on Sunday', '2027-03-07T10:00', {}, 'closed, next 2027-03-08 09:00'],
    ['the evening before a holiday', '2027-07-13T18:00', {}, 'closed, next 2027-07-15 09:00'],
    ['while works go on', '2027-03-02T10:00', { closures: [works] }, 'closed for Travaux de peinture, next 2027-03-06 09:00'],
    ['the last day of works is one of them', '2027-03-05T10:00', { closures: [works] }, 'closed for Travaux de peinture, next 2027-03-06 09:00'],
    ['without hours', '2027-03-01T10:00', { openingHours: '' }, 'unknown'],
    ['with hours that nobody can read', '2027-03-01T10:00', { openingHours: 'sur rendez-vous' }, 'closed'],
    ['a mobile one at its stop', '2027-03-01T10:00', { openingHours: '', stops: [{ day: '2027-03-01', opens: '09:30', closes: '12:00' }] }, 'open until 12:00'],
    ['a mobile one on its way', '2027-03-01T13:00', { openingHours: '', stops: [{ day: '2027-03-01', opens: '09:30', closes: '12:00' }, { day: '2027-03-04', opens: '14:00', closes: '17:00' }] }, 'closed, next 2027-03-04 14:00'],
    ['a mobile one whose round is over', '2027-03-02T13:00', { openingHours: '', stops: [{ day: '2027-03-01', opens: '09:30', closes: '12:00' }] }, 'unknown'],
    ['a stop that is called off', '2027-03-01T10:00', { openingHours: '', stops: [{ day: '2027-03-01', opens: '09:30', closes: '12:00' }], closures: [works] }, 'closed for Travaux de peinture'],
    ['past midnight', '2027-03-05T23:30', { openingHours: 'Fr 20:00-02:00' }, 'open until 02:00'],
    ['after midnight', '2027-03-06T01:00', { openingHours: 'Fr 20:00-02:00' }, 'open until 02:00'],
    ['all day and night', '2027-03-06T01:00', { openingHours: '24/7' }, 'open until 24:00'],
    ['closed for more than two months', '2027-03-01T10:00', { closures: [{ ...works, to: '2027-12-31' }] }, 'closed for Travaux de peinture'],
  ])('%s', (_, moment, over, expected) => {
    const { state, until, next, closure } = standingAt(schedule(over), at(moment))
    expect([`${state}${closure ? ` for ${closure.reason}` : ''}${until ? ` until ${until}` : ''}`, ...(next ? [`next ${next.day} ${next.opens}`] : [])].join(', ')).toBe(expected)
  })
})

it('a day has the hours of the week and of its stops, each minute once', () => {
  expect(hoursOn(schedule({ stops: [{ day: '2027-03-01', opens: '11:00', closes: '13:00' }, { day: '2027-03-01', opens: '13:00', closes: '13:15' }] }), '2027-03-01')).toEqual({ day: '2027-03-01', ranges: [{ opens: '09:00', closes: '13:15' }, { opens: '13:30', closes: '17:00' }], closed: null })
  expect(daysAhead(schedule({ closures: [works] }), '2027-03-05', 3)).toEqual([
    { day: '2027-03-05', ranges: [], closed: 'Travaux de peinture' }, { day: '2027-03-06', ranges: [{ opens: '09:00', closes: '12:00' }], closed: null }, { day: '2027-03-07', ranges: [], closed: null },
  ])
})

it('kilometres are those of a map', () => {
  expect(kilometres({ latitude: 50.6366, longitude: 3.0635 }, { latitude: 50.6927, longitude: 3.1778 })).toBeCloseTo(10.2, 0)
  expect(kilometres({ latitude: 50, longitude: 3 }, { latitude: 50, longitude: 3 })).toBe(0)
})
