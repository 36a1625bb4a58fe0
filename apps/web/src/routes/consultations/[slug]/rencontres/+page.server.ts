import { read, readApi } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const when = event.url.searchParams.get('quand') === 'past' ? 'past' as const : 'coming' as const
  const page = Math.max(1, Math.min(10_000, Number.parseInt(event.url.searchParams.get('page') ?? '1', 10) || 1))
  const consultation = await read(event, api.GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: event.params.slug } } }))
  return { consultation, when, list: await read(event, api.GET('/api/consultations/{slugOrId}/meetings', { params: { path: { slugOrId: consultation.id }, query: { when, page, perPage: 20 } } })) }
}
