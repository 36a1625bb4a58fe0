import { randomUUID } from 'node:crypto'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const session = await read(event, api.GET('/api/assisted-sessions/{id}', { params: { path: { id: event.params.id } } }))
  if (!session.may.includes('proposal')) redirect(303, `/mediation/session/${session.id}`)
  const consultation = await read(event, api.GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: session.consultation.id } } }))
  return { session, communes: consultation.communes, theme: consultation.theme, token: randomUUID() }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '')
    const values = { title: text('title'), body: text('body'), theme: text('theme'), municipalityCode: text('municipalityCode'), submissionToken: text('submissionToken') }
    // Read back aloud first; « Corriger » comes back to the form with everything in it.
    if (text('step') === 'write') return { review: false, values, problem: null, receipt: '' }
    if (text('step') !== 'send') return { review: true, values, problem: null, receipt: '' }
    const outcome = await send(readApi(event).POST('/api/assisted-sessions/{id}/proposals', {
      params: { path: { id: event.params.id ?? '' } }, body: { ...values, municipalityCode: values.municipalityCode || undefined },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    return { review: false, values, problem: null, receipt: outcome.data.receipt }
  },
}
