import { fail, redirect } from '@sveltejs/kit'
import { read, readApi, requirePermission, send } from '$lib/server/api'
import { readSheet, valuesOf } from '../../../_parts/centres'
import { refusedHere } from '../../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'centre.manage')
  const api = readApi(event)
  const [centre, communes] = await Promise.all([read(event, api.GET('/api/console/centres/{id}', { params: { path: { id: event.params.id } } })), read(event, api.GET('/api/municipalities', { params: { query: {} } }))])
  return { centre: { id: centre.id, name: centre.name, source: centre.source }, values: valuesOf(centre), communes: communes.filter(({ alias }) => !alias).map(({ code, name }) => ({ value: code, label: name })) }
}

export const actions: Actions = {
  default: async event => {
    requirePermission(event, 'centre.manage')
    const { values, sheet, refusals } = readSheet(await event.request.formData())
    if (refusals.length > 0) return fail(422, { values, problem: refusedHere(refusals.map(({ code, at = '' }) => ({ code, at }))) })
    const outcome = await send(readApi(event).PUT('/api/console/centres/{id}', { params: { path: { id: event.params.id } }, body: { ...sheet, revision: Number(values.texts.revision) || 0 } }))
    if (!outcome.ok) return fail(outcome.problem.status, { values, problem: outcome.problem })
    redirect(303, `/gestion/centres/${event.params.id}?fait=lieu-enregistre`)
  },
}
