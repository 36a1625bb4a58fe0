import { read, readApi, requirePermission } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'consultation.prepare')
  const { consultation } = await event.parent()
  const roll = event.url.searchParams.get('liste') ?? undefined
  return { equity: await read(event, readApi(event).GET('/api/console/consultations/{id}/equity', { params: { path: { id: consultation.id }, query: { roll } } })) }
}
