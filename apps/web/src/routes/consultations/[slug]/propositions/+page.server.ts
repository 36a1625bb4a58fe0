import { read, readApi } from '$lib/server/api'
import { themes } from '$lib/themes'
import type { PageServerLoad } from './$types'

const sorts = ['recent', 'supported', 'oldest'] as const

export const load: PageServerLoad = async event => {
  const query = event.url.searchParams
  const q = (query.get('q') ?? '').slice(0, 200)
  const theme = themes.find(known => known === query.get('theme')) ?? ''
  const municipality = /^\d{5}$/.exec(query.get('commune') ?? '')?.[0] ?? ''
  const sort = sorts.find(known => known === query.get('ordre')) ?? 'recent'
  const page = Math.max(1, Math.min(10_000, Number.parseInt(query.get('page') ?? '1', 10) || 1))
  const api = readApi(event)
  const consultation = await read(event, api.GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: event.params.slug } } }))
  const list = await read(event, api.GET('/api/consultations/{slugOrId}/proposals', {
    params: { path: { slugOrId: consultation.id }, query: { q: q || undefined, theme: theme || undefined, municipality: municipality || undefined, sort, page, perPage: 20 } },
  }))
  return { consultation, list, filter: { q, theme, municipality, sort }, filtered: Boolean(q || theme || municipality) }
}
