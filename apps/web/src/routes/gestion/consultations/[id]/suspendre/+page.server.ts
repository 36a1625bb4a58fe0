import { redirect } from '@sveltejs/kit'
import { failFrom, readApi, send } from '$lib/server/api'
import { textsOf } from '../../../_parts/server'
import { overviewPath } from '../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  if (!consultation.may.suspend && !consultation.may.resume) redirect(303, overviewPath(consultation.id))
}

export const actions: Actions = {
  suspend: async event => {
    const values = textsOf(await event.request.formData())
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/suspension', { params: { path: { id: event.params.id } }, body: { reason: values.reason ?? '' } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `${overviewPath(event.params.id)}?fait=suspendue`)
  },
  resume: async event => {
    const outcome = await send(readApi(event).DELETE('/api/consultations/{id}/suspension', { params: { path: { id: event.params.id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {} as Record<string, string>)
    redirect(303, `${overviewPath(event.params.id)}?fait=reprise`)
  },
}
