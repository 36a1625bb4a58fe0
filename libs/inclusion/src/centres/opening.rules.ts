import { addDays, rangesOn } from './hours.rules'
import type { Range } from './hours.rules'

/** Days on which it is closed, the last one included. */
export interface Closure {
  from: string
  to: string
  reason: string
}

/** A mobile one stands there on that day. */
export interface Stop extends Range {
  day: string
}

export interface Schedule {
  /** Notation of OpenStreetMap; empty when only the stops say where and when. */
  openingHours: string
  closures: readonly Closure[]
  stops: readonly Stop[]
}

/** The moment it is asked at: wall clock of Paris. */
export interface Moment {
  day: string
  time: string
}

export interface DayHours {
  day: string
  ranges: Range[]
  /** Why it is closed on a day on which it would open. */
  closed: string | null
}

export interface Standing {
  state: 'open' | 'closed' | 'unknown'
  /** Until when it is open, `17:00`. */
  until: string | null
  /** When it opens next, in the two months that follow. */
  next: { day: string, opens: string } | null
  /** The closure of today. */
  closure: Closure | null
}

const HORIZON = 62

/** The hours of a day: those of the week, without closures, with the stops. */
export function hoursOn({ openingHours, closures, stops }: Schedule, day: string): DayHours {
  const closure = closures.find(({ from, to }) => from <= day && day <= to)
  // Hours that follow each other are one: a stop beside the hours of the week does not close in between.
  const ranges = merged([...(openingHours === '' ? [] : rangesOn(openingHours, day)), ...stops.filter((stop) => stop.day === day).map(({ opens, closes }) => ({ opens, closes }))])
  return closure ? { day, ranges: [], closed: closure.reason } : { day, ranges, closed: null }
}

function merged(ranges: Range[]): Range[] {
  const sorted = ranges.sort((one, other) => one.opens.localeCompare(other.opens))
  return sorted.reduce<Range[]>((kept, range) => {
    const last = kept.at(-1)
    if (last && range.opens <= last.closes) last.closes = range.closes > last.closes ? range.closes : last.closes
    else kept.push({ ...range })
    return kept
  }, [])
}

export const daysAhead = (schedule: Schedule, from: string, count: number): DayHours[] => Array.from({ length: count }, (_, index) => hoursOn(schedule, addDays(from, index)))

/** Whether somebody can come now, until when, or else when next. Closing time itself is closed. */
export function standingAt(schedule: Schedule, { day, time }: Moment): Standing {
  const today = hoursOn(schedule, day)
  const closure = schedule.closures.find(({ from, to }) => from <= day && day <= to) ?? null
  const now = today.ranges.find(({ opens, closes }) => opens <= time && time < closes)
  if (now) return { state: 'open', until: closingOf(schedule, day, now), next: null, closure: null }
  const known = schedule.openingHours !== '' || schedule.stops.some((stop) => stop.day >= day)
  return { state: known || closure ? 'closed' : 'unknown', until: null, next: known ? nextOpening(schedule, { day, time }) : null, closure }
}

/** Open past midnight: until the hour of the next day. */
function closingOf(schedule: Schedule, day: string, { closes }: Range): string {
  if (closes !== '24:00') return closes
  const early = hoursOn(schedule, addDays(day, 1)).ranges.find(({ opens }) => opens === '00:00')
  return early && early.closes !== '24:00' ? early.closes : '24:00'
}

function nextOpening(schedule: Schedule, { day, time }: Moment): Standing['next'] {
  for (let index = 0; index < HORIZON; index += 1) {
    const at = addDays(day, index)
    const range = hoursOn(schedule, at).ranges.find(({ opens }) => index > 0 || opens > time)
    if (range) return { day: at, opens: range.opens }
  }
  return null
}

/** Kilometres between two points, as the crow flies. */
export function kilometres(one: { latitude: number, longitude: number }, other: { latitude: number, longitude: number }): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180
  const [dLat, dLon] = [radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)]
  const a = Math.sin(dLat / 2) ** 2 + Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(dLon / 2) ** 2
  return 12_742 * Math.asin(Math.min(1, Math.sqrt(a)))
}
