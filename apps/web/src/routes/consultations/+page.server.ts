import { read, readApi } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { isFollowed } from '$lib/server/follow'
import { themes } from '$lib/themes'
import type { PageServerLoad } from './$types'

const states = ['open', 'coming', 'finished', 'all'] as const

export const load: PageServerLoad = async event => {
  const query = event.url.searchParams
  const state = states.find(known => known === query.get('etat')) ?? 'open'
  const theme = themes.find(known => known === query.get('theme')) ?? ''
  const asked = query.get('commune')
  const municipality = /^\d{5}$/.test(asked ?? '') ? asked! : asked === null ? event.locals.commune ?? '' : ''
  const q = (query.get('q') ?? '').slice(0, 200)
  const page = Math.max(1, Math.min(10_000, Number.parseInt(query.get('page') ?? '1', 10) || 1))
  const api = readApi(event)
  const [list, communes, now, themeFollowed, communeFollowed] = await Promise.all([
    read(event, api.GET('/api/consultations', { params: { query: { state, theme: theme || undefined, municipality: municipality || undefined, q: q || undefined, page, perPage: 20 } } })),
    read(event, api.GET('/api/municipalities', { params: { query: {} } })),
    platformNow(event),
    theme ? isFollowed(event, 'theme', theme) : null,
    municipality ? isFollowed(event, 'municipality', municipality) : null,
  ])
  return {
    list,
    // Hellemmes and Lomme stand for Lille and bear its code: once is enough.
    communes: communes.filter(({ alias }) => !alias).map(({ code, name }) => ({ value: code, label: name })),
    followed: { theme: themeFollowed, municipality: communeFollowed },
    filter: { state, theme, municipality, q },
    now,
  }
}
