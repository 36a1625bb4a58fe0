import { read, readApi, requirePermission } from '$lib/server/api'
import { pageOf } from '$lib/server/page-number'
import { organisationStateCodes } from '../../mediation/_parts/words'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'habilitation.manage')
  const query = event.url.searchParams
  const q = (query.get('q') ?? '').trim().slice(0, 200)
  const state = organisationStateCodes.find(known => known === query.get('etat'))
  const found = await read(event, readApi(event).GET('/api/console/organisations', { params: { query: { page: pageOf(event.url), perPage: 20, ...(q && { q }), ...(state && { state }) } } }))
  return { found, q, state: state ?? '' }
}
