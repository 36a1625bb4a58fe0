import { fail, redirect, type RequestEvent } from '@sveltejs/kit'
import { read, readApi, requirePermission, send, type Outcome } from '$lib/server/api'
import { textsOf } from '../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'centre.manage')
  const api = readApi(event)
  const [centre, communes] = await Promise.all([read(event, api.GET('/api/console/centres/{id}', { params: { path: { id: event.params.id } } })), read(event, api.GET('/api/municipalities', { params: { query: {} } }))])
  return { centre, communes: communes.filter(({ alias }) => !alias).map(({ code, name }) => ({ value: code, label: name })) }
}

/** Does what a form asks, then comes back; a refusal keeps what was typed, in the form it was typed in. */
async function act(event: RequestEvent<{ id: string }>, which: string, done: string, ask: (texts: Record<string, string>, id: string) => Promise<Outcome<unknown>>) {
  requirePermission(event, 'centre.manage')
  const texts = textsOf(await event.request.formData())
  const outcome = await ask(texts, event.params.id)
  if (!outcome.ok) return fail(outcome.problem.status, { which, values: texts, problem: outcome.problem })
  redirect(303, `/gestion/centres/${event.params.id}?fait=${done}`)
}

export const actions: Actions = {
  fermer: event => act(event, 'fermer', 'fermeture', ({ from = '', to = '', reason = '' }, id) => send(readApi(event).POST('/api/console/centres/{id}/closures', { params: { path: { id } }, body: { from, to: to || from, reason } }))),
  rouvrir: event => act(event, 'rouvrir', 'fermeture-retiree', ({ id: closureId = '' }, id) => send(readApi(event).DELETE('/api/console/centres/{id}/closures/{closureId}', { params: { path: { id, closureId } } }))),
  passage: event => act(event, 'passage', 'passage', ({ day = '', opens = '', closes = '', place = '', municipalityCode = '' }, id) => send(readApi(event).POST('/api/console/centres/{id}/stops', { params: { path: { id } }, body: { day, opens, closes, place, municipalityCode } }))),
  retirer: event => act(event, 'retirer', 'passage-retire', ({ id: stopId = '' }, id) => send(readApi(event).DELETE('/api/console/centres/{id}/stops/{stopId}', { params: { path: { id, stopId } } }))),
  montrer: event => act(event, 'montrer', 'lieu-montre', (_, id) => send(readApi(event).PUT('/api/console/centres/{id}/activation', { params: { path: { id } }, body: { active: true } }))),
  masquer: event => act(event, 'masquer', 'lieu-masque', (_, id) => send(readApi(event).PUT('/api/console/centres/{id}/activation', { params: { path: { id } }, body: { active: false } }))),
}
