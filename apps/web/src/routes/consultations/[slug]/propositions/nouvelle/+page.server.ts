import { randomUUID } from 'node:crypto'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { signInPath } from '$lib/links'
import { redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  if (!event.locals.session) redirect(303, signInPath(event.url))
  const consultation = await read(event, readApi(event).GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: event.params.slug } } }))
  const phase = consultation.phases.find(({ kind, state }) => kind === 'proposals' && state === 'open')
  if (!phase) redirect(303, `/consultations/${event.params.slug}/propositions`)
  // The form carries its own token: sent twice, it makes one proposal.
  return { consultation, closesAt: phase.closesAt, token: randomUUID(), now: await platformNow(event) }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const values = { title: String(form.get('title') ?? ''), body: String(form.get('body') ?? ''), theme: String(form.get('theme') ?? ''), municipalityCode: String(form.get('municipalityCode') ?? ''), submissionToken: String(form.get('submissionToken') ?? '') }
    const api = readApi(event)
    const consultation = await read(event, api.GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: event.params.slug ?? '' } } }))
    const outcome = await send(api.POST('/api/consultations/{slugOrId}/proposals', {
      params: { path: { slugOrId: consultation.id } },
      body: { ...values, municipalityCode: values.municipalityCode || undefined },
    }))
    if (!outcome.ok) {
      if (outcome.problem.status === 401) redirect(303, signInPath(event.url))
      return failFrom(outcome.problem, values)
    }
    redirect(303, `/consultations/${event.params.slug}/propositions/${outcome.data.number}?fait=envoi`)
  },
}
