import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { pageOf } from '$lib/server/page-number'
import { redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

const states = ['waiting', 'in-force', 'denied', 'revoked', 'expired'] as const

export const load: PageServerLoad = async event => {
  requirePermission(event, 'centre.manage')
  const query = event.url.searchParams
  const state = states.find(known => known === query.get('etat')) ?? ''
  const centre = (query.get('lieu') ?? '').slice(0, 100)
  const found = await read(event, readApi(event).GET('/api/mandates', { params: { query: { page: pageOf(event.url), perPage: 20, ...(state && { state }), ...(centre && { centre }) } } }))
  return { found, state, centre, ended: query.get('fait') === 'arrete' }
}

export const actions: Actions = {
  default: async event => {
    requirePermission(event, 'centre.manage')
    const id = String((await event.request.formData()).get('id') ?? '')
    const outcome = await send(readApi(event).POST('/api/mandates/{id}/revocation', { params: { path: { id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, '/gestion/centres/mandats?fait=arrete')
  },
}
