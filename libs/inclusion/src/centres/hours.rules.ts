import { DateTime } from 'luxon'
import OpeningHours from 'opening_hours'

/** Wall clock of Paris, `09:30`; `24:00` closes a day. */
export interface Range {
  opens: string
  closes: string
}

/** Seven days, Monday first. */
export type Week = Range[][]

/** What happens on French public holidays when it is said. */
export interface WeekHours {
  week: Week
  closedOnHolidays: boolean
}

export interface HoursRefusal {
  code: 'hours.unreadable-time' | 'hours.ends-before-start' | 'hours.overlap' | 'hours.too-many'
  /** 0 is Monday. */
  day: number
}

const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/
export const MOST_RANGES = 4
const LONGEST_TEXT = 500

/** French public and school holidays, those of Lille. */
const PLACE = { lat: 50.63, lon: 3.06, address: { country_code: 'fr', state: 'Hauts-de-France' } }

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
const timeOf = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** What cannot be in a week that somebody typed. */
export function weekRefusals(week: Week): HoursRefusal[] {
  return week.flatMap((ranges, day): HoursRefusal[] => {
    if (ranges.length > MOST_RANGES) return [{ code: 'hours.too-many', day }]
    if (ranges.some(({ opens, closes }) => !TIME.test(opens) || !(TIME.test(closes) || closes === '24:00'))) return [{ code: 'hours.unreadable-time', day }]
    if (ranges.some(({ opens, closes }) => minutesOf(opens) >= minutesOf(closes))) return [{ code: 'hours.ends-before-start', day }]
    const sorted = sort(ranges)
    return sorted.some(({ opens }, index) => index > 0 && minutesOf(opens) < minutesOf(sorted[index - 1]?.closes ?? '')) ? [{ code: 'hours.overlap', day }] : []
  })
}

const sort = (ranges: readonly Range[]): Range[] => [...ranges].sort((one, other) => one.opens.localeCompare(other.opens))

/** The week in the notation of OpenStreetMap, which the national schema uses: `Mo-Fr 09:00-12:00,14:00-18:00; PH off`. Empty: no hours. */
export function textOf({ week, closedOnHolidays }: WeekHours): string {
  const said = week.map((ranges) => sort(ranges).map(({ opens, closes }) => `${opens}-${closes}`).join(','))
  const groups: { hours: string, days: number[] }[] = []
  said.forEach((hours, day) => {
    if (hours === '') return
    const known = groups.find((group) => group.hours === hours)
    if (known) known.days.push(day)
    else groups.push({ hours, days: [day] })
  })
  const rules = groups.map(({ hours, days }) => `${daysText(days)} ${hours}`)
  return rules.length === 0 ? '' : [...rules, ...(closedOnHolidays ? ['PH off'] : [])].join('; ')
}

function daysText(days: readonly number[]): string {
  const runs: number[][] = []
  for (const day of days) {
    const last = runs.at(-1)
    if (last && last.at(-1) === day - 1) last.push(day)
    else runs.push([day])
  }
  return runs.map((run) => (run.length === 1 ? DAYS[run[0] ?? 0] : run.length === 2 ? `${DAYS[run[0] ?? 0]},${DAYS[run[1] ?? 0]}` : `${DAYS[run[0] ?? 0]}-${DAYS[run.at(-1) ?? 0]}`)).join(',')
}

/**
 * The week of a text that says nothing else: days, hours, `off`, holidays closed. Null when it says more (months, seasons,
 * one week in two, hours past midnight), or nothing that this reads: the library decides then.
 */
export function weekOf(text: string): WeekHours | null {
  const week: Week = DAYS.map(() => [])
  let closedOnHolidays = false
  for (const rule of text.split(';').map((part) => part.trim()).filter(Boolean)) {
    if (/^PH (off|closed)$/.test(rule)) {
      closedOnHolidays = true
      continue
    }
    const [, days, hours] = /^((?:Mo|Tu|We|Th|Fr|Sa|Su)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su))*) (off|closed|\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)$/.exec(rule) ?? []
    if (days === undefined || hours === undefined) return null
    // A rule about a weekday after one about holidays says something of holidays too.
    if (closedOnHolidays) return null
    const ranges = hours === 'off' || hours === 'closed' ? [] : hours.split(',').map((range) => ({ opens: range.slice(0, 5), closes: range.slice(6) }))
    for (const day of daysOf(days)) week[day] = ranges
  }
  if (week.every((ranges) => ranges.length === 0)) return null
  return weekRefusals(week).length > 0 ? null : { week: week.map(sort), closedOnHolidays }
}

function daysOf(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map((name) => DAYS.indexOf(name as (typeof DAYS)[number]))
    return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, index) => (from + index) % 7)
  })
}

/** Texts already read. A text is read again after a thousand others: no file fills the memory. */
const read = new Map<string, OpeningHours | null>()

function library(text: string): OpeningHours | null {
  const known = read.get(text)
  if (known !== undefined) return known
  if (read.size >= 1000) read.clear()
  let made: OpeningHours | null = null
  try {
    made = text.length > LONGEST_TEXT ? null : new OpeningHours(text, PLACE)
  } catch {
    // What it says of a text that it cannot read is English, and quotes the text.
  }
  read.set(text, made)
  return made
}

/** Whether these are hours that can be read: the plain form, or whatever the notation of OpenStreetMap can say. Words alone (`on appointment`) are not hours. */
export const isReadable = (text: string): boolean => weekOf(text) !== null || (/\d/.test(text) && library(text) !== null)

/** Wall-clock days: the library counts in the process's own time, whatever zone that is. */
const wall = (day: string, shift = 0) => DateTime.fromISO(day).plus({ days: shift }).toJSDate()

/** The day after so many others, `YYYY-MM-DD`. */
export const addDays = (day: string, count: number): string => DateTime.fromISO(day, { zone: 'utc' }).plus({ days: count }).toFormat('yyyy-MM-dd')

/** 0 is Monday. */
export const weekdayOf = (day: string): number => DateTime.fromISO(day, { zone: 'utc' }).weekday - 1

/** A French public holiday. */
export function isHoliday(day: string): boolean {
  const noon = wall(day)
  noon.setHours(12)
  return library('PH 00:00-24:00')?.getState(noon) ?? false
}

/** The hours of one day; none when it is closed or nothing can be read. */
export function rangesOn(text: string, day: string): Range[] {
  const plain = weekOf(text)
  if (plain) return plain.closedOnHolidays && isHoliday(day) ? [] : plain.week[weekdayOf(day)] ?? []
  const hours = library(text)
  if (!hours) return []
  const [from, to] = [wall(day), wall(day, 1)]
  // Hours that may be (`"on appointment"`) are not hours at which one comes.
  return hours.getOpenIntervals(from, to).filter(([, , unknown]) => !unknown).map(([opens, closes]) => ({ opens: timeOf(minutesIn(opens, from)), closes: timeOf(minutesIn(closes, from)) }))
}

const minutesIn = (at: ReturnType<typeof wall>, day: ReturnType<typeof wall>): number => (at.getDate() === day.getDate() ? at.getHours() * 60 + at.getMinutes() : at > day ? 1440 : 0)

export const durationOf = (ranges: readonly Range[]): number => ranges.reduce((sum, { opens, closes }) => sum + minutesOf(closes) - minutesOf(opens), 0)

/** Hours a week at which somebody receives, holidays aside; seasons and odd weeks count as the mean of a year. */
export function weeklyHours(text: string): number {
  const plain = weekOf(text)
  if (plain) return plain.week.reduce((sum, ranges) => sum + durationOf(ranges), 0) / 60
  if (!library(text)) return 0
  const days = Array.from({ length: 364 }, (_, index) => addDays('2026-01-05', index))
  return Math.round((days.reduce((sum, day) => sum + durationOf(rangesOn(text, day)), 0) / 60 / 52) * 100) / 100
}
