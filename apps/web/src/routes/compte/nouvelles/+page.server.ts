import { read, readApi, requirePermission } from '$lib/server/api'
import { told } from '$lib/server/news'
import { pageOf } from '$lib/server/page-number'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'account.own')
  const { items, ...list } = await read(event, readApi(event).GET('/api/account/news', { params: { query: { page: pageOf(event.url), perPage: 20 } } }))
  return { list, items: items.map(told) }
}
