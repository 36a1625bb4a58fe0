import { read, readApi, requirePermission } from '$lib/server/api'
import { pageOf } from '$lib/server/page-number'
import type { PageServerLoad } from './$types'

const states = ['waiting', 'in-force', 'denied', 'revoked', 'expired'] as const

export const load: PageServerLoad = async event => {
  requirePermission(event, 'centre.manage')
  const query = event.url.searchParams
  const state = states.find(known => known === query.get('etat')) ?? ''
  const centre = (query.get('lieu') ?? '').slice(0, 100)
  const found = await read(event, readApi(event).GET('/api/mandates', { params: { query: { page: pageOf(event.url), perPage: 20, ...(state && { state }), ...(centre && { centre }) } } }))
  return { found, state, centre, ended: query.get('fait') === 'arrete' }
}
