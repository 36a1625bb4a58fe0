import { failFrom, read, readApi, send } from '$lib/server/api'
import { returnPath } from '$lib/links'
import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

/** The page that says it is done, still with the way back of the mail. */
function donePath(url: URL): string {
  const back = returnPath(url, '')
  return `/inscription/confirmation?fait${back ? `&retour=${encodeURIComponent(back)}` : ''}`
}

/** Whoever is signed in with a confirmed address has nothing to press: the link did its work. Others are told what it is still good for. */
export const load: PageServerLoad = async event => {
  const link = await read(event, readApi(event).GET('/api/email-confirmations/{token}', { params: { path: { token: event.params.jeton } } }))
  // A link that nobody sent confirms nothing, whoever follows it.
  if (event.locals.session?.account.emailConfirmed && link.state !== 'ended') redirect(303, donePath(event.url))
  const back = returnPath(event.url, '')
  return { ...link, signIn: back ? `/connexion?retour=${encodeURIComponent(back)}` : '/connexion' }
}

export const actions: Actions = {
  // Programs that check mails follow links: the address is confirmed by the button, not by the visit.
  default: async event => {
    const outcome = await send(readApi(event).PUT('/api/email-confirmations/{token}', { params: { path: { token: event.params.jeton } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, donePath(event.url))
  },
}
