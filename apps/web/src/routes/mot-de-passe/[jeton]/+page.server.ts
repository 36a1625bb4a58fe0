import { failFrom, read, readApi, send } from '$lib/server/api'
import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

/** Said before a new password is thought of: whether the link still works. */
export const load: PageServerLoad = event => read(event, readApi(event).GET('/api/password-resets/{token}', { params: { path: { token: event.params.jeton } } }))

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const outcome = await send(readApi(event).PUT('/api/password-resets/{token}', { params: { path: { token: event.params.jeton } }, body: { password: String(form.get('password') ?? '') } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, '/connexion?mot-de-passe-change')
  },
}
