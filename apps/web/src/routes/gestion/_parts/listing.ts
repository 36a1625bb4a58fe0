import type { components } from '@parvis/api-client'
import { themes } from '$lib/themes'

/** Which consultations, in which order: what the address of the list says and a saved view keeps. */
export type ConsoleFilter = components['schemas']['ConsoleFilter']

export const states = ['all', 'draft', 'coming', 'open', 'finished'] as const
export const sorts = ['title', 'state', 'date', 'participation'] as const

const LIST = '/gestion/consultations'

/** The filter that an address says; what it says wrongly is left out. */
export function filterOf(url: URL): ConsoleFilter {
  const query = url.searchParams
  const state = states.find(known => known === query.get('etat') && known !== 'all')
  const theme = themes.find(known => known === query.get('theme'))
  const owner = /^\d{5,9}$/.exec(query.get('collectivite') ?? '')?.[0]
  const q = (query.get('q') ?? '').trim().slice(0, 200)
  const sort = sorts.find(known => known === query.get('tri') && known !== 'date')
  return {
    ...(state && { state }), ...(theme && { theme }), ...(owner && { owner }), ...(query.get('miennes') === 'oui' && { mine: true }), ...(q && { q }),
    ...(sort && { sort }), ...(query.get('sens') === 'desc' && { direction: 'desc' as const }),
  }
}

/** The query of an address, in one order, so that two addresses of one filter are equal. */
export function queryOf({ state, theme, owner, mine, q, sort, direction }: ConsoleFilter): string {
  const said: [string, string | undefined][] = [
    ['etat', state === 'all' ? undefined : state], ['theme', theme], ['collectivite', owner], ['miennes', mine ? 'oui' : undefined], ['q', q],
    ['tri', sort === 'date' ? undefined : sort], ['sens', direction === 'desc' ? 'desc' : undefined],
  ]
  const kept = said.flatMap(([name, value]) => (value ? [`${name}=${encodeURIComponent(value)}`] : []))
  return kept.length > 0 ? `?${kept.join('&')}` : ''
}

export const listPath = (filter: ConsoleFilter): string => LIST + queryOf(filter)

/** The same list sorted by another column, or the other way when it is sorted by it already. */
export function sortedBy(filter: ConsoleFilter, sort: (typeof sorts)[number]): ConsoleFilter {
  const same = (filter.sort ?? 'date') === sort
  return { ...filter, sort, direction: same && filter.direction !== 'desc' ? 'desc' : 'asc' }
}

/** The address of the file of what the filter finds. */
export function filePath(filter: ConsoleFilter): string {
  const query = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)]))
  return `/api/console/consultations.csv${query.size > 0 ? `?${query}` : ''}`
}
