import { fail, redirect } from '@sveltejs/kit'
import { read, readApi, requirePermission, send } from '$lib/server/api'
import { readSheet } from '../../_parts/centres'
import { refusedHere } from '../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'centre.manage')
  const communes = await read(event, readApi(event).GET('/api/municipalities', { params: { query: {} } }))
  return { communes: communes.filter(({ alias }) => !alias).map(({ code, name }) => ({ value: code, label: name })) }
}

export const actions: Actions = {
  default: async event => {
    requirePermission(event, 'centre.manage')
    const { values, sheet, refusals } = readSheet(await event.request.formData())
    if (refusals.length > 0) return fail(422, { values, problem: refusedHere(refusals.map(({ code, at = '' }) => ({ code, at }))) })
    const outcome = await send(readApi(event).POST('/api/console/centres', { body: sheet }))
    if (!outcome.ok) return fail(outcome.problem.status, { values, problem: outcome.problem })
    redirect(303, `/gestion/centres/${outcome.data.id}/horaires?fait=lieu-cree`)
  },
}
