import { read, readApi } from '$lib/server/api'
import { readProposal } from '$lib/server/proposals'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const found = await readProposal(event)
  const page = Math.max(1, Math.min(1000, Number.parseInt(event.url.searchParams.get('page') ?? '1', 10) || 1))
  return { ...found, amendments: await read(event, readApi(event).GET('/api/proposals/{id}/amendments', { params: { path: { id: found.proposal.id }, query: { page, perPage: 20 } } })) }
}
