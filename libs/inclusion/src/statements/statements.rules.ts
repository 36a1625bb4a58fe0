import { addDays, durationOf } from '../centres/hours.rules'
import { hoursOn } from '../centres/opening.rules'
import type { Schedule } from '../centres/opening.rules'

/** More than that between visits and tickets is pointed out: somebody looks. */
const APART = 0.1

/** Days of a month, `2027-03`. */
export function daysOf(month: string): string[] {
  const days: string[] = []
  for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1)) days.push(day)
  return days
}

/** Hours at which a centre received on these days: those of its week and its stops, closed days left out. */
export const staffedHours = (schedule: Schedule, days: readonly string[]): number => Math.round((days.reduce((sum, day) => sum + durationOf(hoursOn(schedule, day).ranges), 0) / 60) * 100) / 100

/** Whether visits and people taken from the queue are more than a tenth apart; a place without a queue is not compared. */
export const isApart = (visits: number, taken: number): boolean => taken > 0 && Math.abs(visits - taken) > APART * Math.max(visits, taken)
