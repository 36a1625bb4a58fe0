import { redirect } from '@sveltejs/kit'
import { failFrom, readApi, send } from '$lib/server/api'
import { readMeeting } from '../../../../../_parts/meetings'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const meeting = await readMeeting(event)
  if (meeting.state !== 'published') redirect(303, `/gestion/consultations/${event.params.id}/rencontres/${meeting.id}`)
  return { meeting }
}

export const actions: Actions = {
  default: async event => {
    const reason = String((await event.request.formData()).get('reason') ?? '')
    const outcome = await send(readApi(event).POST('/api/meetings/{id}/cancellation', { params: { path: { id: event.params.meeting } }, body: { reason } }))
    if (!outcome.ok) return failFrom(outcome.problem, { reason })
    redirect(303, `/gestion/consultations/${event.params.id}/rencontres/${event.params.meeting}?fait=rencontre-annulee`)
  },
}
