import { read, readApi, requirePermission } from '$lib/server/api'
import { pageOf } from '../../_parts/server'
import type { PageServerLoad } from './$types'

const day = (text: string | null) => /^20\d{2}-\d{2}-\d{2}$/.exec(text ?? '')?.[0]

export const load: PageServerLoad = async event => {
  requirePermission(event, 'appeal.decide')
  const filter = { from: day(event.url.searchParams.get('du')), to: day(event.url.searchParams.get('au')) }
  const list = await read(event, readApi(event).GET('/api/moderation/decisions', { params: { query: { ...filter, page: pageOf(event.url), perPage: 50 } } }))
  const asked = Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : []))
  return { list, filter, file: `/api/moderation/decisions.csv${asked.length > 0 ? `?${new URLSearchParams(asked)}` : ''}` }
}
