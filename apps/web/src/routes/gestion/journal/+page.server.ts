import { read, readApi, requirePermission } from '$lib/server/api'
import { lineOf } from '../_parts/journal'
import { savedFilterActions, savedFilters, type Filter } from '../_parts/saved-filters'
import { pageOf } from '../_parts/server'
import { actionKinds } from '../_parts/words'
import type { Actions, PageServerLoad } from './$types'

const day = (text: string | null) => /^20\d{2}-\d{2}-\d{2}$/.exec(text ?? '')?.[0]
const identifier = (text: string | null) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.exec(text ?? '')?.[0]

const filterOf = ({ searchParams: query }: URL) => ({
  consultation: identifier(query.get('consultation')), action: actionKinds.find(known => known === query.get('genre')),
  actor: (query.get('personne') ?? '').trim().slice(0, 100) || undefined, from: day(query.get('du')), to: day(query.get('au')),
})

const words = { consultation: 'consultation', action: 'genre', actor: 'personne', from: 'du', to: 'au' } as const
const hrefOf = (filter: Filter): string =>
  `/gestion/journal?${new URLSearchParams(Object.entries(words).flatMap(([name, word]) => (filter[name] ? [[word, filter[name]] as [string, string]] : [])))}`

export const load: PageServerLoad = async event => {
  const session = requirePermission(event, 'audit.read')
  const filter = filterOf(event.url)
  const api = readApi(event)
  const [list, known, saved] = await Promise.all([
    read(event, api.GET('/api/audit', { params: { query: { ...filter, page: pageOf(event.url), perPage: 50 } } })),
    read(event, api.GET('/api/console/consultations', { params: { query: { sort: 'title', perPage: 50 } } })),
    savedFilters(event, 'journal', filter, hrefOf),
  ])
  const consultations = known.items.map(({ id, title }) => ({ value: id, label: title }))
  // One that the first fifty leave out can still be the one that was asked for.
  if (filter.consultation && !consultations.some(({ value }) => value === filter.consultation)) {
    consultations.push({ value: filter.consultation, label: list.items.find(({ consultationId }) => consultationId === filter.consultation)?.consultation ?? filter.consultation })
  }
  const asked = Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : []))
  return {
    list: { ...list, items: list.items.map(lineOf) }, filter, saved, consultations, filtered: asked.length > 0,
    whole: session.roles.some(({ role }) => role === 'administrator'),
    file: `/api/audit.csv${asked.length > 0 ? `?${new URLSearchParams(asked)}` : ''}`,
    reversed: Boolean(filter.from && filter.to && filter.from > filter.to),
  }
}

export const actions: Actions = savedFilterActions('journal', filterOf)
