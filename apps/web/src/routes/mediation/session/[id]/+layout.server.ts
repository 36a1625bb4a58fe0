import { readApi, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { error, redirect } from '@sveltejs/kit'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async event => {
  const outcome = await send(readApi(event).GET('/api/assisted-sessions/{id}', { params: { path: { id: event.params.id } } }))
  if (outcome.ok) return { session: outcome.data, now: await platformNow(event) }
  // The way back of the browser, or half an hour later: there is nothing left to see.
  if (outcome.problem.code === 'assisted-session.ended') redirect(303, '/mediation?fait=deja')
  error(outcome.problem.status, { message: outcome.problem.sentence, code: outcome.problem.code })
}
