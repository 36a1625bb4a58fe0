import type { Schedule } from '../centres/opening.rules'
import { freeDays, isReceived, startsOn } from './appointments.rules'

const weekdays: Schedule = { openingHours: 'Mo-Fr 09:00-12:00,14:00-15:40; PH off', closures: [], stops: [] }
const monday = '2027-03-01'
const early = { day: monday, time: '06:00' }
const closed = { ...weekdays, closures: [{ from: '2027-03-02', to: '2027-03-03', reason: 'Travaux' }] }

describe('when an appointment may begin', () => {
  it.each([
    ['half hours of a day, none that would end after the closing', weekdays, monday, 30, early, ['09:00', '09:30', '10:00', '10:30', '11:00', '11:30', '14:00', '14:30', '15:00']],
    ['hours', weekdays, monday, 60, early, ['09:00', '10:00', '11:00', '14:00']],
    ['not what is past, nor within half an hour', weekdays, monday, 60, { day: monday, time: '09:31' }, ['11:00', '14:00']],
    ['nothing of yesterday', weekdays, '2027-02-26', 60, early, []],
    ['nothing on a Sunday', weekdays, '2027-03-07', 30, early, []],
    ['nothing on a public holiday', weekdays, '2027-05-06', 30, early, []],
    ['nothing on a closed day', closed, '2027-03-02', 30, early, []],
    ['nothing where hours are not known', { openingHours: '', closures: [], stops: [] }, monday, 30, early, []],
    ['at a stop of what travels', { openingHours: '', closures: [], stops: [{ day: monday, opens: '10:00', closes: '11:00' }] }, monday, 30, early, ['10:00', '10:30']],
  ] as const)('%s', (_, schedule, day, minutes, now, starts) => {
    expect(startsOn(schedule, day, minutes, now)).toEqual(starts)
  })
})

describe('what is free', () => {
  const offer = { minutes: 60, places: 2, onlineMost: 3, daysAhead: 2 }
  const nothing = { at: new Map(), online: new Map() }
  it.each([
    ['today and the two days that follow', weekdays, nothing, true, [[monday, 4], ['2027-03-02', 4], ['2027-03-03', 4]]],
    ['not the days that are closed', closed, nothing, true, [[monday, 4]]],
    ['one place of two taken leaves the hour', weekdays, { at: new Map([[`${monday} 09:00`, 1]]), online: new Map() }, true, [[monday, 4], ['2027-03-02', 4], ['2027-03-03', 4]]],
    ['an hour that is full goes', weekdays, { at: new Map([[`${monday} 09:00`, 2]]), online: new Map() }, true, [[monday, 3], ['2027-03-02', 4], ['2027-03-03', 4]]],
    ['the site has given its part of a day', weekdays, { at: new Map(), online: new Map([[monday, 3]]) }, true, [['2027-03-02', 4], ['2027-03-03', 4]]],
    ['the desk still gives it', weekdays, { at: new Map(), online: new Map([[monday, 3]]) }, false, [[monday, 4], ['2027-03-02', 4], ['2027-03-03', 4]]],
  ] as const)('%s', (_, schedule, taken, online, expected) => {
    expect(freeDays(schedule, offer, taken, early, online).map(({ day, slots }) => [day, slots.length])).toEqual(expected)
  })

  it('shows ten days at most', () => {
    expect(freeDays(weekdays, { ...offer, daysAhead: 60 }, nothing, early, true)).toHaveLength(10)
  })
})

it.each([['09:30', true], ['12:00', false], ['15:39', true], ['18:00', false]])('somebody who comes at %s is received: %p', (starts, expected) => {
  expect(isReceived(weekdays, monday, starts)).toBe(expected)
  expect(isReceived(closed, '2027-03-02', starts)).toBe(false)
})
