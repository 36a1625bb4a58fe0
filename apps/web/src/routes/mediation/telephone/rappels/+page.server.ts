import { redirect, type Actions } from '@sveltejs/kit'
import { failFrom, read, readApi, send } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({ ...await read(event, readApi(event).GET('/api/callbacks')), done: event.url.searchParams.get('fait') })

export const actions: Actions = {
  prendre: async event => {
    const id = String((await event.request.formData()).get('id') ?? '')
    const outcome = await send(readApi(event).PUT('/api/callbacks/{id}/taking', { params: { path: { id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `/mediation/telephone/rappels/${id}`)
  },
}
