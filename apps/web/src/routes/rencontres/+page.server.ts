import { read, readApi, readPublicApi } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const query = event.url.searchParams
  const api = readApi(event)
  const when = query.get('quand') === 'past' ? 'past' as const : 'coming' as const
  // The commune remembered by this browser, unless another one, or none, is asked for.
  const wanted = query.get('commune') ?? event.locals.commune ?? ''
  const municipality = /^\d{5}$/.test(wanted) ? wanted : ''
  const day = query.get('jour') ?? ''
  const from = when === 'coming' && /^20\d{2}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : ''
  const onMap = query.get('vue') === 'carte'
  const narrowed = { when, municipality: municipality || undefined, from: from || undefined }
  const [list, communes, held, territory] = await Promise.all([
    read(event, api.GET('/api/meetings', { params: { query: { ...narrowed, page: pageOf(event.url), perPage: 20 } } })),
    read(event, api.GET('/api/municipalities', { params: { query: {} } })),
    onMap ? read(event, readPublicApi(event).GET('/api/meeting-communes', { params: { query: narrowed } })) : null,
    onMap ? read(event, readPublicApi(event).GET('/api/territory')) : null,
  ])
  return { list, filter: { when, municipality, from, onMap }, held: held?.items ?? [], areas: territory?.communes ?? [], communes: communes.filter(({ alias }) => !alias).map(({ code, name }) => ({ value: code, label: name })) }
}

const pageOf = (url: URL) => Math.max(1, Math.min(10_000, Number.parseInt(url.searchParams.get('page') ?? '1', 10) || 1))
