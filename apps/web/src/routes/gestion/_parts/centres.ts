import type { components } from '@parvis/api-client'
import { accessibilities, accessModes, audiences, care, dayNames, fees, services, supportModes, type Word } from '$lib/centres'
import type { Refusal } from '$lib/problem'
import { textsOf } from './server'

type Schemas = components['schemas']
export type ConsoleCentre = Schemas['CentreConsoleView']
type Sheet = Schemas['CentreSheetDto']

/** What a form of a centre holds, as it was typed. */
export interface CentreValues extends Record<string, unknown> {
  texts: Record<string, string>
  /** Boxes that are ticked, by their group. */
  ticked: Record<string, string[]>
}

const groups = { services, care, audiences, accessModes, supportModes, fees } as const
const codesOf = (words: Word[], national: string[]) => words.filter(word => national.includes(word.national)).map(({ code }) => code)
const nationalOf = (words: Word[], codes: string[]) => words.filter(({ code }) => codes.includes(code)).map(({ national }) => national)

/** A centre as its form shows it. */
export function valuesOf(centre: ConsoleCentre): CentreValues {
  const { name, organisation, municipality, address, complement, postalCode, latitude, longitude, phone, bookingUrl, accessSheetUrl, access, summary, kiosks, headphones, printers, revision } = centre
  return {
    texts: {
      name, organisation, municipalityCode: municipality.code, address, complement, postalCode, latitude: latitude === null ? '' : String(latitude), longitude: longitude === null ? '' : String(longitude), phone,
      emails: centre.emails.join('\n'), websites: centre.websites.join('\n'), bookingUrl, accessSheetUrl, access, languages: centre.languages.join(', '), summary,
      kiosks: String(kiosks), headphones: String(headphones), printers: String(printers), mobile: centre.mobile ? 'oui' : '', revision: String(revision),
    },
    ticked: {
      services: codesOf(services, centre.services), care: codesOf(care, centre.specificCare), audiences: codesOf(audiences, centre.audiences), accessModes: codesOf(accessModes, centre.accessModes),
      supportModes: codesOf(supportModes, centre.supportModes), fees: codesOf(fees, centre.fees), accessibility: [...centre.accessibility], serves: centre.serves.map(({ code }) => code),
    },
  }
}

/** Reads the form; a number that cannot be read is refused here, by its field. */
export function readSheet(form: FormData): { values: CentreValues, sheet: Sheet, refusals: Omit<Refusal, 'sentence'>[] } {
  const texts = textsOf(form)
  const text = (name: string) => (texts[name] ?? '').trim()
  const ticked = Object.fromEntries([...Object.keys(groups), 'accessibility', 'serves'].map(name => [name, form.getAll(name).map(String)]))
  const refusals: Omit<Refusal, 'sentence'>[] = []
  const numberOf = (name: string, pattern: RegExp) => {
    if (text(name) === '') return null
    if (pattern.test(text(name))) return Number(text(name).replace(',', '.'))
    refusals.push({ code: 'field.is-number', at: name })
    return null
  }
  const count = (name: string) => numberOf(name, /^\d{1,4}$/) ?? 0
  const lines = (name: string) => text(name).split('\n').map(line => line.trim()).filter(Boolean)
  const words = (name: keyof typeof groups) => nationalOf(groups[name], ticked[name] ?? [])
  return {
    values: { texts, ticked }, refusals,
    sheet: {
      name: text('name'), organisation: text('organisation'), municipalityCode: text('municipalityCode'), address: text('address'), complement: text('complement'), postalCode: text('postalCode'),
      latitude: numberOf('latitude', /^\d{1,2}([.,]\d+)?$/), longitude: numberOf('longitude', /^\d{1,2}([.,]\d+)?$/), phone: text('phone'), emails: lines('emails'), websites: lines('websites'), bookingUrl: text('bookingUrl'), accessSheetUrl: text('accessSheetUrl'),
      access: text('access'), accessibility: accessibilities.filter(one => ticked.accessibility?.includes(one)), languages: text('languages').split(',').map(one => one.trim()).filter(Boolean), serves: ticked.serves ?? [], mobile: text('mobile') === 'oui',
      services: words('services'), specificCare: words('care'), audiences: words('audiences'), accessModes: words('accessModes'), supportModes: words('supportModes'), fees: words('fees'), summary: text('summary'),
      kiosks: count('kiosks'), headphones: count('headphones'), printers: count('printers'),
    },
  }
}

/** The names of the four hours of a day: morning and afternoon. */
export const partsOf = (day: number) => [`m${day}-de`, `m${day}-a`, `a${day}-de`, `a${day}-a`] as const

/** A week as its form shows it: `9:00` to `12:00`, then the afternoon. A day that goes on without a break stands on the first line. */
export function hoursValues({ week, closedOnHolidays, hours, revision, openingHours }: ConsoleCentre): Record<string, string> {
  const days = (week ?? dayNames.map(() => [])).flatMap((ranges, day) => {
    const [one, other] = ranges ?? []
    const parts = partsOf(day)
    return [one?.opens, one?.closes, other?.opens, other?.closes].map((time, index) => [parts[index] ?? '', time ?? ''] as const)
  })
  const plain = openingHours === '' || (week !== null && week.every(ranges => (ranges?.length ?? 0) <= 2))
  return { ...Object.fromEntries(days), holidays: openingHours === '' || closedOnHolidays ? 'oui' : '', remarks: hours.join('\n'), revision: String(revision), kind: plain ? 'semaine' : 'autre', text: plain ? '' : openingHours }
}

/** Reads the week. "9h", "9 h 30", "9:30" are all an hour; half a pair, or no hour at all, is refused with its day. */
export function readHours(form: FormData): { values: Record<string, string>, body: Schemas['CentreHoursDto'], refusals: Omit<Refusal, 'sentence'>[] } {
  const values = textsOf(form)
  const refusals: Omit<Refusal, 'sentence'>[] = []
  const week = dayNames.map((_, day) => {
    const [a, b, c, d] = partsOf(day)
    const pairs = [[a, b], [c, d]].map(names => names.map(name => (values[name ?? ''] ?? '').trim())).filter(pair => pair.some(Boolean))
    const ranges = pairs.map(([opens = '', closes = '']) => ({ opens: clock(opens), closes: clock(closes) }))
    if (ranges.some(({ opens, closes }) => opens === '' || closes === '')) refusals.push({ code: 'hours.unreadable-time', at: `week.${day}` })
    return { ranges }
  })
  const other = values.kind === 'autre'
  return {
    values, refusals: other ? [] : refusals,
    body: { revision: Number(values.revision) || 0, remarks: (values.remarks ?? '').split('\n').map(line => line.trim()).filter(Boolean), ...(other ? { openingHours: (values.text ?? '').trim() } : { week, closedOnHolidays: values.holidays === 'oui' }) },
  }
}

function clock(text: string) {
  const [, hours, minutes] = /^(\d{1,2})\s*(?:[h:.]\s*(\d{2})?)?$/i.exec(text) ?? []
  return hours !== undefined && Number(hours) < 24 && Number(minutes ?? 0) < 60 ? `${hours.padStart(2, '0')}:${minutes ?? '00'}` : ''
}
