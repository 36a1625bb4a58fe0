import type { components } from '@parvis/api-client'
import { error, type RequestEvent } from '@sveltejs/kit'
import { dateTimeInput, parseDateTime } from '$lib/format'
import { errorSentence } from '$lib/errors'
import type { Refusal } from '$lib/problem'
import { read, readApi } from '$lib/server/api'
import { textsOf } from './server'

type Schemas = components['schemas']
export type StaffMeeting = Schemas['StaffMeetingView']
type Fields = Schemas['MeetingFieldsDto']

const KINDS = ['in_person', 'online', 'both'] as const
const ACCESSIBILITY = ['step-free', 'induction-loop', 'sign-language', 'easy-parking', 'accessible-toilets', 'seats'] as const

/** What a form of a meeting holds, as it was typed. */
export interface MeetingValues extends Record<string, unknown> {
  texts: Record<string, string>
  accessibility: string[]
}

/** The meeting of the address, of the consultation of the address: another one's is not found here. */
export async function readMeeting(event: RequestEvent): Promise<StaffMeeting> {
  const meeting = await read(event, readApi(event).GET('/api/meetings/{id}', { params: { path: { id: event.params.meeting ?? '' } } }))
  if (meeting.consultation.id !== event.params.id) error(404, { message: errorSentence('meeting.unknown'), code: 'meeting.unknown' })
  return meeting
}

/** Centres and communes that a place is chosen from. */
export async function placesOf(event: RequestEvent) {
  const api = readApi(event)
  const [centres, communes] = await Promise.all([read(event, api.GET('/api/centres', { params: { query: {} } })), read(event, api.GET('/api/municipalities', { params: { query: {} } }))])
  return {
    centres: centres.items.map(({ slug, name, municipality }) => ({ value: slug, label: `${name}, ${municipality.name}` })),
    communes: communes.filter(({ alias }) => !alias).map(({ code, name }) => ({ value: code, label: name })),
  }
}

/** A meeting as its form shows it. */
export function valuesOf(meeting: StaffMeeting): MeetingValues {
  const { place } = meeting
  return {
    accessibility: place?.accessibility ?? [],
    texts: {
      title: meeting.title, body: meeting.body, kind: meeting.kind, centreSlug: place?.centreSlug ?? '', placeName: place?.name ?? '', address: place?.address ?? '', postalCode: place?.postalCode ?? '',
      municipalityCode: place?.municipalityCode ?? '', access: place?.access ?? '', onlineUrl: meeting.onlineUrl ?? '', onlineFor: meeting.online?.for ?? 'registered',
      startsAt: dateTimeInput(meeting.startsAt), endsAt: dateTimeInput(meeting.endsAt), agenda: meeting.agenda.map(({ time, title }) => `${time} ${title}`).join('\n'),
      languages: meeting.languages.join(', '), places: meeting.places === null ? '' : String(meeting.places), eraseAfterDays: String(meeting.eraseAfterDays), revision: String(meeting.revision),
    },
  }
}

/** Reads the form. Lines and numbers that cannot be read are refused here, by their field, with what was typed. */
export function readFields(form: FormData): { values: MeetingValues, fields: Fields, refusals: Omit<Refusal, 'sentence'>[] } {
  const texts = textsOf(form)
  const text = (name: string) => (texts[name] ?? '').trim()
  const values: MeetingValues = { texts, accessibility: form.getAll('accessibility').map(String) }
  const refusals: { code: string, at: string, facts?: Record<string, unknown> }[] = []
  const agenda = linesOf(text('agenda')).flatMap(line => {
    const [, hours, minutes, title] = /^(\d{1,2})\s?[h:.]\s?(\d{2})?\s+(\S.*)$/.exec(line) ?? []
    if (title === undefined || Number(hours) > 23 || Number(minutes ?? 0) > 59) {
      if (!refusals.some(({ at }) => at === 'agenda')) refusals.push({ code: 'meeting.agenda-unread', at: 'agenda', facts: { line } })
      return []
    }
    return [{ time: `${hours?.padStart(2, '0')}:${minutes ?? '00'}`, title }]
  })
  const [startsAt, endsAt] = [parseDateTime(text('startsAt')), parseDateTime(text('endsAt'))]
  for (const [at, value] of [['startsAt', startsAt], ['endsAt', endsAt]] as const) if (value === '') refusals.push({ code: 'field.date', at })
  const number = (name: string) => text(name) === '' ? null : /^\d{1,6}$/.test(text(name).replace(/\s/g, '')) ? Number(text(name).replace(/\s/g, '')) : Number.NaN
  const [places, eraseAfterDays] = [number('places'), number('eraseAfterDays')]
  if (Number.isNaN(places)) refusals.push({ code: 'field.is-int', at: 'places' })
  if (eraseAfterDays === null || Number.isNaN(eraseAfterDays)) refusals.push({ code: 'field.is-int', at: 'eraseAfterDays' })
  return {
    values, refusals,
    fields: {
      title: text('title'), body: text('body'), kind: KINDS.find(kind => kind === text('kind')) ?? 'in_person', centreSlug: text('centreSlug') || undefined, placeName: text('placeName'), address: text('address'),
      postalCode: text('postalCode') || undefined, municipalityCode: text('municipalityCode') || undefined, access: text('access'),
      accessibility: ACCESSIBILITY.filter(one => values.accessibility.includes(one)), onlineUrl: text('onlineUrl') || undefined, onlineFor: text('onlineFor') === 'everybody' ? 'everybody' : 'registered',
      startsAt, endsAt, agenda, languages: text('languages').split(',').map(one => one.trim()).filter(Boolean), places, eraseAfterDays: eraseAfterDays ?? 0,
    },
  }
}

/** "Présentation https://…", a line each. */
export function readLinks(text: string): { links: Schemas['LinkDto'][], refusals: Omit<Refusal, 'sentence'>[] } {
  const refusals: Omit<Refusal, 'sentence'>[] = []
  const links = linesOf(text).flatMap(line => {
    const [, title, url] = /^(.*\S)\s+(https:\/\/\S+)$/.exec(line) ?? []
    if (title !== undefined && url !== undefined) return [{ title, url }]
    if (refusals.length === 0) refusals.push({ code: 'meeting.links-unread', at: 'links', facts: { line } })
    return []
  })
  return { links, refusals }
}

const linesOf = (text: string) => text.split('\n').map(line => line.trim()).filter(Boolean)
