import { read, readApi, requirePermission } from '$lib/server/api'
import { pageOf } from '$lib/server/page-number'
import type { PageServerLoad } from './$types'

const states = ['active', 'inactive', 'incomplete', 'closed'] as const

export const load: PageServerLoad = async event => {
  requirePermission(event, 'centre.manage')
  const query = event.url.searchParams
  const q = (query.get('q') ?? '').trim().slice(0, 200)
  const municipality = /^\d{5}$/.exec(query.get('commune') ?? '')?.[0] ?? ''
  const state = states.find(known => known === query.get('etat')) ?? ''
  const api = readApi(event)
  const [found, communes] = await Promise.all([
    read(event, api.GET('/api/console/centres', { params: { query: { page: pageOf(event.url), perPage: 20, ...(q && { q }), ...(municipality && { municipality }), ...(state && { state }) } } })),
    read(event, api.GET('/api/municipalities', { params: { query: {} } })),
  ])
  return { found, q, municipality, state, communes: communes.filter(({ alias }) => !alias).map(({ code, name }) => ({ value: code, label: name })) }
}
