import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { pageOf } from '../_parts/server'
import { grantedRoles } from '../_parts/words'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'role.grant')
  const query = event.url.searchParams
  const filter = {
    q: (query.get('q') ?? '').trim().slice(0, 100) || undefined, role: grantedRoles.find(known => known === query.get('role')), place: (query.get('lieu') ?? '').slice(0, 100) || undefined,
  }
  const list = await read(event, readApi(event).GET('/api/roles', { params: { query: { ...filter, page: pageOf(event.url), perPage: 50 } } }))
  return { filter, list, filtered: Object.values(filter).some(Boolean) }
}

export const actions: Actions = {
  default: async event => {
    const id = String((await event.request.formData()).get('role') ?? '')
    const outcome = await send(readApi(event).DELETE('/api/roles/{id}', { params: { path: { id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, '/gestion/personnes?fait=role-fini')
  },
}
