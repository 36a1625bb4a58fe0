import { failFrom, read, readApi, send } from '$lib/server/api'
import { redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

const codeOf = async (event: RequestEvent): Promise<string> =>
  (await read(event, readApi(event).GET('/api/assisted-sessions/{id}', { params: { path: { id: event.params.id ?? '' } } }))).mandate?.code ?? ''

export const load: PageServerLoad = async event => {
  const { session } = await event.parent()
  if (!session.mandate) redirect(303, `/mediation/session/${session.id}/accord`)
  return { code: session.mandate.code, mandate: await read(event, readApi(event).GET('/api/mandates/codes/{code}', { params: { path: { code: session.mandate.code } } })) }
}

export const actions: Actions = {
  /** The person pressed it. */
  accord: async event => {
    const outcome = await send(readApi(event).POST('/api/mandates/codes/{code}/agreement', { params: { path: { code: await codeOf(event) } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `/mediation/session/${event.params.id}`)
  },
  arreter: async event => {
    const outcome = await send(readApi(event).POST('/api/mandates/codes/{code}/revocation', { params: { path: { code: await codeOf(event) } }, body: {} }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `/mediation/session/${event.params.id}/mandat`)
  },
}
