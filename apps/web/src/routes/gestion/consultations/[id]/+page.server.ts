import { readApi, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  const api = readApi(event)
  const votes = await Promise.all(consultation.votes.map(({ id }) => send(api.GET('/api/votes/{id}', { params: { path: { id } } }))))
  const preparation = consultation.state === 'draft' && consultation.may.edit
    ? await send(api.GET('/api/consultations/{id}/preparation', { params: { path: { id: consultation.id } } })) : null
  return {
    votes: votes.flatMap(vote => (vote.ok ? [vote.data] : [])),
    missing: preparation?.ok ? preparation.data.refusals.length : null,
    now: await platformNow(event),
  }
}
