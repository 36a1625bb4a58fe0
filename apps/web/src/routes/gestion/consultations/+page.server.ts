import { read, readApi } from '$lib/server/api'
import { themes } from '$lib/themes'
import { pageOf } from '../_parts/server'
import type { PageServerLoad } from './$types'

const states = ['all', 'draft', 'coming', 'open', 'finished'] as const

export const load: PageServerLoad = async event => {
  const query = event.url.searchParams
  const state = states.find(known => known === query.get('etat')) ?? 'all'
  const theme = themes.find(known => known === query.get('theme')) ?? ''
  const q = (query.get('q') ?? '').slice(0, 200)
  const api = readApi(event)
  const asked = { theme: theme || undefined, q: q || undefined }
  const [list, ...counts] = await Promise.all([
    read(event, api.GET('/api/consultations', { params: { query: { ...asked, state, page: pageOf(event.url), perPage: 50 } } })),
    ...states.map(one => read(event, api.GET('/api/consultations', { params: { query: { ...asked, state: one, page: 1, perPage: 1 } } }))),
  ])
  return { list, tabs: states.map((value, index) => ({ value, total: counts[index]?.total ?? 0 })), filter: { state, theme, q } }
}
