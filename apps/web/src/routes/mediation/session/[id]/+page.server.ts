import { read, readApi, send } from '$lib/server/api'
import { redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({
  session: await read(event, readApi(event).GET('/api/assisted-sessions/{id}', { params: { path: { id: event.params.id } } })),
})

export const actions: Actions = {
  default: async event => {
    // Ending twice, or after the half hour, comes to the same: nothing of the person is left.
    await send(readApi(event).DELETE('/api/assisted-sessions/{id}', { params: { path: { id: event.params.id ?? '' } } }))
    redirect(303, '/mediation?fait=fin')
  },
}
