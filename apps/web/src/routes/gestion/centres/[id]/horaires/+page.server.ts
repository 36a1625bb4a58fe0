import { fail, redirect } from '@sveltejs/kit'
import { read, readApi, requirePermission, send } from '$lib/server/api'
import { hoursValues, readHours } from '../../../_parts/centres'
import { refusedHere } from '../../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'centre.manage')
  const centre = await read(event, readApi(event).GET('/api/console/centres/{id}', { params: { path: { id: event.params.id } } }))
  return { centre: { id: centre.id, name: centre.name }, values: hoursValues(centre) }
}

export const actions: Actions = {
  default: async event => {
    requirePermission(event, 'centre.manage')
    const { values, body, refusals } = readHours(await event.request.formData())
    if (refusals.length > 0) return fail(422, { values, problem: refusedHere(refusals.map(({ code, at = '' }) => ({ code, at }))) })
    const outcome = await send(readApi(event).PUT('/api/console/centres/{id}/hours', { params: { path: { id: event.params.id } }, body }))
    if (!outcome.ok) return fail(outcome.problem.status, { values, problem: outcome.problem })
    redirect(303, `/gestion/centres/${event.params.id}?fait=horaires`)
  },
}
