import { failFrom, readApi, send } from '$lib/server/api'
import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

/** Whoever is signed in with a confirmed address has nothing to press: the link did its work. */
export const load: PageServerLoad = ({ locals }) => {
  if (locals.session?.account.emailConfirmed) redirect(303, '/inscription/confirmation?fait')
}

export const actions: Actions = {
  // Programs that check mails follow links: the address is confirmed by the button, not by the visit.
  default: async event => {
    const outcome = await send(readApi(event).PUT('/api/email-confirmations/{token}', { params: { path: { token: event.params.jeton } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, '/inscription/confirmation?fait')
  },
}
