import { fail, redirect } from '@sveltejs/kit'
import { failFrom, readApi, send } from '$lib/server/api'
import { readLinks, readMeeting } from '../../../../../_parts/meetings'
import { refusedHere, textsOf } from '../../../../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({ meeting: await readMeeting(event) })

export const actions: Actions = {
  default: async event => {
    const values = textsOf(await event.request.formData())
    const { links, refusals } = readLinks(values.links ?? '')
    if (refusals.length > 0) return fail(422, { values, problem: refusedHere(refusals.map(({ code, at = '', facts }) => ({ code, at, facts }))) })
    const publish = values.publier === 'oui'
    const outcome = await send(readApi(event).PUT('/api/meetings/{id}/minutes', { params: { path: { id: event.params.meeting } }, body: { revision: Number(values.revision), minutes: values.minutes ?? '', links, publish } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `/gestion/consultations/${event.params.id}/rencontres/${event.params.meeting}?fait=${publish ? 'compte-rendu-publie' : 'compte-rendu'}`)
  },
}
