import { read, readApi } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const consultationId = event.url.searchParams.get('consultation')
  const query = consultationId && /^[0-9a-f-]{36}$/.test(consultationId) ? { consultationId } : {}
  const found = await read(event, readApi(event).GET('/api/paper-batches', { params: { query } }))
  // What waits for the same thing, in one list.
  const wanted = event.url.searchParams.get('etape')
  const steps = [...new Set(found.items.filter(({ next }) => next !== 'nothing').map(({ next }) => next))]
  const step = steps.find(one => one === wanted) ?? null
  return { ...found, items: step ? found.items.filter(({ next }) => next === step) : found.items, steps, step, query: query.consultationId ? `?consultationId=${query.consultationId}` : '' }
}
