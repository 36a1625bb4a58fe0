import { fail, redirect } from '@sveltejs/kit'
import { problemOf, read, readApi, requirePermission, send } from '$lib/server/api'
import { pageOf, refusedHere } from '../../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

const states = ['waiting', 'draft', 'published'] as const

export const load: PageServerLoad = async event => {
  requirePermission(event, 'proposal.answer')
  const query = event.url.searchParams
  const q = (query.get('q') ?? '').slice(0, 200)
  const state = states.find(known => known === query.get('etat'))
  const mine = query.get('miennes') === 'oui'
  const api = readApi(event)
  const { id } = event.params
  const [list, settings] = await Promise.all([
    read(event, api.GET('/api/consultations/{id}/proposal-answers', { params: { path: { id }, query: { q: q || undefined, state, mine: mine || undefined, page: pageOf(event.url), perPage: 20 } } })),
    read(event, api.GET('/api/consultations/{id}/evaluation', { params: { path: { id } } })),
  ])
  return { list, staff: settings.staff, filter: { q, state: state ?? '', mine } }
}

export const actions: Actions = {
  confier: async event => {
    const form = await event.request.formData()
    const proposalIds = form.getAll('proposal').map(String)
    const accountIds = form.getAll('account').map(String)
    if (proposalIds.length === 0) return fail(422, { problem: refusedHere([{ code: 'proposal.none-chosen', at: 'proposal' }]), proposalIds, accountIds })
    const outcome = await send(readApi(event).PUT('/api/consultations/{id}/evaluation/assignments', { params: { path: { id: event.params.id } }, body: { proposalIds, accountIds } }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: problemOf(outcome.problem.status, outcome.problem), proposalIds, accountIds })
    redirect(303, `${event.url.pathname}?fait=confiees`)
  },
}
