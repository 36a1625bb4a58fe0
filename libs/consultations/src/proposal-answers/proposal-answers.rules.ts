import type { Refusal } from '@parvis/platform'
import { DateTime } from 'luxon'

/** What is wrong with an answer that staff typed, beyond the shape of each field. */
export function answerRefusals({ fromDay, toDay }: { fromDay: string | null, toDay: string | null }): Refusal[] {
  const days = { fromDay, toDay }
  const unreal = (['fromDay', 'toDay'] as const).filter((at) => { const day = days[at]; return day !== null && !isRealDay(day) }).map((at) => ({ code: 'field.date', at }))
  if (unreal.length > 0) return unreal
  return fromDay !== null && toDay !== null && toDay < fromDay ? [{ code: 'answer.ends-before-beginning', at: 'toDay' }] : []
}

/** `YYYY-MM-DD` that is in the calendar. */
export const isRealDay = (day: string): boolean => DateTime.fromISO(day, { zone: 'utc' }).isValid
