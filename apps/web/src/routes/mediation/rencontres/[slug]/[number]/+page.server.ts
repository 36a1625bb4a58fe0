import { randomUUID } from 'node:crypto'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { dateInput, parseDateTime } from '$lib/format'
import { type Actions, type RequestEvent } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

const FORTNIGHT = 14 * 86_400_000

const readMeeting = (event: RequestEvent) => read(event, readApi(event).GET('/api/consultations/{slugOrId}/meetings/{number}', { params: { path: { slugOrId: event.params.slug ?? '', number: event.params.number ?? '' } } }))

export const load: PageServerLoad = async event => {
  const [meeting, { centres }, now] = await Promise.all([readMeeting(event), read(event, readApi(event).GET('/api/desk')), platformNow(event)])
  const own = centres.find(({ slug }) => slug === meeting.place?.centreSlug)
  return {
    meeting, now, token: randomUUID(), centres: centres.map(({ slug, name }) => ({ value: slug, label: name })),
    // Held here and begun: what is asked aloud is noted here.
    notesAt: own && (meeting.state === 'published' || meeting.state === 'held') && meeting.startsAt <= now ? own.slug : null,
    due: dateInput(new Date(Date.parse(now) + FORTNIGHT)),
  }
}

export const actions: Actions = {
  register: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '')
    const values = { centre: text('centre'), channel: text('channel'), name: text('name'), email: text('email'), phone: text('phone'), needs: text('needs'), submissionToken: text('submissionToken') }
    const meeting = await readMeeting(event)
    const outcome = await send(readApi(event).POST('/api/desk/meetings/{id}/registrations', {
      params: { path: { id: meeting.id } }, body: { ...values, channel: values.channel === 'phone' ? 'phone' : 'on_behalf', email: values.email || undefined, phone: values.phone || undefined },
    }))
    return outcome.ok ? { problem: null, values, done: outcome.data, noted: 0 } : failFrom(outcome.problem, values)
  },
  note: async event => {
    const form = await event.request.formData()
    const values = { question: String(form.get('question') ?? ''), dueOn: String(form.get('dueOn') ?? ''), centre: String(form.get('centre') ?? '') }
    const meeting = await readMeeting(event)
    const outcome = await send(readApi(event).POST('/api/desk/meetings/{id}/questions', { params: { path: { id: meeting.id } }, body: { question: values.question, centre: values.centre, dueOn: parseDateTime(values.dueOn) ? values.dueOn : undefined } }))
    return outcome.ok ? { problem: null, values: {}, done: null, noted: outcome.data.number } : failFrom(outcome.problem, values)
  },
}
