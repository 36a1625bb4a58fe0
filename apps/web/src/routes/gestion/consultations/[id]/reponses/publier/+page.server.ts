import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { overviewPath } from '../../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'proposal.answer')
  return { plan: await read(event, readApi(event).GET('/api/consultations/{id}/answer-publication', { params: { path: { id: event.params.id } } })) }
}

export const actions: Actions = {
  default: async event => {
    const fingerprint = String((await event.request.formData()).get('fingerprint') ?? '')
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/answer-publication', { params: { path: { id: event.params.id } }, body: { fingerprint } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `${overviewPath(event.params.id)}/reponses?fait=reponses-publiees`)
  },
}
