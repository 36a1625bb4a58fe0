import { problemOf, read, readApi } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const [charter, meetings] = await Promise.all([
    read(event, api.GET('/api/consultations/{slug}/charter', { params: { path: event.params } })),
    read(event, api.GET('/api/consultations/{slugOrId}/meetings', { params: { path: { slugOrId: event.params.slug }, query: { when: 'coming', page: 1, perPage: 1 } } })),
  ])
  return { meetings: meetings.total, charter: { ...charter, held: charter.held.map(phase => ({ ...phase, refusals: problemOf(422, { refusals: phase.refusals }).refusals })) } }
}
