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
  const zone = /^-?\d{1,3}(\.\d{1,5})?(,-?\d{1,3}(\.\d{1,5})?){3}$/.exec(query.get('zone') ?? '')?.[0] ?? ''
  const onMap = query.get('vue') === 'carte'
  const page = Math.max(1, Math.min(10_000, Number.parseInt(query.get('page') ?? '1', 10) || 1))
  const api = readApi(event)
  const now = platformNow(event)
  const path = { slugOrId: event.params.slug }
  const narrowed = { q: q || undefined, theme: theme || undefined, municipality: municipality || undefined, state: withdrawn ? 'withdrawn' as const : undefined, answer: answer || undefined, zone: zone || undefined }
  const [consultation, rules, statuses, list, map, territory] = await Promise.all([
    read(event, readPublicApi(event).GET('/api/consultations/{slugOrId}', { params: { path } })),
    read(event, readPublicApi(event).GET('/api/consultations/{slugOrId}/proposal-rules', { params: { path } })),
    read(event, readPublicApi(event).GET('/api/consultations/{slugOrId}/proposal-statuses', { params: { path } })),
    read(event, api.GET('/api/consultations/{slugOrId}/proposals', {
      params: { path, query: { ...narrowed, sort, page, perPage: 20 } },
    })),
    onMap ? read(event, readPublicApi(event).GET('/api/consultations/{slugOrId}/proposal-map', { params: { path, query: narrowed } })) : null,
    onMap ? read(event, readPublicApi(event).GET('/api/territory')) : null,
  ])
  // Of the phase that is open, else of the last one.
  const rule = rules.items.find(({ state }) => state === 'open') ?? rules.items.at(-1) ?? null
  // The communes that the consultation concerns, and of those what the map shows.
  const codes = new Set(consultation.communes.map(({ code }) => code))
  const areas = (territory?.communes ?? []).filter(({ code }) => codes.has(code))
  const own = consultation.communes.find(({ code }) => code === event.locals.commune) ?? null
  return { map, areas, near: municipality === own?.code ? null : own, consultation, list, rule, statuses: statuses.items, filter: { q, theme, municipality, sort, withdrawn, answer, zone, onMap }, filtered: Boolean(q || theme || municipality || withdrawn || answer || zone), now: await now }
}
