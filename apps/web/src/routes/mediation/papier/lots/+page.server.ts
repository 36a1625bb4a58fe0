import { read, readApi } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const consultationId = event.url.searchParams.get('consultation')
  const query = consultationId && /^[0-9a-f-]{36}$/.test(consultationId) ? { consultationId } : {}
  return { ...(await read(event, readApi(event).GET('/api/paper-batches', { params: { query } }))), file: `/api/paper-batches/counts.csv${query.consultationId ? `?consultationId=${query.consultationId}` : ''}` }
}
