import { claimKinds } from '$lib/claims'
import { read, readApi, requirePermission } from '$lib/server/api'
import { pageOf } from '$lib/server/page-number'
import type { PageServerLoad } from './$types'

const states = ['open', 'overdue', 'appealed', 'decided', 'all'] as const

export const load: PageServerLoad = async event => {
  const session = requirePermission(event, 'claim.read')
  const query = event.url.searchParams
  // The guardian decides of appeals: they come first there.
  const first = session.permissions.includes('claim.decide') ? 'open' : 'appealed'
  const state = states.find(known => known === query.get('etat')) ?? first
  const kind = claimKinds.find(known => known === query.get('type'))
  const consultationId = /^[0-9a-f-]{36}$/.test(query.get('consultation') ?? '') ? query.get('consultation') ?? '' : ''
  const beforeSealing = query.get('scellement') === 'oui'
  const found = await read(event, readApi(event).GET('/api/claims', { params: { query: { page: pageOf(event.url), perPage: 20, state, ...(kind && { kind }), ...(consultationId && { consultationId }), ...(beforeSealing && { beforeSealing }) } } }))
  return { found, state, kind: kind ?? '', consultationId, beforeSealing }
}
