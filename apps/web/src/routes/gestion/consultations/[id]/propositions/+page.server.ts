import { fail, redirect } from '@sveltejs/kit'
import { read, readApi, send } from '$lib/server/api'
import { savedFilterActions, savedFilters, type Filter } from '../../../_parts/saved-filters'
import { onlyWhoEdits, pageOf, readConsultation, refusedHere } from '../../../_parts/server'
import { channelOf } from '../../../_parts/words'
import { stepPath } from '../../../_parts/steps'
import type { Consultation, Vote } from '../../../_parts/types'
import type { Actions, PageServerLoad } from './$types'

const sorts = ['supported', 'recent', 'oldest'] as const

/** The vote that proposals may still be added to: the one asked for, else the first that is not open yet. */
async function targetOf(event: Parameters<typeof readConsultation>[0], { votes }: Consultation): Promise<Vote | null> {
  const open = votes.filter(({ state }) => state === 'draft')
  const found = open.find(({ id }) => id === event.url.searchParams.get('vote')) ?? open[0]
  return found ? read(event, readApi(event).GET('/api/votes/{id}', { params: { path: { id: found.id } } })) : null
}

const filterOf = ({ searchParams: query }: URL) => ({ sort: sorts.find(known => known === query.get('ordre')) ?? 'supported' as const, q: (query.get('q') ?? '').slice(0, 200), channel: channelOf(query.get('canal')) })
/** The order that the page has anyway is not a filter. */
const asked = (url: URL) => {
  const { sort, q, channel } = filterOf(url)
  return { q: q.trim(), sort: sort === 'supported' ? undefined : sort, channel }
}

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  const filter = filterOf(event.url)
  const { sort, q, channel } = filter
  // The same filter on the proposals of any consultation.
  const wanted = event.url.searchParams.get('vote')
  const hrefOf = ({ q: words, sort: order, channel: door }: Filter) =>
    `/gestion/consultations/${consultation.id}/propositions?${new URLSearchParams([...(wanted ? [['vote', wanted]] : []), ...(words ? [['q', words]] : []), ...(order ? [['ordre', order]] : []), ...(door ? [['canal', door]] : [])])}`
  const vote = await targetOf(event, consultation)
  // The proposals of a draft do not exist yet.
  if (consultation.state === 'draft') return { vote, list: null, filter, file: '', saved: null }
  const list = await read(event, readApi(event).GET('/api/consultations/{slugOrId}/proposals', {
    params: { path: { slugOrId: consultation.id }, query: { q: q || undefined, sort, channel, page: pageOf(event.url), perPage: 50 } },
  }))
  const file = `/api/consultations/${consultation.id}/proposals.csv?${new URLSearchParams([...(q.trim() ? [['q', q.trim()]] : []), ...(channel ? [['channel', channel]] : [])])}`
  return { vote, list, filter, file, saved: await savedFilters(event, 'proposals', asked(event.url), hrefOf) }
}

const noneTyped = { values: { name: '', team: '' } }
const saving = savedFilterActions('proposals', asked)
const nothingChosen = { chosen: [] as string[], readBack: false }

export const actions: Actions = {
  garder: async event => {
    const refused = await saving.garder(event)
    return fail(refused.status, { ...nothingChosen, ...refused.data })
  },
  oublier: async event => {
    const refused = await saving.oublier(event)
    return fail(refused.status, { ...nothingChosen, ...refused.data })
  },
  readback: async event => {
    const chosen = (await event.request.formData()).getAll('proposals').map(String)
    if (chosen.length === 0) return fail(422, { ...noneTyped, chosen, readBack: false, problem: refusedHere([{ code: 'proposal.none-chosen', at: 'proposals' }]) })
    return { ...noneTyped, chosen, readBack: true, problem: undefined }
  },
  add: async event => {
    const chosen = (await event.request.formData()).getAll('proposals').map(String)
    const vote = await targetOf(event, await readConsultation(event))
    if (!vote) return fail(409, { ...noneTyped, chosen, readBack: false, problem: refusedHere([{ code: 'vote.options-frozen', at: 'proposals' }]) })
    const outcome = await send(readApi(event).POST('/api/votes/{id}/options/from-proposals', { params: { path: { id: vote.id } }, body: { proposalIds: chosen } }))
    if (!outcome.ok) return fail(outcome.problem.status, { ...noneTyped, chosen, readBack: false, problem: outcome.problem })
    redirect(303, `${stepPath(event.params.id, 'vote')}/${vote.id}?fait=ajoutees#options`)
  },
}
