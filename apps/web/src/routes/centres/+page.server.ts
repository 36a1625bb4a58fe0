import { read, readApi, readPublicApi, send } from '$lib/server/api'
import { boundsOf, positionsOf } from '$lib/components/territory-map/drawing'
import { accessibilities, services } from '$lib/centres'
import { centresMap } from './_parts/map'
import type { PageServerLoad } from './$types'
import type { paths } from '@parvis/api-client'

export const load: PageServerLoad = async event => {
  const query = event.url.searchParams
  const asked = query.get('commune')
  const typed = (asked ?? '').trim().slice(0, 100)
  const said = {
    ouvert: query.get('ouvert') === 'oui', gratuit: query.get('gratuit') === 'oui', service: services.find(({ code }) => code === query.get('service'))?.code ?? '',
    acces: accessibilities.find(code => code === query.get('acces')) ?? ('' as const), langue: (query.get('langue') ?? '').trim().slice(0, 40), comment: (['walk-in', 'appointment'] as const).find(one => one === query.get('comment')) ?? ('' as const),
  }
  const filter: Omit<NonNullable<paths['/api/centres']['get']['parameters']['query']>, 'municipality' | 'postalCode'> = {
    ...(said.ouvert && { openNow: true }), ...(said.gratuit && { free: true }), ...(said.service && { service: services.find(({ code }) => code === said.service)?.national }),
    ...(said.acces && { access: said.acces }), ...(said.langue && { language: said.langue }), ...(said.comment && { how: said.comment }),
  }
  const api = readApi(event)
  const find = (query: { municipality?: string, postalCode?: string }) => read(event, api.GET('/api/centres', { params: { query: { ...query, ...filter } } }))
  const territory = send(readPublicApi(event).GET('/api/territory'))
  const answer = async (found: Awaited<ReturnType<typeof find>>, choices: { code: string, name: string }[] = []) => {
    const outlines = await territory
    return { typed, said, filtered: Object.keys(filter).length, choices, found, map: centresMap(outlines.ok ? outlines.data.communes : [], found, shapes => boundsOf(shapes.flatMap(({ shape }) => positionsOf(shape)))) }
  }
  // The commune remembered by this browser, unless something else is asked.
  if (asked === null && event.locals.commune) return { ...await answer(await find({ municipality: event.locals.commune })), typed: '' }
  if (!typed) return answer(await find({}))
  const none = { municipalities: [], items: [], total: 0, languages: [] }
  if (/^\d{5}$/.test(typed)) {
    const communes = await read(event, api.GET('/api/municipalities', { params: { query: { postalCode: typed } } }))
    // A postal code may stand for several communes, and be the INSEE code of another: 59350 is Saint-André, and Lille. What is typed is a postal code first.
    return answer(await find(communes.length ? { postalCode: typed } : { municipality: typed }))
  }
  const communes = await read(event, api.GET('/api/municipalities', { params: { query: { q: typed } } }))
  const distinct = [...new Map(communes.map(one => [one.code, one])).values()]
  const exact = distinct.find(({ name }) => name.localeCompare(typed, 'fr', { sensitivity: 'base' }) === 0)
  if (distinct.length > 1 && !exact) return answer(none, distinct.slice(0, 12).map(({ code, name }) => ({ code, name })))
  const only = exact ?? distinct[0]
  return answer(only ? await find({ municipality: only.code }) : none)
}
