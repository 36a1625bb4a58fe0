import { getLocale, m } from '@parvis/texts'

const zone = 'Europe/Paris'

/** What Intl is asked for each language of the page. Dutch as in Flanders, next door. */
const regions: Record<string, string> = { fr: 'fr-FR', en: 'en-GB', nl: 'nl-BE' }

function formatters(region: string) {
  return {
    day: new Intl.DateTimeFormat(region, { timeZone: zone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    dayOnly: new Intl.DateTimeFormat(region, { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' }),
    month: new Intl.DateTimeFormat(region, { timeZone: zone, month: 'long', year: 'numeric' }),
    plain: new Intl.NumberFormat(region, { maximumFractionDigits: 2 }),
    degrees: new Intl.NumberFormat(region, { minimumFractionDigits: 4, maximumFractionDigits: 4 }),
    share: new Intl.NumberFormat(region, { style: 'percent', maximumFractionDigits: 1 }),
    money: new Map<string, Record<'whole' | 'exact', Intl.NumberFormat>>(),
    region,
    list: new Intl.ListFormat(region, { type: 'conjunction' }),
  }
}

const made = new Map<string, ReturnType<typeof formatters>>()

/** Of the language being spoken, made once. */
function intl() {
  const region = regions[getLocale()] ?? 'fr-FR'
  const known = made.get(region) ?? formatters(region)
  made.set(region, known)
  return known
}

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const isoDay = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
const isoMinute = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })

type When = string | Date

/** French writes the first of a month "1er"; English needs no comma after the weekday. */
const tidy = (text: string) => getLocale().startsWith('fr') ? text.replace(/(^|\D)1(?= \p{L}+ \d{4})/u, '$11er') : text.replace(/^(\p{L}+), /u, '$1 ')

/** "dimanche 14 mars 2027", "Sunday 14 March 2027", "zondag 14 maart 2027", in Paris. */
export const dateLong = (when: When) => tidy(intl().day.format(new Date(when)))

/** "14 mars 2027", in Paris. */
export const dateShort = (when: When) => tidy(intl().dayOnly.format(new Date(when)))

/** "mars 2027", in Paris. */
export const monthLong = (when: When) => intl().month.format(new Date(when))

/** The hour in Paris as each language says it: "18 h 30", "6.30 pm", "18.30 uur". */
export const hour = (when: When) => hourWritten(clock.format(new Date(when)))

/** The same for an hour that is written already, "09:30". */
export function hourWritten(text: string) {
  const [hours = '', minutes = ''] = text.split(':')
  const h = Number(hours)
  const facts = { hours: String(h), twelve: String(h % 12 || 12), minutes }
  if (minutes === '00') return h === 12 ? m.common_hour_noon(facts) : h < 12 ? m.common_hour_morning(facts) : m.common_hour_evening(facts)
  return h < 12 ? m.common_hour_minutes_morning(facts) : m.common_hour_minutes_evening(facts)
}

/** "dimanche 14 mars 2027 à 18 h", in Paris. */
export const dateAndHour = (when: When) => m.common_date_at_hour({ date: dateLong(when), hour: hour(when) })

/** yyyy-mm-dd in Paris, for a date field. */
export const dateInput = (when: When) => isoDay.format(new Date(when))

/** yyyy-mm-ddThh:mm in Paris, for a date and time field. */
export const dateTimeInput = (when: When) => isoMinute.format(new Date(when)).replace(' ', 'T')

/** Reads a date and time field (wall clock of Paris) as ISO 8601 with its offset; '' when it is not one. */
export function parseDateTime(text: string): string {
  const found = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?/.exec(text)
  if (!found) return ''
  const wall = Date.parse(`${found[1]}T${found[2] ?? '00:00'}:00Z`)
  if (Number.isNaN(wall)) return ''
  // The offset of Paris at that wall time: guess as UTC, look at the clock there, correct once more across a change of hour.
  const offset = (at: number) => Date.parse(`${dateTimeInput(new Date(at)).replace(' ', 'T')}:00Z`) - at
  const once = wall - offset(wall)
  return new Date(wall - offset(once)).toISOString()
}

/** "1 204", "3,5". */
export const number = (value: number) => intl().plain.format(value)

/** 0.123 is "12,3 %". */
export const percent = (ratio: number) => intl().share.format(ratio)

/** What is spent where nothing else is said. */
const EURO = 'EUR'

/** Cents as "79 952 €", with what is less than a euro only when there is some. `currency`: ISO 4217, the euro when absent. */
export function money(cents: number, currency = EURO) {
  const { money: made, region } = intl()
  const formats = made.get(currency) ?? {
    whole: new Intl.NumberFormat(region, { style: 'currency', currency, maximumFractionDigits: 0 }),
    exact: new Intl.NumberFormat(region, { style: 'currency', currency, minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  }
  made.set(currency, formats)
  return (cents % 100 === 0 ? formats.whole : formats.exact).format(cents / 100)
}

/** What is left before a moment: "encore 12 jours", "encore 3 heures", "terminé". */
export function until(end: When, now: When) {
  const minutes = Math.floor((new Date(end).getTime() - new Date(now).getTime()) / 60_000)
  if (minutes <= 0) return m.common_left_none()
  if (minutes < 60) return m.common_left_minutes({ count: minutes })
  if (minutes < 48 * 60) return m.common_left_hours({ count: Math.floor(minutes / 60) })
  return m.common_left_days({ count: Math.floor(minutes / 1440) })
}

/** What is left before an opening: "dans 18 jours", "dans 3 heures". */
export function opensIn(start: When, now: When) {
  const hours = Math.max(0, Math.floor((new Date(start).getTime() - new Date(now).getTime()) / 3_600_000))
  return hours < 48 ? m.common_opens_hours({ count: Math.max(hours, 1) }) : m.common_opens_days({ count: Math.floor(hours / 24) })
}

/** A receipt code in groups of four, whatever separators it came with. */
export const codeGroups = (code: string) => code.replace(/[^0-9A-Za-z]/g, '').toUpperCase().match(/.{1,4}/g) ?? []

/** "Lille, Roubaix et Tourcoing". */
export const list = (words: string[]) => intl().list.format(words)

/** A French number by pairs, never broken over two lines: "03 53 01 04 04". */
export const phone = (number: string) => /^0\d{9}$/.test(number) ? number.replace(/(\d{2})(?=\d)/g, '$1\u00a0') : number

/** Written hours keep their unit on the same line: "8 h 30". */
export const spaced = (text: string) => text.replace(/(\d) h(?: (?=\d{2}\b))?/g, (found, digit: string) => `${digit}\u00a0h${found.endsWith(' ') ? '\u00a0' : ''}`).replace(/ :/g, '\u00a0:')

/** Degrees to about ten metres: "50,6372". */
export const degrees = (value: number) => intl().degrees.format(value)
