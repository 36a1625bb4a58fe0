import { read, readApi, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const now = platformNow(event)
  const consultation = await read(event, api.GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: event.params.slug } } }))
  const proposals = consultation.phases.some(({ kind, state }) => kind === 'proposals' && state !== 'scheduled')
    ? await read(event, api.GET('/api/consultations/{slugOrId}/proposals', { params: { path: { slugOrId: consultation.id }, query: { page: 1, perPage: 3, sort: 'supported' } } }))
    : null
  const results = consultation.votes.some(({ state }) => state === 'published')
    ? await send(api.GET('/api/consultations/{slug}/results', { params: { path: { slug: consultation.slug } } }))
    : null
  return { consultation, proposals, finding: results?.ok ? results.data.results.at(-1)?.headline || null : null, now: await now }
}
