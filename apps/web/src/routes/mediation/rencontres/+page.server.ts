import { read, readApi } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const page = Math.max(1, Math.min(10_000, Number.parseInt(event.url.searchParams.get('page') ?? '1', 10) || 1))
  return { list: await read(event, readApi(event).GET('/api/meetings', { params: { query: { when: 'coming', page, perPage: 20 } } })) }
}
