import { fail, redirect } from '@sveltejs/kit'
import { readApi, send } from '$lib/server/api'
import { placesOf, readFields, readMeeting, valuesOf } from '../../../../../_parts/meetings'
import { refusedHere } from '../../../../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const meeting = await readMeeting(event)
  if (meeting.state === 'held' || meeting.state === 'cancelled') redirect(303, `/gestion/consultations/${event.params.id}/rencontres/${meeting.id}`)
  return { meeting, values: valuesOf(meeting), ...await placesOf(event) }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const { values, fields, refusals } = readFields(form)
    if (refusals.length > 0) return fail(422, { values, problem: refusedHere(refusals.map(({ code, at = '', facts }) => ({ code, at, facts }))) })
    const outcome = await send(readApi(event).PUT('/api/meetings/{id}', { params: { path: { id: event.params.meeting } }, body: { ...fields, revision: Number(form.get('revision')) } }))
    if (!outcome.ok) return fail(outcome.problem.status, { values, problem: outcome.problem })
    redirect(303, `/gestion/consultations/${event.params.id}/rencontres/${event.params.meeting}?fait=rencontre`)
  },
}
