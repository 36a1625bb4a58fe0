import { fail, redirect } from '@sveltejs/kit'
import { problemOf, read, readApi, requirePermission, send } from '$lib/server/api'
import { savedFilterActions, savedFilters, type Filter } from '../../../_parts/saved-filters'
import { pageOf, refusedHere } from '../../../_parts/server'
import { channelOf } from '../../../_parts/words'
import type { Actions, PageServerLoad } from './$types'

const states = ['waiting', 'draft', 'published'] as const

const filterOf = ({ searchParams: query }: URL) => ({
  q: (query.get('q') ?? '').slice(0, 200), state: states.find(known => known === query.get('etat')), mine: query.get('miennes') === 'oui', channel: channelOf(query.get('canal')),
})
/** The same in the words of the API. */
const asked = (url: URL) => {
  const { q, state, mine, channel } = filterOf(url)
  return { q: q.trim(), state, mine: mine ? 'true' : undefined, channel }
}

export const load: PageServerLoad = async event => {
  requirePermission(event, 'proposal.answer')
  const { q, state, mine, channel } = filterOf(event.url)
  const api = readApi(event)
  const { id } = event.params
  const [list, settings] = await Promise.all([
    read(event, api.GET('/api/consultations/{id}/proposal-answers', { params: { path: { id }, query: { q: q || undefined, state, mine: mine || undefined, channel, page: pageOf(event.url), perPage: 20 } } })),
    read(event, api.GET('/api/consultations/{id}/evaluation', { params: { path: { id } } })),
  ])
  // The same filter on the proposals of any consultation.
  const hrefOf = ({ q: words, state: which, mine: own, channel: door }: Filter) =>
    `/gestion/consultations/${id}/reponses?${new URLSearchParams([...(words ? [['q', words]] : []), ...(which ? [['etat', which]] : []), ...(own ? [['miennes', 'oui']] : []), ...(door ? [['canal', door]] : [])])}`
  const file = `/api/consultations/${id}/proposal-answers.csv?${new URLSearchParams(Object.entries(asked(event.url)).flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : [])))}`
  return { list, staff: settings.staff, filter: { q, state: state ?? '', mine, channel }, file, saved: await savedFilters(event, 'answers', asked(event.url), hrefOf) }
}

const saving = savedFilterActions('answers', asked)
const nothingTyped = { values: { name: '', team: '' } }
const nothingChosen = { proposalIds: [] as string[], accountIds: [] as string[] }

export const actions: Actions = {
  garder: async event => {
    const refused = await saving.garder(event)
    return fail(refused.status, { ...nothingChosen, ...refused.data })
  },
  oublier: async event => {
    const refused = await saving.oublier(event)
    return fail(refused.status, { ...nothingChosen, ...refused.data })
  },
  confier: async event => {
    const form = await event.request.formData()
    const proposalIds = form.getAll('proposal').map(String)
    const accountIds = form.getAll('account').map(String)
    if (proposalIds.length === 0) return fail(422, { problem: refusedHere([{ code: 'proposal.none-chosen', at: 'proposal' }]), ...nothingTyped, proposalIds, accountIds })
    const outcome = await send(readApi(event).PUT('/api/consultations/{id}/evaluation/assignments', { params: { path: { id: event.params.id } }, body: { proposalIds, accountIds } }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: problemOf(outcome.problem.status, outcome.problem), ...nothingTyped, proposalIds, accountIds })
    redirect(303, `${event.url.pathname}?fait=confiees`)
  },
}
