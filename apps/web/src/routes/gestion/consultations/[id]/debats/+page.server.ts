import { read, readApi } from '$lib/server/api'
import { onlyWhoEdits, pageOf } from '../../../_parts/server'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  const list = consultation.state === 'draft' ? null : await read(event, readApi(event).GET('/api/consultations/{slugOrId}/debates', { params: { path: { slugOrId: consultation.id }, query: { page: pageOf(event.url), perPage: 50 } } }))
  return { list, writable: consultation.state !== 'draft' && consultation.phases.some(({ kind, state }) => kind === 'debate' && state !== 'closed') }
}
