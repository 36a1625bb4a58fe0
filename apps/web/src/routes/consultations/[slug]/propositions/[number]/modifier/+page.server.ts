import { failFrom, read, readApi, send } from '$lib/server/api'
import { signInPath } from '$lib/session'
import { error, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

async function mine(event: RequestEvent) {
  if (!event.locals.session) redirect(303, signInPath(event.url))
  if (!/^\d{1,6}$/.test(event.params.number ?? '')) error(404)
  const api = readApi(event)
  const consultation = await read(event, api.GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: event.params.slug ?? '' } } }))
  const proposal = await read(event, api.GET('/api/consultations/{id}/proposals/{number}', { params: { path: { id: consultation.id, number: Number(event.params.number) } } }))
  if (!proposal.may.edit) redirect(303, `/consultations/${event.params.slug}/propositions/${event.params.number}`)
  return { consultation, proposal }
}

export const load: PageServerLoad = event => mine(event)

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const values = { title: String(form.get('title') ?? ''), body: String(form.get('body') ?? ''), theme: String(form.get('theme') ?? '') }
    const version = Number(form.get('version'))
    const { proposal } = await mine(event)
    const outcome = await send(readApi(event).PATCH('/api/proposals/{id}', { params: { path: { id: proposal.id } }, body: { ...values, version } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `/consultations/${event.params.slug}/propositions/${event.params.number}?fait=correction`)
  },
}
