import { read, readApi } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const slug = /^[a-z0-9-]{1,120}$/.exec(event.url.searchParams.get('lieu') ?? '')?.[0]
  const still = event.url.searchParams.has('pause')
  // Without a script, and without a mark in the page; whoever reads slowly stops it.
  event.setHeaders({ 'cache-control': 'no-store', ...(slug && !still && { refresh: '15' }) })
  return { still, here: `/mediation/file/ecran?lieu=${slug ?? ''}`, board: slug ? await read(event, readApi(event).GET('/api/centres/{slug}/queue', { params: { path: { slug } } })) : null }
}
