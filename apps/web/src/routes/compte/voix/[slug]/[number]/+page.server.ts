import { read, readApi, requirePermission } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'account.own')
  const { slug, number } = event.params
  return { journey: await read(event, readApi(event).GET('/api/consultations/{slugOrId}/proposals/{number}/journey', { params: { path: { slugOrId: slug, number } } })) }
}
