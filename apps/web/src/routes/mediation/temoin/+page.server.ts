import { failFrom, read, readApi, send } from '$lib/server/api'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { assistant, organisation } = await read(event, readApi(event).GET('/api/desk'))
  const ask = assistant === 'volunteer' ? organisation : null
  const code = (event.url.searchParams.get('code') ?? '').trim().slice(0, 40)
  if (!code || ask !== null) return { ask, organisation, code, mandate: null, problem: null }
  const outcome = await send(readApi(event).GET('/api/mandates/codes/{code}', { params: { path: { code } } }))
  return outcome.ok ? { ask, organisation, code, mandate: outcome.data, problem: null } : { ask, organisation, code, mandate: null, problem: outcome.problem }
}

export const actions: Actions = {
  default: async event => {
    const code = String((await event.request.formData()).get('code') ?? '')
    const outcome = await send(readApi(event).POST('/api/mandates/codes/{code}/agreement', { params: { path: { code } } }))
    return outcome.ok ? { done: true as const } : failFrom(outcome.problem, {})
  },
}
