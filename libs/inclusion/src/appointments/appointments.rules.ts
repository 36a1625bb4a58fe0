import { addDays } from '../centres/hours.rules'
import { hoursOn } from '../centres/opening.rules'
import type { Moment, Schedule } from '../centres/opening.rules'

export interface Slot {
  /** Wall clock of Paris, `09:30`. */
  starts: string
  free: number
}

export interface SlotDay {
  day: string
  slots: Slot[]
}

/** How a centre takes appointments. */
export interface Offer {
  minutes: number
  places: number
  onlineMost: number
  daysAhead: number
}

/** What is taken already, as `2027-03-01 09:30`, and how many of a day were taken on the site. */
export interface Taken {
  at: ReadonlyMap<string, number>
  online: ReadonlyMap<string, number>
}

/** Nobody leaves home for an hour that begins now. */
const NOTICE_MINUTES = 30
/** Days shown at once: enough to choose, short enough to read. */
const DAYS_SHOWN = 10

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
const timeOf = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** When an appointment may begin on a day: by the hours of the centre, closed days and what is past left out. */
export function startsOn(schedule: Schedule, day: string, minutes: number, now: Moment): string[] {
  if (day < now.day) return []
  const soonest = day === now.day ? minutesOf(now.time) + NOTICE_MINUTES : 0
  return hoursOn(schedule, day).ranges.flatMap(({ opens, closes }) => {
    const count = Math.floor((minutesOf(closes) - minutesOf(opens)) / minutes)
    return Array.from({ length: Math.max(0, count) }, (_, index) => minutesOf(opens) + index * minutes)
  }).filter((start) => start >= soonest).map(timeOf)
}

/** Days with something free, the next ones first. @param online leaves out days of which the site has given its part */
export function freeDays(schedule: Schedule, offer: Offer, taken: Taken, now: Moment, online: boolean): SlotDay[] {
  const days: SlotDay[] = []
  for (let ahead = 0; ahead <= offer.daysAhead && days.length < DAYS_SHOWN; ahead += 1) {
    const day = addDays(now.day, ahead)
    if (online && (taken.online.get(day) ?? 0) >= offer.onlineMost) continue
    const slots = startsOn(schedule, day, offer.minutes, now).map((starts) => ({ starts, free: offer.places - (taken.at.get(`${day} ${starts}`) ?? 0) })).filter(({ free }) => free > 0)
    if (slots.length > 0) days.push({ day, slots })
  }
  return days
}

/** Whether the centre receives at that hour, whatever the length of appointments was when it was taken. */
export const isReceived = (schedule: Schedule, day: string, starts: string): boolean => hoursOn(schedule, day).ranges.some(({ opens, closes }) => opens <= starts && starts < closes)
