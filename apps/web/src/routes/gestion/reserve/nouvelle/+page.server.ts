import { redirect } from '@sveltejs/kit'
import { errorSentence } from '$lib/errors'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { textsOf } from '../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'habilitation.manage')
  const communes = await read(event, readApi(event).GET('/api/municipalities', { params: { query: {} } }))
  return { communes: communes.filter(({ alias }) => !alias).map(({ code, name }) => ({ value: code, label: name })) }
}

export const actions: Actions = {
  default: async event => {
    const values = textsOf(await event.request.formData())
    const { title = '', tasks = '', municipalityCode = '', day = '', opens = '', closes = '', seats = '' } = values
    const outcome = await send(readApi(event).POST('/api/console/missions', { body: { title, tasks, municipalityCode, day, opens, closes, seats: Number(seats) } }))
    // An empty field is said to be empty, whatever form the API expected of it.
    if (!outcome.ok) return failFrom({ ...outcome.problem, refusals: outcome.problem.refusals.map(one => one.at !== undefined && values[one.at] === '' ? { ...one, sentence: errorSentence('field.is-not-empty') } : one) }, values)
    redirect(303, `/gestion/reserve/${outcome.data.id}`)
  },
}
