import national from './national-schema.json'
import type { components } from '@parvis/api-client'
import { m } from '@parvis/texts'
import { dateLong, dateShort, hour, parseDateTime } from '$lib/format'
import type { IconName } from '$lib/components/icon/icons'

type Schemas = components['schemas']
export type Centre = Schemas['CentrePageView']
export type CentreItem = Schemas['CentreItemView']
export type Standing = Schemas['CentreStandingView']
export type Accessibility = CentreItem['accessibility'][number]
type Range = Schemas['CentreRangeView']

/** Words of the national schema: a short name for addresses and forms, how the schema writes it, how people read it. */
export interface Word { code: string, national: string, name: () => string }
const word = (code: keyof typeof national, name: () => string): Word => ({ code, national: national[code], name })

export const services: Word[] = [
  word('demarches', m.places_service_procedures), word('quotidien', m.places_service_everyday),
  word('emploi', m.places_service_work), word('securite', m.places_service_safety),
  word('parents', m.places_service_parents), word('loisirs', m.places_service_leisure),
  word('comprendre', m.places_service_understand), word('acces', m.places_service_access),
  word('materiel', m.places_service_equipment),
]
export const care: Word[] = [
  word('surdite', m.places_care_deaf), word('moteur', m.places_care_motor), word('mental', m.places_care_mental), word('illettrisme', m.places_care_reading),
  word('vue', m.places_care_sight), word('anglais', m.places_care_english), word('langues', m.places_care_languages),
]
export const audiences: Word[] = [
  word('jeunes', m.places_audience_young), word('etudiants', m.places_audience_students), word('familles', m.places_audience_families),
  word('seniors', m.places_audience_old), word('femmes', m.places_audience_women),
]
export const accessModes: Word[] = [
  word('venir', m.places_how_come), word('telephone', m.places_how_phone), word('mail', m.places_how_mail),
  word('rdv', m.places_how_online), word('prescription', m.places_how_referral), word('prive', m.places_how_none),
]
export const supportModes: Word[] = [
  word('seul', m.places_support_alone), word('accompagne', m.places_support_one), word('atelier', m.places_support_group), word('distance', m.places_support_remote),
]
export const fees: Word[] = [word('gratuit', m.places_fee_free), word('condition', m.places_fee_some), word('payant', m.places_fee_paid)]

const names = new Map([...services, ...care, ...audiences, ...accessModes, ...supportModes, ...fees].map(({ national: written, name }) => [written, name]))

/** How people read a word of the national schema; an unknown one as it is written. */
export const nameOf = (written: string): string => names.get(written)?.() ?? written

export const accessibilityName: Record<Accessibility, () => string> = {
  'step-free': m.places_access_step_free, 'lift': m.places_access_lift, 'induction-loop': m.places_access_loop, 'sign-language': m.places_access_sign, 'accessible-toilets': m.places_access_toilets,
  'easy-parking': m.places_access_parking, 'near-transport': m.places_access_transport,
}
export const accessibilities = Object.keys(accessibilityName) as Accessibility[]

export const dayNames = [m.places_day_0, m.places_day_1, m.places_day_2, m.places_day_3, m.places_day_4, m.places_day_5, m.places_day_6]

const noon = (day: string) => `${day}T12:00:00Z`
/** "mardi 2 mars 2027". */
export const dayLong = (day: string) => dateLong(noon(day))
export const dayShort = (day: string) => dateShort(noon(day))
const addDay = (day: string) => new Date(Date.parse(noon(day)) + 86_400_000).toISOString().slice(0, 10)

/** "9 h 30", of a wall clock. */
export const clockOf = (time: string) => time === '24:00' ? m.places_midnight() : hour(parseDateTime(`2027-01-04T${time}`))

/** "de 9 h à 12 h et de 14 h à 18 h"; nothing on a closed day. */
export const rangesOf = (ranges: Range[]) => ranges.map(({ opens, closes }) => m.places_range({ opens: clockOf(opens), closes: clockOf(closes) }))

/** Whether one can come now, in words, with the face of the answer. */
export function standingOf({ state, until, next, closure, today }: Standing): { tone: 'green' | 'plain' | 'amber', icon: IconName, word: string, more: string | null, reason: string } {
  if (state === 'open') return { tone: 'green', icon: 'clock', word: m.places_open_until({ hour: clockOf(until ?? '24:00') }), more: null, reason: '' }
  const opens = next === null ? null : next.day === today ? m.places_opens_today({ hour: clockOf(next.opens) }) : next.day === addDay(today) ? m.places_opens_tomorrow({ hour: clockOf(next.opens) }) : m.places_opens_on({ day: dayLong(next.day), hour: clockOf(next.opens) })
  if (closure) return { tone: 'amber', icon: 'triangle-alert', word: closure.to === today ? m.places_closed_today() : m.places_closed_until({ day: dayShort(closure.to) }), more: opens, reason: closure.reason }
  if (state === 'unknown') return { tone: 'plain', icon: 'clock', word: m.places_hours_unknown(), more: null, reason: '' }
  return { tone: 'plain', icon: 'clock', word: m.places_closed_now(), more: opens, reason: '' }
}
