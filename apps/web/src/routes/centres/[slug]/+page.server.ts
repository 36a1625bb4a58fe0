import { read, readApi } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({
  centre: await read(event, readApi(event).GET('/api/centres/{slug}', { params: { path: { slug: event.params.slug } } })),
})
