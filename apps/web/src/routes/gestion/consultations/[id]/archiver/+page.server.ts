import { redirect } from '@sveltejs/kit'
import { failFrom, readApi, send } from '$lib/server/api'
import { overviewPath } from '../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  if (!consultation.may.archive) redirect(303, overviewPath(consultation.id))
}

export const actions: Actions = {
  default: async event => {
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/archiving', { params: { path: { id: event.params.id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `${overviewPath(event.params.id)}?fait=archivee`)
  },
}
