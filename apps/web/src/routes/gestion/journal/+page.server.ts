import { read, readApi, requirePermission } from '$lib/server/api'
import { pageOf } from '../_parts/server'
import { subjectKinds } from '../_parts/words'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'audit.read')
  const query = event.url.searchParams
  const subjectKind = subjectKinds.find(known => known === query.get('objet')) ?? ''
  const subjectId = (query.get('id') ?? '').trim().slice(0, 100)
  const list = await read(event, readApi(event).GET('/api/audit', { params: { query: { subjectKind: subjectKind || undefined, subjectId: subjectId || undefined, page: pageOf(event.url), perPage: 50 } } }))
  return { list, filter: { subjectKind, subjectId } }
}
