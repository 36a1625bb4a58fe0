import { read, readApi } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const slug = /^[a-z0-9-]{1,120}$/.exec(event.url.searchParams.get('lieu') ?? '')?.[0]
  event.setHeaders({ 'cache-control': 'no-store' })
  return { board: slug ? await read(event, readApi(event).GET('/api/centres/{slug}/queue', { params: { path: { slug } } })) : null }
}
