import { read, readApi, readPublicApi } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { themes } from '$lib/themes'
import type { PageServerLoad } from './$types'

const sorts = ['recent', 'supported', 'oldest'] as const

export const load: PageServerLoad = async event => {
  const query = event.url.searchParams
  const q = (query.get('q') ?? '').slice(0, 200)
  const theme = themes.find(known => known === query.get('theme')) ?? ''
  const municipality = /^\d{5}$/.exec(query.get('commune') ?? '')?.[0] ?? ''
  const sort = sorts.find(known => known === query.get('ordre')) ?? 'recent'
  const answer = /^(accepted|refused|studied|other|none|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(query.get('reponse') ?? '')?.[0] ?? ''
  const withdrawn = query.get('etat') === 'withdrawn'
  const page = Math.max(1, Math.min(10_000, Number.parseInt(query.get('page') ?? '1', 10) || 1))
  const api = readApi(event)
  const now = platformNow(event)
  const path = { slugOrId: event.params.slug }
  const [consultation, rules, statuses, list] = await Promise.all([
    read(event, readPublicApi(event).GET('/api/consultations/{slugOrId}', { params: { path } })),
    read(event, readPublicApi(event).GET('/api/consultations/{slugOrId}/proposal-rules', { params: { path } })),
    read(event, readPublicApi(event).GET('/api/consultations/{slugOrId}/proposal-statuses', { params: { path } })),
    read(event, api.GET('/api/consultations/{slugOrId}/proposals', {
      params: { path, query: { q: q || undefined, theme: theme || undefined, municipality: municipality || undefined, sort, state: withdrawn ? 'withdrawn' : undefined, answer: answer || undefined, page, perPage: 20 } },
    })),
  ])
  // Of the phase that is open, else of the last one.
  const rule = rules.items.find(({ state }) => state === 'open') ?? rules.items.at(-1) ?? null
  return { consultation, list, rule, statuses: statuses.items, filter: { q, theme, municipality, sort, withdrawn, answer }, filtered: Boolean(q || theme || municipality || withdrawn || answer), now: await now }
}
