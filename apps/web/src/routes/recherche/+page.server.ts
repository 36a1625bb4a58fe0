import { language } from '$lib/links'
import { readApi, send } from '$lib/server/api'
import type { PageServerLoad } from './$types'

const SHORTEST = 2
const PER_PAGE = 20
/** What `?dans=` says, in French like every address, and what the API calls it. */
const kinds = { consultations: 'consultation', propositions: 'proposal', debats: 'debate', rencontres: 'meeting', lieux: 'centre', pages: 'page' } as const

export const load: PageServerLoad = async event => {
  const query = event.url.searchParams
  const q = (query.get('q') ?? '').replace(/\s+/g, ' ').trim().slice(0, 100)
  const wanted = query.get('dans') ?? ''
  const within = Object.hasOwn(kinds, wanted) ? wanted as keyof typeof kinds : null
  const page = Math.max(1, Math.min(50, Number.parseInt(query.get('page') ?? '1', 10) || 1))
  if ([...q].length < SHORTEST) return { q, within, found: null, problem: null, tooShort: q !== '' }
  const outcome = await send(readApi(event).GET('/api/search', { params: { query: { q, kind: within ? kinds[within] : undefined, locale: language(), page, perPage: PER_PAGE } } }))
  return outcome.ok ? { q, within, found: outcome.data, problem: null, tooShort: false } : { q, within, found: null, problem: outcome.problem, tooShort: false }
}
