import { failFrom, read, readApi, send } from '$lib/server/api'
import { signInPath } from '$lib/session'
import { error, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

const done = ['envoi', 'correction', 'soutien', 'retrait-soutien', 'retrait'] as const

export const load: PageServerLoad = async event => {
  if (!/^\d{1,6}$/.test(event.params.number)) error(404)
  const api = readApi(event)
  const consultation = await read(event, api.GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: event.params.slug } } }))
  const proposal = await read(event, api.GET('/api/consultations/{id}/proposals/{number}', { params: { path: { id: consultation.id, number: Number(event.params.number) } } }))
  return { consultation, proposal, done: done.find(known => known === event.url.searchParams.get('fait')) ?? null }
}

async function proposalOf(event: RequestEvent) {
  const api = readApi(event)
  const consultation = await read(event, api.GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: event.params.slug ?? '' } } }))
  return read(event, api.GET('/api/consultations/{id}/proposals/{number}', { params: { path: { id: consultation.id, number: Number(event.params.number) } } }))
}

const back = (event: RequestEvent, what: (typeof done)[number]) => redirect(303, `/consultations/${event.params.slug}/propositions/${event.params.number}?fait=${what}`)

export const actions: Actions = {
  soutenir: async event => {
    const proposal = await proposalOf(event)
    const outcome = await send(readApi(event).PUT('/api/proposals/{id}/support', { params: { path: { id: proposal.id } } }))
    if (outcome.ok) back(event, 'soutien')
    if (outcome.problem.status === 401) redirect(303, signInPath(new URL(event.url.pathname, event.url)))
    if (outcome.problem.code === 'account.civil-status-needed') redirect(303, `/compte/identite?retour=${encodeURIComponent(event.url.pathname)}`)
    return failFrom(outcome.problem, {})
  },
  'ne-plus-soutenir': async event => {
    const proposal = await proposalOf(event)
    const outcome = await send(readApi(event).DELETE('/api/proposals/{id}/support', { params: { path: { id: proposal.id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    back(event, 'retrait-soutien')
  },
}
