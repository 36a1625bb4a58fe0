import { problemOf, read, readApi } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const charter = await read(event, readApi(event).GET('/api/consultations/{slug}/charter', { params: { path: event.params } }))
  return { charter: { ...charter, held: charter.held.map(phase => ({ ...phase, refusals: problemOf(422, { refusals: phase.refusals }).refusals })) } }
}
