import { fail, redirect } from '@sveltejs/kit'
import { dateTimeInput } from '$lib/format'
import { readApi, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { placesOf, readFields } from '../../../../_parts/meetings'
import { onlyWhoEdits, refusedHere } from '../../../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

const MONTH = 30 * 86_400_000

export const load: PageServerLoad = async event => {
  onlyWhoEdits((await event.parent()).consultation)
  const day = dateTimeInput(new Date(Date.parse(await platformNow(event)) + MONTH)).slice(0, 10)
  return { ...await placesOf(event), texts: { startsAt: `${day}T18:00`, endsAt: `${day}T20:00` } }
}

export const actions: Actions = {
  default: async event => {
    const { values, fields, refusals } = readFields(await event.request.formData())
    if (refusals.length > 0) return fail(422, { values, problem: refusedHere(refusals.map(({ code, at = '', facts }) => ({ code, at, facts }))) })
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/meetings', { params: { path: { id: event.params.id } }, body: fields }))
    if (!outcome.ok) return fail(outcome.problem.status, { values, problem: outcome.problem })
    redirect(303, `/gestion/consultations/${event.params.id}/rencontres/${outcome.data.id}?fait=rencontre`)
  },
}
