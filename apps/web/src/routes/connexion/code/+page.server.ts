import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { carried } from '$lib/server/typed'
import { pageAt, returnPath, signInPath } from '$lib/links'
import { arriving } from '../_parts/arriving'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const target = returnPath(event.url, '')
  if (!event.locals.session) redirect(303, signInPath(event.url))
  const factor = await read(event, readApi(event).GET('/api/second-factor'))
  // Nothing to ask: the desk is open, or there is none. A code that was never set up is set up first.
  if (event.request.method === 'GET' && event.locals.session.desk !== 'code-needed') redirect(303, pageAt(target) || '/mediation/habilitation')
  if (event.request.method === 'GET' && factor.state !== 'ready') redirect(303, '/mediation/habilitation')
  return { target, demonstrationCode: factor.demonstrationCode }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const target = returnPath(event.url, '')
    // A form that was sent while the desk was left alone: it is carried until the code is given.
    const arrived = arriving(event, form, '/connexion/code')
    if (arrived) return { kept: arrived }
    const kept = carried(form.get('typed')) ?? undefined
    const outcome = await send(readApi(event).POST('/api/second-factor/checks', { body: { code: String(form.get('code') ?? '').slice(0, 40) } }))
    if (!outcome.ok) return failFrom(outcome.problem, { kept })
    if (kept && target) return { kept, again: target }
    redirect(303, pageAt(target) || '/mediation')
  },
}
