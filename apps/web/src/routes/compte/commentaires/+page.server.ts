import { pageOf } from '$lib/server/page-number'
import { read, readApi, requirePermission } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'account.own')
  return { list: await read(event, readApi(event).GET('/api/account/comments', { params: { query: { page: pageOf(event.url) } } })) }
}
