import { redirect, type RequestEvent } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { pageOf, readConsultation, readVote, refusedHere, textsOf } from '../../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

type Event = RequestEvent<{ id: string }>
const decisions = ['homonym', 'usurpation', 'same_person'] as const
const pairDecisions = ['two_people', 'same_person'] as const
const PER_PAGE = 20

export const load: PageServerLoad = async event => {
  requirePermission(event, 'contested.review')
  const { consultation } = await event.parent()
  const vote = await readVote(event, consultation)
  const api = readApi(event)
  const [contested, duplicates, centres] = await Promise.all([
    read(event, api.GET('/api/votes/{id}/contested', { params: { path: { id: vote.id } } })),
    read(event, api.GET('/api/votes/{id}/duplicates', { params: { path: { id: vote.id }, query: { page: pageOf(event.url, 'paires'), perPage: PER_PAGE } } })),
    send(api.GET('/api/centres', { params: { query: {} } })),
  ])
  return { vote, contested, duplicates, centres: Object.fromEntries(centres.ok ? centres.data.items.map(({ id, name, municipality }) => [id, `${name}, ${municipality.name}`]) : []) }
}

const done = (event: Event, voteId: string) => `${event.url.pathname}?vote=${voteId}&fait=examinee`

export const actions: Actions = {
  examiner: async event => {
    const values = textsOf(await event.request.formData())
    const { entry = '', reason = '' } = values
    const decision = decisions.find(known => known === values[`decision-${entry}`])
    const kept = { entry, pairs: [] as string[], decision: decision ?? '', reason }
    if (!decision) return failFrom(refusedHere([{ code: 'field.is-in', at: 'decision' }]), kept)
    const vote = await readVote(event, await readConsultation(event))
    const outcome = await send(readApi(event).POST('/api/votes/{id}/contested/{entryId}/review', { params: { path: { id: vote.id, entryId: entry } }, body: { decision, reason } }))
    if (!outcome.ok) return failFrom(outcome.problem, kept)
    redirect(303, done(event, vote.id))
  },
  /** Of several pairs together: what is ticked names both of each. */
  doublons: async event => {
    const form = await event.request.formData()
    const pairs = form.getAll('paires').map(String)
    const reason = String(form.get('reason') ?? '')
    const decision = pairDecisions.find(known => known === form.get('decision'))
    const kept = { entry: '', pairs, decision: decision ?? '', reason }
    const refusals = [
      ...(pairs.length ? [] : [{ code: 'duplicate.nothing-chosen', at: 'pairs' }]), ...(decision ? [] : [{ code: 'field.is-in', at: 'decision' }]),
      ...(reason.trim().length < 20 ? [{ code: 'field.min-length', at: 'reason', facts: { limit: 20 } }] : []),
    ]
    if (refusals.length || !decision) return failFrom(refusedHere(refusals), kept)
    const vote = await readVote(event, await readConsultation(event))
    const body = { pairs: pairs.map(pair => { const [stays = '', goes = ''] = pair.split('.'); return { stays, goes } }), decision, reason }
    const outcome = await send(readApi(event).POST('/api/votes/{id}/duplicates/decisions', { params: { path: { id: vote.id } }, body }))
    if (!outcome.ok) return failFrom(outcome.problem, kept)
    redirect(303, done(event, vote.id))
  },
}
