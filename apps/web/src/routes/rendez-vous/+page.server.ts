import type { Actions } from '@sveltejs/kit'
import { readApi, send } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = () => ({})

const typedIn = async (request: Request) => String((await request.formData()).get('code') ?? '').slice(0, 40)

// A code opens what it is for: it travels in forms and stands in no address.
export const actions: Actions = {
  voir: async event => {
    const typed = await typedIn(event.request)
    const outcome = await send(readApi(event).POST('/api/appointments/code', { body: { code: typed || '-' } }))
    return outcome.ok ? { typed, appointment: outcome.data, problem: null } : { typed, appointment: null, problem: outcome.problem }
  },
  annuler: async event => {
    const typed = await typedIn(event.request)
    const outcome = await send(readApi(event).POST('/api/appointments/cancellations', { body: { code: typed || '-' } }))
    return outcome.ok ? { typed, appointment: outcome.data, problem: null } : { typed, appointment: null, problem: outcome.problem }
  },
}
