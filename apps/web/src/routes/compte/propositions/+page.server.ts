import { pageOf } from '$lib/server/page-number'
import { read, readApi, requirePermission } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'account.own')
  const api = readApi(event)
  const [list, drafts] = await Promise.all([
    read(event, api.GET('/api/account/proposals', { params: { query: { page: pageOf(event.url) } } })),
    read(event, api.GET('/api/account/proposal-drafts')),
  ])
  return { list, drafts: drafts.items }
}
