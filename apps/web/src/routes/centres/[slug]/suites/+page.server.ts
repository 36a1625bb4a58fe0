import { read, readApi } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({
  slug: event.params.slug, list: await read(event, readApi(event).GET('/api/follow-ups/centres/{slug}', { params: { path: { slug: event.params.slug } } })),
})
