import { read, readApi, requirePermission } from '$lib/server/api'
import { pageOf } from '$lib/server/page-number'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'newsletter.send')
  const list = await read(event, readApi(event).GET('/api/newsletters', { params: { query: { page: pageOf(event.url), perPage: 20 } } }))
  return { list, removed: event.url.searchParams.get('fait') === 'supprimee' }
}
