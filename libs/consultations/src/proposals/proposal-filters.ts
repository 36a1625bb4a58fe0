import { isUuid } from '@parvis/platform'
import { boxOf } from './proposal-map.rules'
import type { ProposalsFilter } from './proposals.dto'
import { searchQuery } from './search.rules'

/** Beside `$1`, the consultation, proposals are narrowed by what is asked, and by nothing else: each form of it has its own plan. */
export const FILTERS = {
  answer: (place: string) => `p.answer_kind = ${place}`,
  unanswered: (place: string) => `p.answer_kind is null and ${place}::boolean`,
  status: (place: string) => `p.answer_kind is not null and p.answer_status_id = ${place}`,
  withdrawn: (place: string) => `p.state = ${place} and p.state <> 'submitted'`,
  theme: (place: string) => `p.theme = ${place}`,
  municipality: (place: string) => `p.municipality_code = ${place}`,
  channel: (place: string) => `p.channel = ${place} and p.source is null`,
  // Made by a query of its own, the words are unknown to the planner, which else reads the whole table for frequent ones: it takes comparing words for cheap.
  words: (place: string) => `p.search @@ (select to_tsquery('public.french_unaccent', ${place}))`,
  zone: (place: string) => `p.lat is not null and point(p.lon::float8, p.lat::float8) <@ ${place}::box`,
} as const

export type Filter = keyof typeof FILTERS

/** What is asked, filter by filter, in one order. */
export function filtersOf(query: ProposalsFilter): { filters: Filter[], values: (string | boolean)[] } {
  const asked: Partial<Record<Filter, string | boolean>> = {
    withdrawn: query.state === 'withdrawn' ? query.state : undefined, theme: query.theme, municipality: query.municipality, channel: query.channel, words: searchQuery(query.q ?? '') ?? undefined,
    zone: query.zone === undefined ? undefined : boxOf(query.zone) ?? undefined,
    ...query.answer === undefined ? {} : query.answer === 'none' ? { unanswered: true } : isUuid(query.answer) ? { status: query.answer } : { answer: query.answer },
  }
  const filters = (Object.keys(FILTERS) as Filter[]).filter((filter) => asked[filter] !== undefined)
  return { filters, values: filters.map((filter) => asked[filter] ?? '') }
}

/** `$1` is the consultation; the first filter reads the place `from`. */
export const whereOf = (filters: readonly Filter[], from: number): string =>
  [`p.consultation_id = $1${filters.includes('withdrawn') ? '' : " and p.state = 'submitted'"}`, ...filters.map((filter, index) => FILTERS[filter](`$${index + from}`))].join(' and ')
