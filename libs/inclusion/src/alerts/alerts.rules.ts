import { addDays, isHoliday, weekdayOf } from '../centres/hours.rules'
import { hoursOn } from '../centres/opening.rules'
import type { Moment, Schedule } from '../centres/opening.rules'

export const ALERT_STATES = ['TO_EXPLAIN', 'EXPLAINED', 'CONFIRMED', 'DISMISSED'] as const
export type AlertState = (typeof ALERT_STATES)[number]
export const ALERT_KINDS = ['pace', 'outside-hours', 'order'] as const
export type AlertKind = (typeof ALERT_KINDS)[number]

/** Whom it is about explains, once more as long as nobody decided; somebody else decides, explained or not. */
export const mayExplain = (state: AlertState): boolean => state === 'TO_EXPLAIN' || state === 'EXPLAINED'
export const mayDecide = (state: AlertState): boolean => state === 'TO_EXPLAIN' || state === 'EXPLAINED'

/** The day that is so many working days later: Saturdays, Sundays and French public holidays are none. */
export function workingDaysAfter(day: string, count: number): string {
  let at = day
  for (let left = count; left > 0;) {
    at = addDays(at, 1)
    if (weekdayOf(at) < 5 && !isHoliday(at)) left -= 1
  }
  return at
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** Whether a centre that says its hours is closed, and was or will be so for longer than the margin. Where hours are not known, nobody can say. */
export function isFarFromHours(schedule: Schedule, { day, time }: Moment, margin: number): boolean {
  if (schedule.openingHours === '' && schedule.stops.length === 0) return false
  const now = minutesOf(time)
  return !hoursOn(schedule, day).ranges.some(({ opens, closes }) => minutesOf(opens) - margin <= now && now <= minutesOf(closes) + margin)
}
