import { readApi, send } from '$lib/server/api'
import { redirect } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

/** Until when it may be contested or changed, of what has a last moment. */
export const load: PageServerLoad = async event => {
  const { session } = await event.parent()
  const receipt = session.receipts[Number(event.params.n) - 1]
  if (!receipt) redirect(303, `/mediation/session/${session.id}`)
  const api = readApi(event)
  const ends = receipt.kind === 'ballot' && session.voteId ? await send(api.GET('/api/votes/{id}', { params: { path: { id: session.voteId } } }))
    : receipt.kind === 'questionnaire' ? await send(api.GET('/api/consultations/{slugOrId}/questionnaire', { params: { path: { slugOrId: session.consultation.id } } })) : null
  return { receipt, until: ends?.ok ? ends.data.closesAt : null }
}
