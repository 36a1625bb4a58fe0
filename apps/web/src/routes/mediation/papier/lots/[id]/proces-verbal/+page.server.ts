import { read, readApi } from '$lib/server/api'
import { whyOf } from '../../../_parts/why'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const batch = await read(event, readApi(event).GET('/api/paper-batches/{id}', { params: { path: { id: event.params.id } } }))
  return { batch, reason: whyOf(batch.reason) }
}
