import { failFrom, readApi, send } from '$lib/server/api'
import { forgetPath, isVotePath } from '$lib/server/way-back'
import { returnPath } from '$lib/links'
import { may, type Session } from '$lib/session'
import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

/** Where somebody begins who asked for no page in particular: their place of work, or their account. */
const homeOf = (session: Pick<Session, 'permissions'>) => may(session, 'console.use') ? '/gestion' : may(session, 'desk.use') ? '/mediation' : '/compte'

export const load: PageServerLoad = ({ locals, url }) => {
  const back = returnPath(url, '')
  if (locals.session) redirect(303, back || homeOf(locals.session))
  return {
    back,
    voting: isVotePath(back),
    passwordChanged: url.searchParams.has('mot-de-passe-change'),
    signedOut: url.searchParams.get('deconnexion'),
  }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const email = String(form.get('email') ?? '').slice(0, 254)
    const outcome = await send(readApi(event).POST('/api/sessions', { body: { email, password: String(form.get('password') ?? '') } }))
    if (!outcome.ok) return failFrom(outcome.problem, { email })
    forgetPath(event.cookies)
    redirect(303, returnPath(event.url, homeOf(outcome.data)))
  },
}
