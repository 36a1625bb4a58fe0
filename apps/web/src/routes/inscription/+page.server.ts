import { failFrom, readApi, send } from '$lib/server/api'
import { isVotePath, rememberPath } from '$lib/server/way-back'
import { language, returnPath } from '$lib/links'
import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url }) => {
  const back = returnPath(url, '')
  if (locals.session) redirect(303, back || '/compte')
  return { back, voting: isVotePath(back) }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const email = String(form.get('email') ?? '')
    const displayName = String(form.get('displayName') ?? '').trim()
    const outcome = await send(readApi(event).POST('/api/accounts', { body: { email, password: String(form.get('password') ?? ''), displayName, language: language() } }))
    if (!outcome.ok) return failFrom(outcome.problem, { email, displayName })
    const back = returnPath(event.url, '')
    if (back) rememberPath(event.cookies, event.url, back)
    redirect(303, '/inscription/confirmation')
  },
}
