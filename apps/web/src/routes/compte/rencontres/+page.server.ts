import { pageOf } from '$lib/server/page-number'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'account.own')
  return {
    list: await read(event, readApi(event).GET('/api/account/registrations', { params: { query: { page: pageOf(event.url) } } })),
    cancelled: event.url.searchParams.get('fait') === 'annulee',
  }
}

export const actions: Actions = {
  annuler: async event => {
    requirePermission(event, 'account.own')
    const id = String((await event.request.formData()).get('rencontre') ?? '')
    const outcome = await send(readApi(event).DELETE('/api/meetings/{id}/registration', { params: { path: { id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, '/compte/rencontres?fait=annulee')
  },
}
