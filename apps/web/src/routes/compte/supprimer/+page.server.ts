import { forgetChoice } from '$lib/server/ballot-choice'
import { forgetAddress } from '$lib/server/typed-address'
import { failFrom, problemOf, read, readApi, requirePermission, send } from '$lib/server/api'
import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { roles } = requirePermission(event, 'account.own')
  const { total } = await read(event, readApi(event).GET('/api/account/proposals', { params: { query: { perPage: 1 } } }))
  return { holdsRole: roles.length > 0, proposals: total }
}

export const actions: Actions = {
  default: async event => {
    requirePermission(event, 'account.own')
    const form = await event.request.formData()
    const password = String(form.get('password') ?? '')
    if (!password) return failFrom(problemOf(422, { refusals: [{ code: 'password.missing', at: 'password' }] }), {})
    const outcome = await send(readApi(event).POST('/api/account/erasure', { body: { password } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    forgetChoice(event.cookies)
    forgetAddress(event.cookies)
    // Not to a form that asks for the account they have just left.
    redirect(303, '/?compte=supprime')
  },
}
