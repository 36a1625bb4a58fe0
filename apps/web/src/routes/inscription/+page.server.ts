import { failFrom, readApi, send } from '$lib/server/api'
import { keepAddress, keptAddress } from '$lib/server/typed-address'
import { isVotePath, mailedPath, rememberPath } from '$lib/server/way-back'
import { language, returnPath } from '$lib/links'
import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url, cookies }) => {
  const back = returnPath(url, '')
  if (locals.session) redirect(303, back || '/compte')
  return { back, voting: isVotePath(back), typed: keptAddress(cookies) }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const email = String(form.get('email') ?? '')
    const displayName = String(form.get('displayName') ?? '').trim()
    const letters = form.get('letters') === 'oui'
    const back = returnPath(event.url, '')
    const outcome = await send(readApi(event).POST('/api/accounts', { body: { email, password: String(form.get('password') ?? ''), displayName, language: language(), back: mailedPath(back), letters } }))
    if (!outcome.ok) return failFrom(outcome.problem, { email, displayName, letters })
    if (back) rememberPath(event.cookies, event.url, back)
    keepAddress(event.cookies, event.url, email.trim())
    redirect(303, '/inscription/confirmation')
  },
}
