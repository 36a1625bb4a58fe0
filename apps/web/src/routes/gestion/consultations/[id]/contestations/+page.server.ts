import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { readConsultation, readVote, refusedHere, textsOf } from '../../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

const decisions = ['homonym', 'usurpation', 'same_person'] as const

export const load: PageServerLoad = async event => {
  requirePermission(event, 'contested.review')
  const { consultation } = await event.parent()
  const vote = await readVote(event, consultation)
  const api = readApi(event)
  const [contested, centres] = await Promise.all([
    read(event, api.GET('/api/votes/{id}/contested', { params: { path: { id: vote.id } } })),
    send(api.GET('/api/centres', { params: { query: {} } })),
  ])
  return { vote, contested, centres: Object.fromEntries(centres.ok ? centres.data.items.map(({ id, name, municipality }) => [id, `${name}, ${municipality.name}`]) : []) }
}

export const actions: Actions = {
  default: async event => {
    const values = textsOf(await event.request.formData())
    const { entry = '', reason = '' } = values
    const decision = decisions.find(known => known === values[`decision-${entry}`])
    const kept = { entry, decision: decision ?? '', reason }
    if (!decision) return failFrom(refusedHere([{ code: 'field.is-in', at: 'decision' }]), kept)
    const vote = await readVote(event, await readConsultation(event))
    const outcome = await send(readApi(event).POST('/api/votes/{id}/contested/{entryId}/review', { params: { path: { id: vote.id, entryId: entry } }, body: { decision, reason } }))
    if (!outcome.ok) return failFrom(outcome.problem, kept)
    redirect(303, `${event.url.pathname}?vote=${vote.id}&fait=examinee`)
  },
}
