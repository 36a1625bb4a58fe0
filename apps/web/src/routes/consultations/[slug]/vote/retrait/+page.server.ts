import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

/** The vote that is open there, and whether a ballot of one's own counts. */
async function ownBallot(event: RequestEvent) {
  requirePermission(event, 'ballot.cast')
  const api = readApi(event)
  const consultation = await read(event, api.GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: event.params.slug ?? '' } } }))
  const here = `/consultations/${consultation.slug}/vote`
  const id = consultation.vote?.id
  if (!id) redirect(303, here)
  const ballot = await read(event, api.GET('/api/votes/{id}/ballot-form', { params: { path: { id } } }))
  if (!ballot.alreadyVoted) redirect(303, here)
  return { id, here, consultation: { slug: consultation.slug, title: consultation.title }, closesAt: ballot.closesAt }
}

export const load: PageServerLoad = event => ownBallot(event)

export const actions: Actions = {
  default: async event => {
    const { id, here } = await ownBallot(event)
    const outcome = await send(readApi(event).POST('/api/votes/{id}/withdrawal', { params: { path: { id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `${here}?fait=retrait`)
  },
}
