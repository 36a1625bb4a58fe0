import type { components } from '@parvis/api-client'
import { m } from '@parvis/texts'
import { dateAndHour, dateInput, dateLong, hour } from '$lib/format'
import type { IconName } from '$lib/components/icon/icons'

type Schemas = components['schemas']
export type Meeting = Schemas['MeetingView']
export type MeetingSummary = Schemas['MeetingSummaryView']
export type MeetingPlace = Schemas['MeetingPlaceView']

type Accessibility = MeetingPlace['accessibility'][number]

export const kindName: Record<MeetingSummary['kind'], () => string> = { in_person: m.meetings_kind_in_person, online: m.meetings_kind_online, both: m.meetings_kind_both }
export const accessibilityName: Record<Accessibility, () => string> = {
  'step-free': m.meetings_access_step_free, 'induction-loop': m.meetings_access_induction_loop, 'sign-language': m.meetings_access_sign_language,
  'easy-parking': m.meetings_access_easy_parking, 'accessible-toilets': m.meetings_access_accessible_toilets, 'seats': m.meetings_access_seats,
}
export const accessibilityIcon: Record<Accessibility, IconName> = { 'step-free': 'accessibility', 'induction-loop': 'ear', 'sign-language': 'hand', 'easy-parking': 'map-pin', 'accessible-toilets': 'accessibility', 'seats': 'user-round' }

export const stateFace = {
  draft: { tone: 'plain', icon: 'pencil', word: m.meetings_state_draft },
  published: { tone: 'green', icon: 'calendar', word: m.meetings_state_published },
  cancelled: { tone: 'red', icon: 'ban', word: m.meetings_state_cancelled },
  held: { tone: 'plain', icon: 'check', word: m.meetings_state_held },
} as const

/** "mardi 14 mars 2027, de 18 h à 20 h"; over several days both are said in full. */
export const whenOf = ({ startsAt, endsAt }: Pick<MeetingSummary, 'startsAt' | 'endsAt'>): string => dateInput(startsAt) === dateInput(endsAt)
  ? m.meetings_when({ date: dateLong(startsAt), start: hour(startsAt), end: hour(endsAt) })
  : m.meetings_when_days({ start: dateAndHour(startsAt), end: dateAndHour(endsAt) })

/** "La Fabrique, 14 rue des Sarrazins, 59000 Lille". */
export const placeLine = ({ name, address, postalCode, municipalityName }: MeetingPlace): string => [name, address, `${postalCode} ${municipalityName ?? ''}`.trim()].filter(Boolean).join(', ')

export const meetingPath = ({ consultation, number }: Pick<MeetingSummary, 'consultation' | 'number'>): string => `/consultations/${consultation.slug}/rencontres/${number}`

/** How many places are left, in words. */
export const placesWords = ({ places, placesLeft }: Pick<MeetingSummary, 'places' | 'placesLeft'>): string =>
  places === null ? m.meetings_unlimited() : placesLeft ? m.meetings_left({ count: placesLeft }) : m.meetings_full()
