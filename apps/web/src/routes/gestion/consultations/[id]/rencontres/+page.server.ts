import { read, readApi } from '$lib/server/api'
import { onlyWhoEdits } from '../../../_parts/server'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  if (consultation.state !== 'archived') onlyWhoEdits(consultation)
  return { meetings: (await read(event, readApi(event).GET('/api/console/consultations/{id}/meetings', { params: { path: { id: consultation.id } } }))).items }
}
