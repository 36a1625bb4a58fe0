import { readApi, send } from '$lib/server/api'
import { fail, redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

const codeOf = (typed: string) => typed.slice(0, 100).replace(/[^0-9A-Za-z]/g, '').toUpperCase()

/** Forgiving, as for every code: small letters, spaces, any separators. */
export const load: PageServerLoad = async event => {
  const typed = (event.url.searchParams.get('code') ?? '').slice(0, 100)
  const code = codeOf(typed)
  if (!code) return { typed, code, registration: null, problem: null }
  const outcome = await send(readApi(event).GET('/api/meeting-registrations/{code}', { params: { path: { code } } }))
  return outcome.ok ? { typed, code, registration: outcome.data, problem: null } : { typed, code, registration: null, problem: outcome.problem }
}

export const actions: Actions = {
  annuler: async event => {
    const code = codeOf(String((await event.request.formData()).get('code') ?? ''))
    const outcome = await send(readApi(event).POST('/api/meeting-registrations/{code}/cancellation', { params: { path: { code: code || '-' } } }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem })
    redirect(303, `/rencontres/inscription?code=${code}`)
  },
}
