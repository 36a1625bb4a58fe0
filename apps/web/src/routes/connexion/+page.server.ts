import { readApi, send } from '$lib/server/api'
import { forgetPath, isVotePath } from '$lib/server/way-back'
import { carried } from '$lib/server/typed'
import { pageAt, returnPath } from '$lib/links'
import { deskHome, may, type Session } from '$lib/session'
import { fail, redirect } from '@sveltejs/kit'
import { arriving } from './_parts/arriving'
import type { Actions, PageServerLoad } from './$types'

/** Where somebody begins who asked for no page in particular: their place of work, or their account. */
const homeOf = (session: Pick<Session, 'permissions' | 'team'>) => may(session, 'console.use') ? '/gestion' : deskHome(session) ?? '/compte'

export const load: PageServerLoad = ({ locals, url, request }) => {
  const back = pageAt(returnPath(url, ''))
  // Signed in this moment, with something to send: the page says so.
  if (locals.session && request.method === 'GET') redirect(303, back || homeOf(locals.session))
  return {
    back,
    target: returnPath(url, ''),
    voting: isVotePath(back),
    passwordChanged: url.searchParams.has('mot-de-passe-change'),
    signedOut: url.searchParams.get('deconnexion'),
  }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const target = returnPath(event.url, '')
    const arrived = arriving(event, form, '/connexion', event.locals.session !== null)
    if (arrived) return { kept: arrived }
    const kept = carried(form.get('typed')) ?? undefined
    const email = String(form.get('email') ?? '').slice(0, 254)
    const outcome = await send(readApi(event).POST('/api/sessions', { body: { email, password: String(form.get('password') ?? '') } }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem, values: { email }, kept })
    forgetPath(event.cookies)
    // A desk asks for a code beside the password; whoever goes somewhere else first is asked when they come to it.
    if (outcome.data.desk === 'code-needed' && !kept && /^(\/mediation(\/|\?|$)|$)/.test(target)) redirect(303, `/connexion/code?retour=${encodeURIComponent(pageAt(target) || '/mediation')}`)
    if (!kept || !target) redirect(303, pageAt(returnPath(event.url, homeOf(outcome.data))))
    event.locals.session = outcome.data as Session
    return { kept, again: target }
  },
}
