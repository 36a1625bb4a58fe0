import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import type { Actions, PageServerLoad } from './$types'

/** What is asked again before it is done. */
const endings = ['done', 'cancelled'] as const

export const load: PageServerLoad = async event => {
  requirePermission(event, 'habilitation.manage')
  return { mission: await read(event, readApi(event).GET('/api/console/missions/{id}', { params: { path: { id: event.params.id } } })), done: event.url.searchParams.get('fait'), ending: endings.find(state => state === event.url.searchParams.get('fin')) ?? null }
}

export const actions: Actions = {
  proposer: async event => {
    const accountIds = (await event.request.formData()).getAll('accountIds').map(String)
    const outcome = await send(readApi(event).POST('/api/console/missions/{id}/proposals', { params: { path: { id: event.params.id } }, body: { accountIds } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `/gestion/reserve/${event.params.id}?fait=propose`)
  },
  finir: async event => {
    const state = (await event.request.formData()).get('state') === 'done' ? 'done' as const : 'cancelled' as const
    const outcome = await send(readApi(event).PUT('/api/console/missions/{id}/state', { params: { path: { id: event.params.id } }, body: { state } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `/gestion/reserve/${event.params.id}?fait=fini`)
  },
}
