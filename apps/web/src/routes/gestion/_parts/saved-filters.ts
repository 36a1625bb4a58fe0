import { m } from '@parvis/texts'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { naming } from './server'

export type FilteredList = 'moderation' | 'proposals' | 'journal' | 'answers'
/** What a list is asked for, in the words of the API; the address of the page is its other form. */
export type Filter = Record<string, string>

export interface SavedFilter {
  id: string
  name: string
  href: string
  /** It is what the page shows. */
  here: boolean
  own: boolean
  shared: boolean
}

export interface Team {
  value: string
  label: string
}

/** Only what is set, in one order: two addresses of one filter are equal. */
const tidied = (filter: Readonly<Record<string, string | null | undefined>>): Filter =>
  Object.fromEntries(Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : [])).sort(([a], [b]) => a.localeCompare(b)))

/** Filters that have a name, with the address of each; and whom a new one may be shared with. */
export async function savedFilters(event: RequestEvent, list: FilteredList, filter: Readonly<Record<string, string | null | undefined>>, hrefOf: (filter: Filter) => string) {
  const { items } = await read(event, readApi(event).GET('/api/console/filters', { params: { query: { list } } }))
  const here = tidied(filter)
  const places = (event.locals.session?.roles ?? []).flatMap(({ place }) => (place.kind === 'centre' ? [] : [{ value: `${place.kind}:${place.code}`, label: place.name }]))
  return {
    items: items.map(({ id, name, own, team, filter: kept }): SavedFilter => ({ id, name, own, shared: team !== null, href: hrefOf(kept as Filter), here: JSON.stringify(tidied(kept as Filter)) === JSON.stringify(here) })),
    teams: places.filter(({ value }, index) => places.findIndex(other => other.value === value) === index) satisfies Team[],
    savable: Object.keys(here).length > 0,
  }
}

/** The address of what was just done on this very list. */
const backTo = ({ url }: RequestEvent, done: string): string => {
  const query = new URLSearchParams([...url.searchParams].filter(([name]) => !name.startsWith('/') && name !== 'fait'))
  query.set('fait', done)
  return `${url.pathname}?${query}`
}

/** The two forms of the part `SavedFilters`: `filterOf` reads the filter from the address. */
export const savedFilterActions = (list: FilteredList, filterOf: (url: URL) => Readonly<Record<string, string | null | undefined>>) => ({
  garder: async (event: RequestEvent) => {
    const form = await event.request.formData()
    const name = String(form.get('name') ?? '')
    const [kind, code] = String(form.get('equipe') ?? '').split(':')
    const team = code && (kind === 'metropolis' || kind === 'municipality') ? { team: { kind: kind as 'metropolis' | 'municipality', code } } : {}
    const outcome = await send(readApi(event).POST('/api/console/filters', { body: { list, name, filter: tidied(filterOf(event.url)), ...team } }))
    if (!outcome.ok) return failFrom(naming(outcome.problem, { name: m.own_filter_name_missing() }), { name, team: String(form.get('equipe') ?? '') })
    redirect(303, backTo(event, 'filtre'))
  },
  oublier: async (event: RequestEvent) => {
    const id = String((await event.request.formData()).get('filtre') ?? '')
    const outcome = await send(readApi(event).DELETE('/api/console/filters/{id}', { params: { path: { id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, { name: '', team: '' })
    redirect(303, backTo(event, 'filtre-supprime'))
  },
})
