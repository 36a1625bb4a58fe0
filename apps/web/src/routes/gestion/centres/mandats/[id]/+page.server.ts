import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'centre.manage')
  return { mandate: await read(event, readApi(event).GET('/api/mandates/{id}', { params: { path: { id: event.params.id } } })) }
}

export const actions: Actions = {
  default: async event => {
    requirePermission(event, 'centre.manage')
    const outcome = await send(readApi(event).POST('/api/mandates/{id}/revocation', { params: { path: { id: event.params.id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, '/gestion/centres/mandats?fait=arrete')
  },
}
