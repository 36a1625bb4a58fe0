import { hoursOn } from '../centres/opening.rules'
import { addDays } from '../centres/hours.rules'

/** Of every hundred visits by phone, those that another person checks; of a small day at least one (inclusion.md 2.2). */
export const CHECKED_PERCENT = 5
/** Days within which a receipt is sent. */
export const RECEIPT_DAYS = 3
/** Days for which a number is kept at most, so that a check can be made. */
export const CHECK_DAYS = 14
/** Working days within which somebody is called back (checks.md PHONE-01). */
export const CALLBACK_WORKING_DAYS = 2
/** Calls that nobody answers before it is left. */
export const MOST_TRIES = 3
/** Days after which a request that nobody took is closed. */
export const CALLBACK_DAYS = 30
/** Requests that wait at once: more of them nobody calls in two days, and who asks is told so. */
export const MOST_CALLBACKS = 1000

/** A number that can be called, as `+33320123456`; null when it cannot be one, or costs whoever calls it more than a call. */
export function callNumberOf(typed: string): string | null {
  const digits = typed.replace(/[\s.\-()/]/g, '').replace(/^00/, '+')
  const number = /^0\d{9}$/.test(digits) ? `+33${digits.slice(1)}` : digits
  if (!/^\+[1-9]\d{7,14}$/.test(number)) return null
  return number.startsWith('+33') && !/^\+33(?:[1-79]\d{8}|80\d{7})$/.test(number) ? null : number
}

/** A mobile takes the SMS of an agreement and of a receipt. */
export const isMobile = (number: string): boolean => /^\+33[67]/.test(number) || !number.startsWith('+33')

/** A number as it is read aloud. */
export const spokenNumber = (number: string): string => (/^\+33\d{9}$/.test(number) ? `0${number.slice(3)}`.replace(/(\d{2})(?=\d)/g, '$1 ') : number)

/** How many of the visits of a day at a centre are checked. */
export const checksOf = (visits: number): number => Math.ceil((visits * CHECKED_PERCENT) / 100)

/** What the step of a script says, in the order in which it is read. */
export const stepsOf = (body: string): string[] => body.split(/\n{2,}/).map((step) => step.trim()).filter((step) => step !== '')

/** Monday to Friday, and no French public holiday. */
export const isWorkingDay = (day: string): boolean => hoursOn({ openingHours: 'Mo-Fr 09:00-17:00; PH off', closures: [], stops: [] }, day).ranges.length > 0

/** The last of so many working days after this one. */
export function workingDaysAfter(day: string, count: number, works = isWorkingDay): string {
  let found = day
  for (let left = count; left > 0;) {
    found = addDays(found, 1)
    if (works(found)) left -= 1
  }
  return found
}

export type Clock = 'late' | 'today' | 'in-time'

/** @param due the last day, `YYYY-MM-DD` */
export function clockOf(due: string, today: string): Clock {
  if (due < today) return 'late'
  return due === today ? 'today' : 'in-time'
}

/** What becomes of something that is called for, after one more call: open again, or over. */
export function afterCall<Outcome extends string>(outcome: Outcome | 'not-reached', tries: number): { tries: number, over: Outcome | 'not-reached' | null } {
  const made = tries + 1
  return { tries: made, over: outcome !== 'not-reached' || made >= MOST_TRIES ? outcome : null }
}
