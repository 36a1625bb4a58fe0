import fc from 'fast-check'
import OpeningHours from 'opening_hours'
import { addDays, isHoliday, isReadable, rangesOn, textOf, weekdayOf, weeklyHours, weekOf, weekRefusals } from './hours.rules'
import type { Range, Week } from './hours.rules'

const range = (text: string): Range => ({ opens: text.slice(0, 5), closes: text.slice(6) })
const weekWith = (days: Record<number, string[]>): Week => Array.from({ length: 7 }, (_, day) => (days[day] ?? []).map(range))
const said = (ranges: Range[]): string => ranges.map(({ opens, closes }) => `${opens}-${closes}`).join(',')

describe('a week that somebody typed', () => {
  it.each<[string, Record<number, string[]>, string[]]>([
    ['nothing', {}, []],
    ['a morning and an afternoon', { 0: ['09:00-12:00', '14:00-18:00'] }, []],
    ['until midnight', { 4: ['18:00-24:00'] }, []],
    ['one that begins as the other ends', { 0: ['09:00-12:00', '12:00-18:00'] }, []],
    ['an end before its start', { 2: ['18:00-09:00'] }, ['hours.ends-before-start@2']],
    ['nothing between', { 2: ['09:00-09:00'] }, ['hours.ends-before-start@2']],
    ['two at once', { 3: ['13:00-18:00', '09:00-14:00'] }, ['hours.overlap@3']],
    ['no hour at all', { 6: ['25:00-26:00'] }, ['hours.unreadable-time@6']],
    ['five times a day', { 1: ['08:00-09:00', '10:00-11:00', '12:00-13:00', '14:00-15:00', '16:00-17:00'] }, ['hours.too-many@1']],
  ])('%s', (_, days, refused) => expect(weekRefusals(weekWith(days)).map(({ code, day }) => `${code}@${day}`)).toEqual(refused))
})

describe('hours as text', () => {
  it.each<[string, Record<number, string[]>, boolean]>([
    ['Mo-Fr 09:00-12:00,13:30-17:00; Sa 09:00-12:00; PH off', { 0: ['09:00-12:00', '13:30-17:00'], 1: ['09:00-12:00', '13:30-17:00'], 2: ['09:00-12:00', '13:30-17:00'], 3: ['09:00-12:00', '13:30-17:00'], 4: ['09:00-12:00', '13:30-17:00'], 5: ['09:00-12:00'] }, true],
    ['Mo,Tu,Th 08:30-12:00; We 14:00-19:00', { 0: ['08:30-12:00'], 1: ['08:30-12:00'], 3: ['08:30-12:00'], 2: ['14:00-19:00'] }, false],
    ['Tu 09:00-12:00', { 1: ['09:00-12:00'] }, false],
    ['', {}, true],
  ])('%s', (text, days, closedOnHolidays) => {
    expect(textOf({ week: weekWith(days), closedOnHolidays })).toBe(text)
    if (text) expect(weekOf(text)).toEqual({ week: weekWith(days), closedOnHolidays })
  })

  it('a later rule stands for the days it names, as the notation wants', () => {
    expect(weekOf('Tu-Fr 14:00-17:00; We 10:00-12:00,14:00-17:00; Sa 10:00-12:00')?.week.map(said)).toEqual(['', '14:00-17:00', '10:00-12:00,14:00-17:00', '14:00-17:00', '14:00-17:00', '10:00-12:00', ''])
    expect(weekOf('Mo-Fr 08:30-12:00; We off')?.week[2]).toEqual([])
    expect(weekOf('Fr-Mo 10:00-12:00')?.week.map(said)).toEqual(['10:00-12:00', '', '', '', '10:00-12:00', '10:00-12:00', '10:00-12:00'])
  })

  it.each([['24/7', true], ['Mo[1] 09:00-12:00', true], ['Sep-Jun Mo-Fr 09:00-12:00', true], ['week 1-53/2 Tu 14:00-17:00', true], ['Mo-Fr 09:00-12:00; SH off', true], ['lundi 9h', false], ['Mo-Fr 09:00-25:70', false], ['=cmd|\' /C calc\'!A0', false], ['<script>alert(1)</script>', false], ['sur rendez-vous', false], [`Mo ${'09:00-10:00,'.repeat(60)}`, false]])('%s can be read: %s', (text, readable) => {
    expect(isReadable(text)).toBe(readable)
    if (!readable) expect(rangesOn(text, '2027-03-01')).toEqual([])
  })

  const anHour = fc.integer({ min: 0, max: 47 }).map((half) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`)
  const aDay = fc.uniqueArray(anHour, { maxLength: 6 }).map((times) => times.sort().slice(0, times.length - (times.length % 2))).map((times) => Array.from({ length: times.length / 2 }, (_, index) => ({ opens: times[index * 2] ?? '', closes: times[index * 2 + 1] ?? '' })))

  it('any week comes back from its text, and every day is what the library says of it', () => {
    fc.assert(fc.property(fc.array(aDay, { minLength: 7, maxLength: 7 }), fc.boolean(), fc.integer({ min: 0, max: 700 }), (week, closedOnHolidays, shift) => {
      const text = textOf({ week, closedOnHolidays })
      if (text === '') return
      expect(weekOf(text)).toEqual({ week, closedOnHolidays })
      const day = addDays('2026-09-01', shift)
      const [from, to] = [new Date(`${day}T00:00`), new Date(`${addDays(day, 1)}T00:00`)]
      const theirs = new OpeningHours(text, { lat: 50.63, lon: 3.06, address: { country_code: 'fr', state: 'Hauts-de-France' } }).getOpenIntervals(from, to)
      expect(said(rangesOn(text, day))).toBe(theirs.map(([opens, closes]) => `${opens.toTimeString().slice(0, 5)}-${closes.toTimeString().slice(0, 5)}`).join(','))
    }), { numRuns: 60 })
  })
})

describe('a day', () => {
  const plain = 'Mo-Fr 09:00-12:00; PH off'

  it.each([
    [plain, '2027-03-01', '09:00-12:00'], [plain, '2027-03-06', ''], [plain, '2027-05-13', '09:00-12:00'], [plain, '2027-05-06', ''], [plain, '2027-07-14', ''], ['Mo-Fr 09:00-12:00', '2027-07-14', '09:00-12:00'],
    ['Sa[1] 10:00-16:00', '2027-03-06', '10:00-16:00'], ['Sa[1] 10:00-16:00', '2027-03-13', ''],
    ['Fr 20:00-02:00', '2027-03-05', '20:00-24:00'], ['Fr 20:00-02:00', '2027-03-06', '00:00-02:00'],
    ['Mo-Fr 09:00-12:00; SH Mo-Fr 10:00-12:00', '2026-12-23', '10:00-12:00'], ['Mo-Fr 09:00-12:00 "sur rendez-vous"', '2027-03-01', ''], ['"sur rendez-vous"', '2027-03-01', ''],
    // The night on which the clocks go forward.
    ['Su 09:00-12:00', '2027-03-28', '09:00-12:00'], ['Sep-Jun Su 09:00-12:00', '2027-03-28', '09:00-12:00'],
  ])('of %s on %s: %s', (text, day, ranges) => expect(said(rangesOn(text, day))).toBe(ranges))

  it('knows the holidays of France, those that move too', () => {
    expect(['2027-01-01', '2027-03-29', '2027-05-01', '2027-05-06', '2027-05-17', '2027-11-11', '2027-12-25'].map(isHoliday)).toEqual(Array(7).fill(true))
    expect(['2027-03-26', '2027-12-26', '2027-06-01'].map(isHoliday)).toEqual([false, false, false])
  })

  it('has its place in the week', () => {
    expect(weekdayOf('2027-03-01')).toBe(0)
    expect(weekdayOf('2027-02-28')).toBe(6)
    expect(addDays('2027-02-28', 1)).toBe('2027-03-01')
  })
})

it.each([['Mo-Fr 09:00-12:00,14:00-17:00; PH off', 30], ['', 0], ['Sa[1] 10:00-16:00', 1.38], ['sur rendez-vous', 0], ['week 1-53/2 Tu 14:00-16:00', 1]])('hours a week of %s: %d', (text, hours) => expect(weeklyHours(text)).toBeCloseTo(hours, 1))
