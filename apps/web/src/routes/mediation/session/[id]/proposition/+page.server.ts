import { randomUUID } from 'node:crypto'
import { failFrom, problemOf, read, readApi, send } from '$lib/server/api'
import { tooShort } from '$lib/server/proposals'
import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { session } = await event.parent()
  if (!session.may.includes('proposal')) redirect(303, `/mediation/session/${session.id}`)
  const consultation = await read(event, readApi(event).GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: session.consultation.id } } }))
  return { communes: consultation.communes, theme: consultation.theme, token: randomUUID() }
}

/** Said at the desk too, before anything is sent: the person may rather support what is there. */
async function similarTo(event: RequestEvent, { title, body }: { title: string, body: string }) {
  const api = readApi(event)
  const session = await read(event, api.GET('/api/assisted-sessions/{id}', { params: { path: { id: event.params.id ?? '' } } }))
  const found = await read(event, api.POST('/api/consultations/{slugOrId}/similar-proposals', { params: { path: { slugOrId: session.consultation.id } }, body: { title, body } }))
  return { slug: session.consultation.slug, items: found.items }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '')
    const values = { title: text('title'), body: text('body'), theme: text('theme'), municipalityCode: text('municipalityCode'), submissionToken: text('submissionToken') }
    // Read back aloud first; « Corriger » comes back to the form with everything in it.
    if (text('step') === 'write') return { review: false, values, problem: null, receipt: '' }
    if (text('step') !== 'send') {
      const refusals = tooShort(values)
      if (refusals.length > 0) return fail(422, { values, problem: problemOf(422, { code: 'request.invalid', refusals }) })
      return { review: true, values, similar: await similarTo(event, values), problem: null, receipt: '' }
    }
    const outcome = await send(readApi(event).POST('/api/assisted-sessions/{id}/proposals', {
      params: { path: { id: event.params.id ?? '' } }, body: { ...values, municipalityCode: values.municipalityCode || undefined },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    return { review: false, values, problem: null, receipt: outcome.data.receipt }
  },
}
