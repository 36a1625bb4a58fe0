import { randomUUID } from 'node:crypto'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { language } from '$lib/links'
import { redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

const readMeeting = (event: RequestEvent) => read(event, readApi(event).GET('/api/consultations/{slugOrId}/meetings/{number}', { params: { path: { slugOrId: event.params.slug ?? '', number: event.params.number ?? '' } } }))

export const load: PageServerLoad = async event => {
  const meeting = await readMeeting(event)
  // Sent, the page shows the code: the registration stands by then.
  if (event.request.method === 'GET' && (meeting.registration === 'closed' || meeting.mine)) redirect(303, `/consultations/${event.params.slug}/rencontres/${event.params.number}`)
  const account = event.locals.session?.account
  return { meeting, token: randomUUID(), name: account?.displayName ?? '', email: account?.emailConfirmed ? account.email : null }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '')
    const values = { name: text('name'), email: text('email'), phone: text('phone'), needs: text('needs'), submissionToken: text('submissionToken') }
    const outcome = await send(readApi(event).POST('/api/consultations/{slugOrId}/meetings/{number}/registrations', {
      params: { path: { slugOrId: event.params.slug ?? '', number: event.params.number ?? '' } },
      body: { ...values, email: values.email || undefined, phone: values.phone || undefined, language: language() },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    return { problem: null, values, done: outcome.data }
  },
}
