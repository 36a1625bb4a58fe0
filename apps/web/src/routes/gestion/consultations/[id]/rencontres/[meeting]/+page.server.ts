import { fail, redirect } from '@sveltejs/kit'
import { readApi, send } from '$lib/server/api'
import { readMeeting } from '../../../../_parts/meetings'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({ meeting: await readMeeting(event) })

export const actions: Actions = {
  publish: async event => {
    const outcome = await send(readApi(event).POST('/api/meetings/{id}/publication', { params: { path: { id: event.params.meeting } } }))
    // The fields that lack something are on another page.
    if (!outcome.ok) return fail(outcome.problem.status, { problem: { ...outcome.problem, refusals: outcome.problem.refusals.map(refusal => ({ ...refusal, at: undefined })) } })
    redirect(303, `/gestion/consultations/${event.params.id}/rencontres/${event.params.meeting}?fait=rencontre-publiee`)
  },
  remove: async event => {
    const outcome = await send(readApi(event).DELETE('/api/meetings/{id}', { params: { path: { id: event.params.meeting } } }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem })
    redirect(303, `/gestion/consultations/${event.params.id}/rencontres?fait=rencontre-supprimee`)
  },
}
