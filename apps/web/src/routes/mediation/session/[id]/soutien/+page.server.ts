import { failFrom, read, readApi, send } from '$lib/server/api'
import { redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const q = (event.url.searchParams.get('q') ?? '').slice(0, 200)
  const page = Math.max(1, Math.min(10_000, Number.parseInt(event.url.searchParams.get('page') ?? '1', 10) || 1))
  const session = await read(event, api.GET('/api/assisted-sessions/{id}', { params: { path: { id: event.params.id } } }))
  if (!session.may.includes('support')) redirect(303, `/mediation/session/${session.id}`)
  const list = await read(event, api.GET('/api/consultations/{slugOrId}/proposals', { params: { path: { slugOrId: session.consultation.id }, query: { q: q || undefined, sort: 'supported', page, perPage: 20 } } }))
  return { session, list, q }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const proposalId = String(form.get('proposalId') ?? '')
    const title = String(form.get('title') ?? '').slice(0, 200)
    const values = { proposalId, title }
    if (form.get('step') !== 'send') return { review: true, values, problem: null, receipt: '' }
    const outcome = await send(readApi(event).POST('/api/assisted-sessions/{id}/supports', { params: { path: { id: event.params.id ?? '' } }, body: { proposalId } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    return { review: false, values, problem: null, receipt: outcome.data.receipt }
  },
}
