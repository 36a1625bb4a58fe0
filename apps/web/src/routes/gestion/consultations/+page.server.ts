import { read, readApi } from '$lib/server/api'
import { themes } from '$lib/themes'
import { pageOf } from '../_parts/server'
import type { PageServerLoad } from './$types'

const states = ['all', 'draft', 'coming', 'open', 'finished'] as const

export const load: PageServerLoad = async event => {
  const query = event.url.searchParams
  const state = states.find(known => known === query.get('etat')) ?? 'all'
  const theme = themes.find(known => known === query.get('theme')) ?? ''
  const owner = /^\d{5,9}$/.exec(query.get('collectivite') ?? '')?.[0] ?? ''
  const q = (query.get('q') ?? '').slice(0, 200)
  const owners = (event.locals.session?.roles ?? []).filter(({ role }) => role === 'staff').map(({ place }) => ({ value: place.code, label: place.name }))
  const api = readApi(event)
  const asked = { theme: theme || undefined, owner: owner || undefined, q: q || undefined }
  const [list, ...counts] = await Promise.all([
    read(event, api.GET('/api/consultations', { params: { query: { ...asked, state, page: pageOf(event.url), perPage: 50 } } })),
    ...states.map(one => read(event, api.GET('/api/consultations', { params: { query: { ...asked, state: one, page: 1, perPage: 1 } } }))),
  ])
  return { list, owners, tabs: states.map((value, index) => ({ value, total: counts[index]?.total ?? 0 })), filter: { state, theme, owner, q } }
}
