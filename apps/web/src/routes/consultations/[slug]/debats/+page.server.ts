import { read, readApi, readPublicApi } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { pageOf } from '$lib/server/page-number'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const path = { slugOrId: event.params.slug }
  const now = platformNow(event)
  const [consultation, list] = await Promise.all([
    read(event, readPublicApi(event).GET('/api/consultations/{slugOrId}', { params: { path } })),
    read(event, readApi(event).GET('/api/consultations/{slugOrId}/debates', { params: { path, query: { page: pageOf(event.url), perPage: 20 } } })),
  ])
  return { consultation, list: { ...list, items: list.items.filter(({ state }) => state !== 'draft') }, now: await now }
}
