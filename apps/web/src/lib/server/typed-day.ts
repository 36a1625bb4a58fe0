import { m } from '@parvis/texts'

/** A day as it was typed in three fields (`TypedDate`). */
export interface TypedDay { day: string, month: string, year: string }

export interface TypedDayAnswer {
  typed: TypedDay
  /** yyyy-mm-dd; empty when nothing was typed, or when something is wrong. */
  value: string
  /** The field to correct, by its id, and why. */
  refusal?: { at: string, sentence: string }
}

/** "3" is "03"; a year of two digits is refused, since a person can be older than a hundred. */
export function typedDay(form: FormData, name: string): TypedDayAnswer {
  const part = (end: string) => String(form.get(`${name}-${end}`) ?? '').trim()
  const typed = { day: part('jour'), month: part('mois'), year: part('annee') }
  const refused = (end: string, sentence: string) => ({ typed, value: '', refusal: { at: `${name}-${end}`, sentence } })
  const { day, month, year } = typed
  if (!day && !month && !year) return { typed, value: '' }
  if (!day) return refused('jour', m.common_date_day_missing())
  if (!month) return refused('mois', m.common_date_month_missing())
  if (!year) return refused('annee', m.common_date_year_missing())
  const wrong = Object.entries({ jour: day, mois: month, annee: year }).find(([, text]) => !/^\d+$/.test(text))
  if (wrong) return refused(wrong[0], m.common_date_numbers())
  if (year.length !== 4) return refused('annee', m.common_date_year_short())
  const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${value}T00:00:00Z`)
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== value) return refused('jour', m.common_date_not_real({ date: `${day}/${month}/${year}` }))
  return { typed, value }
}
