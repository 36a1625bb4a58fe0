import { error } from '@sveltejs/kit'
import { read, readApi, requirePermission } from '$lib/server/api'
import { isKind } from '../../words'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'audit.read')
  const { kind, id } = event.params
  if (!isKind(kind)) error(404)
  return { proof: await read(event, readApi(event).GET('/api/erasures/people/{kind}/{id}', { params: { path: { kind, id } } })) }
}
