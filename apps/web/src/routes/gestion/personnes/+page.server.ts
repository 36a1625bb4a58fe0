import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { pageOf } from '../_parts/server'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'role.grant')
  const q = (event.url.searchParams.get('q') ?? '').slice(0, 100)
  return { q, list: await read(event, readApi(event).GET('/api/roles', { params: { query: { q: q || undefined, page: pageOf(event.url), perPage: 50 } } })) }
}

export const actions: Actions = {
  default: async event => {
    const id = String((await event.request.formData()).get('role') ?? '')
    const outcome = await send(readApi(event).DELETE('/api/roles/{id}', { params: { path: { id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, '/gestion/personnes?fait=role-fini')
  },
}
