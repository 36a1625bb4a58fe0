import { error, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { failFrom, problemOf, read, readApi, send } from '$lib/server/api'
import { readProposal } from '$lib/server/proposals'
import { changesOf } from '$lib/server/text-changes'
import type { PageServerLoad } from './$types'

const done = ['propose', 'accepte', 'decline', 'repris', 'retire'] as const

async function readAmendment(event: RequestEvent) {
  const { amendment: number = '' } = event.params
  if (!/^\d{1,6}$/.test(number)) error(404)
  const found = await readProposal(event)
  return { ...found, amendment: await read(event, readApi(event).GET('/api/proposals/{id}/amendments/{number}', { params: { path: { id: found.proposal.id, number } } })) }
}

export const load: PageServerLoad = async event => {
  const found = await readAmendment(event)
  const { amendment } = found
  return {
    ...found, done: event.locals.session ? done.find(known => known === event.url.searchParams.get('fait')) ?? null : null,
    title: changesOf(amendment.baseTitle, amendment.title || amendment.baseTitle), body: changesOf(amendment.baseBody, amendment.body || amendment.baseBody),
  }
}

const here = (event: RequestEvent) => `/consultations/${event.params.slug}/propositions/${event.params.number}`
const back = (event: RequestEvent, what: (typeof done)[number]): never => redirect(303, `${here(event)}/amendements/${event.params.amendment}?fait=${what}`)

/** A reason is asked for by two acts: what is too short is said before anything is sent. */
async function withReason(event: RequestEvent, act: 'refusal' | 'removal') {
  const reason = String((await event.request.formData()).get('reason') ?? '')
  if (reason.trim().length < 10) return failFrom(problemOf(422, { code: 'request.invalid', refusals: [{ code: 'amendment.reason-short', at: act, facts: { limit: 10 } }] }), { reason, act })
  const { amendment: { id } } = await readAmendment(event)
  const api = readApi(event)
  const sent = { params: { path: { id } }, body: { reason } }
  const outcome = await send(act === 'refusal' ? api.POST('/api/amendments/{id}/refusal', sent) : api.POST('/api/amendments/{id}/removal', sent))
  return outcome.ok ? back(event, act === 'refusal' ? 'decline' : 'retire') : failFrom(outcome.problem, { reason, act })
}

export const actions: Actions = {
  accepter: async event => {
    const { amendment: { id } } = await readAmendment(event)
    const outcome = await send(readApi(event).POST('/api/amendments/{id}/acceptance', { params: { path: { id } } }))
    return outcome.ok ? back(event, 'accepte') : failFrom(outcome.problem, { reason: '', act: '' })
  },
  decliner: event => withReason(event, 'refusal'),
  retirer: event => withReason(event, 'removal'),
  reprendre: async event => {
    const { amendment: { id } } = await readAmendment(event)
    const outcome = await send(readApi(event).POST('/api/amendments/{id}/withdrawal', { params: { path: { id } } }))
    return outcome.ok ? back(event, 'repris') : failFrom(outcome.problem, { reason: '', act: '' })
  },
  promouvoir: async event => {
    const { amendment: { id } } = await readAmendment(event)
    const outcome = await send(readApi(event).POST('/api/amendments/{id}/promotion', { params: { path: { id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, { reason: '', act: '' })
    redirect(303, `/consultations/${event.params.slug}/propositions/${outcome.data.number}?fait=promu`)
  },
}
