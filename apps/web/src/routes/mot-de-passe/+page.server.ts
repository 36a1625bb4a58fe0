import { failFrom, readApi, send } from '$lib/server/api'
import { hasMailbox } from '$lib/server/mailbox'
import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const sent = event.url.searchParams.has('envoye')
  return { sent, mailbox: sent && await hasMailbox(readApi(event)) }
}

export const actions: Actions = {
  default: async event => {
    const email = String((await event.request.formData()).get('email') ?? '')
    const outcome = await send(readApi(event).POST('/api/password-resets', { body: { email } }))
    if (!outcome.ok) return failFrom(outcome.problem, { email })
    redirect(303, '/mot-de-passe?envoye')
  },
}
