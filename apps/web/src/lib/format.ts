import { m } from '@parvis/texts'

const zone = 'Europe/Paris'
const day = new Intl.DateTimeFormat('fr-FR', { timeZone: zone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const dayOnly = new Intl.DateTimeFormat('fr-FR', { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' })
const clock = new Intl.DateTimeFormat('fr-FR', { timeZone: zone, hour: 'numeric', minute: '2-digit', hourCycle: 'h23' })
const isoDay = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
const isoMinute = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
const plain = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2 })
const share = new Intl.NumberFormat('fr-FR', { style: 'percent', maximumFractionDigits: 1 })
const wholeEuros = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 })
const exactEuros = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' })

type When = string | Date

/** French writes the first of a month "1er". */
const first = (text: string) => text.replace(/(^|\D)1(?= \p{L}+ \d{4})/u, '$11er')

/** "dimanche 14 mars 2027", in Paris. */
export const dateLong = (when: When) => first(day.format(new Date(when)))

/** "14 mars 2027", in Paris. */
export const dateShort = (when: When) => first(dayOnly.format(new Date(when)))

/** "18 h", "18 h 30", in Paris. */
export function hour(when: When) {
  const [hours = '', minutes = ''] = clock.format(new Date(when)).split(':')
  return minutes === '00' ? `${Number(hours)}\u00a0h` : `${Number(hours)}\u00a0h\u00a0${minutes}`
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
export const number = (value: number) => plain.format(value)

/** 0.123 is "12,3 %". */
export const percent = (ratio: number) => share.format(ratio)

/** "79 952 €", cents only when there are some. */
export const euros = (value: number) => (Number.isInteger(value) ? wholeEuros : exactEuros).format(value)

/** What is left before a moment: "encore 12 jours", "encore 3 heures", "terminé". */
export function until(end: When, now: When) {
  const minutes = Math.floor((new Date(end).getTime() - new Date(now).getTime()) / 60_000)
  if (minutes <= 0) return m.common_left_none()
  if (minutes < 60) return m.common_left_minutes({ count: minutes })
  if (minutes < 48 * 60) return m.common_left_hours({ count: Math.floor(minutes / 60) })
  return m.common_left_days({ count: Math.floor(minutes / 1440) })
}

/** A receipt code in groups of four, whatever separators it came with. */
export const codeGroups = (code: string) => code.replace(/[^0-9A-Za-z]/g, '').toUpperCase().match(/.{1,4}/g) ?? []

/** "Lille, Roubaix et Tourcoing". */
export const list = (words: string[]) => new Intl.ListFormat('fr-FR', { type: 'conjunction' }).format(words)

/** A French number by pairs, never broken over two lines: "03 53 01 04 04". */
export const phone = (number: string) => /^0\d{9}$/.test(number) ? number.replace(/(\d{2})(?=\d)/g, '$1\u00a0') : number

/** Written hours keep their unit on the same line: "8 h 30". */
export const spaced = (text: string) => text.replace(/(\d) h(?: (?=\d{2}\b))?/g, (found, digit: string) => `${digit}\u00a0h${found.endsWith(' ') ? '\u00a0' : ''}`).replace(/ :/g, '\u00a0:')
