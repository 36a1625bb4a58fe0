import { failFrom, readApi, send } from '$lib/server/api'
import { readOwnProposal } from '$lib/server/proposals'
import { redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = event => readOwnProposal(event, 'withdraw')

export const actions: Actions = {
  default: async event => {
    const { proposal } = await readOwnProposal(event, 'withdraw')
    const outcome = await send(readApi(event).POST('/api/proposals/{id}/withdrawal', { params: { path: { id: proposal.id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `/consultations/${event.params.slug}/propositions/${event.params.number}?fait=retrait`)
  },
}
