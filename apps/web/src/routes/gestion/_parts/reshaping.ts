import type { RequestEvent } from '@sveltejs/kit'
import { errorSentence } from '$lib/errors'
import { read, readApi } from '$lib/server/api'
import { pageOf } from './server'

type Event = RequestEvent<{ id: string }>

/** Proposals that may be chosen, and what choosing those of the address would do. */
export async function readReshaping(event: Event, kind: 'merge' | 'split', enough: number) {
  const query = event.url.searchParams
  const q = (query.get('q') ?? '').slice(0, 200)
  const chosen = [...new Set(query.getAll('proposition'))].filter(id => /^[0-9a-f-]{36}$/.test(id)).slice(0, 20)
  const api = readApi(event)
  if (query.get('voir') === 'oui' && chosen.length >= enough) {
    const plan = await read(event, api.POST('/api/consultations/{id}/reshapings/plan', { params: { path: { id: event.params.id } }, body: { kind, proposalIds: chosen } }))
    return { q, chosen, list: null, plan: { ...plan, cannot: plan.refusals.map(({ code, number }) => errorSentence(code, { number: number ?? '' })) } }
  }
  const list = await read(event, api.GET('/api/consultations/{slugOrId}/proposals', { params: { path: { slugOrId: event.params.id }, query: { q: q || undefined, sort: 'supported', page: pageOf(event.url), perPage: 20 } } }))
  return { q, chosen, list, plan: null }
}
