import { atomFeed } from '$lib/server/feed'
import { queryWith } from '$lib/links'
import { themes } from '$lib/themes'
import type { RequestHandler } from './$types'

/** All the consultations, or those of a theme, of a commune: `?theme=…&commune=…`, as on the list. */
export const GET: RequestHandler = event => {
  const query = event.url.searchParams
  const theme = themes.find(known => known === query.get('theme'))
  const municipality = /^\d{5}$/.exec(query.get('commune') ?? '')?.[0]
  return atomFeed(event, { theme, municipality }, `/consultations${queryWith(event.url, 'etat', 'all')}`)
}
