import type { Refusal } from '@parvis/platform'
import { SMALL_CELL_THRESHOLD } from '../results/small-cells.rules'

export const MEETING_KINDS = ['in_person', 'online', 'both'] as const
export type MeetingKind = (typeof MEETING_KINDS)[number]

/** What a place offers, as a short list that can be compared. */
export const ACCESSIBILITY = ['step-free', 'induction-loop', 'sign-language', 'easy-parking', 'accessible-toilets', 'seats'] as const
export type Accessibility = (typeof ACCESSIBILITY)[number]

/** Held: published, and its end has passed. */
export type MeetingState = 'draft' | 'published' | 'cancelled' | 'held'

export interface AgendaPoint {
  /** Wall clock of Paris, `18:30`. */
  time: string
  title: string
}

/** Instants in milliseconds. */
export interface MeetingTimes {
  startsAt: number
  endsAt: number
}

export interface MeetingPlan extends MeetingTimes {
  kind: MeetingKind
  address: string
  municipalityCode: string | null
  onlineUrl: string | null
}

const LONGEST_HOURS = 72

/** What cannot stand even in a draft. */
export function timeRefusals({ startsAt, endsAt }: MeetingTimes): Refusal[] {
  if (endsAt <= startsAt) return [{ code: 'meeting.ends-before-start', at: 'endsAt' }]
  return endsAt - startsAt > LONGEST_HOURS * 3_600_000 ? [{ code: 'meeting.too-long', at: 'endsAt', facts: { hours: LONGEST_HOURS } }] : []
}

/** What somebody who wants to come would miss. */
export function publicationRefusals({ kind, address, municipalityCode, onlineUrl, ...times }: MeetingPlan, now: number): Refusal[] {
  return [
    ...timeRefusals(times),
    ...(times.startsAt <= now ? [{ code: 'meeting.starts-in-the-past', at: 'startsAt' }] : []),
    ...(kind !== 'online' && address === '' ? [{ code: 'meeting.address-missing', at: 'address' }] : []),
    ...(kind !== 'online' && municipalityCode === null ? [{ code: 'meeting.commune-missing', at: 'municipalityCode' }] : []),
    ...(kind !== 'in_person' && onlineUrl === null ? [{ code: 'meeting.link-missing', at: 'onlineUrl' }] : []),
  ]
}

/** A link that a browser follows to a page and that runs nothing: https, no user and password in it. */
export function isSafeLink(text: string): boolean {
  if (!/^https:\/\//i.test(text) || text.length > 500 || !URL.canParse(text)) return false
  const { protocol, username, password, hostname } = new URL(text)
  return protocol === 'https:' && username === '' && password === '' && hostname.includes('.')
}

export function stateOf(kept: 'draft' | 'published' | 'cancelled', endsAt: number, now: number): MeetingState {
  return kept === 'published' && endsAt <= now ? 'held' : kept
}

export interface RegistrationFacts {
  state: MeetingState
  suspended: boolean
  startsAt: number
}

/** Who wants to come is written down until it begins. */
export function registrationRefusal({ state, suspended, startsAt }: RegistrationFacts, now: number): string | null {
  if (state === 'cancelled') return 'meeting.cancelled'
  if (state === 'held' || startsAt <= now) return 'meeting.begun'
  return suspended ? 'consultation.suspended' : null
}

/** Somebody who comes when all places are taken, or behind others who wait, waits. */
export function standingOf({ places, registered, waiting }: { places: number | null, registered: number, waiting: number }): 'confirmed' | 'waiting' {
  return places === null || (registered < places && waiting === 0) ? 'confirmed' : 'waiting'
}

/** How many of those who wait get a place. */
export function freed({ places, registered, waiting }: { places: number | null, registered: number, waiting: number }): number {
  return Math.max(0, places === null ? waiting : Math.min(waiting, places - registered))
}

export type QuestionState = 'answered' | 'awaited' | 'late'

/** @param today the civil day in Paris, `YYYY-MM-DD`, as `dueOn` */
export function questionState({ answered, dueOn }: { answered: boolean, dueOn: string | null }, today: string): QuestionState {
  if (answered) return 'answered'
  return dueOn !== null && dueOn < today ? 'late' : 'awaited'
}

/** A count of people, as it may be published; null: fewer than ten. */
export const shownCount = (people: number | null): number | null => people === null || people < SMALL_CELL_THRESHOLD ? null : people
