import { redirect } from '@sveltejs/kit'
import { errorSentence } from '$lib/errors'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
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
    if (!outcome.ok) {
      // The API reads the form before it compares what it says: what it did not come to is said at once too.
      const today = (await platformNow(event)).slice(0, 10)
      const also = [...(day && day < today ? [{ code: 'mission.day-past', at: 'day' }] : []), ...(opens && closes && closes <= opens ? [{ code: 'hours.ends-before-start', at: 'closes' }] : [])]
        .filter(({ at }) => !outcome.problem.refusals.some(one => one.at === at))
      const refusals = [...outcome.problem.refusals, ...(outcome.problem.status === 422 ? also.map(one => ({ ...one, sentence: errorSentence(one.code) })) : [])]
      // An empty field is said to be empty, whatever form the API expected of it.
      return failFrom({ ...outcome.problem, refusals: refusals.map(one => one.at !== undefined && values[one.at] === '' ? { ...one, sentence: errorSentence('field.is-not-empty') } : one) }, values)
    }
    redirect(303, `/gestion/reserve/${outcome.data.id}`)
  },
}
