import { fail, redirect, type RequestEvent } from '@sveltejs/kit'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { readMeeting } from '../../../../../_parts/meetings'
import { refusedHere } from '../../../../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const meeting = await readMeeting(event)
  const list = await read(event, readApi(event).GET('/api/meetings/{id}/registrations', { params: { path: { id: meeting.id } } }))
  return { meeting, list, begun: meeting.startsAt <= await platformNow(event) }
}

const back = (event: RequestEvent, done: string): never => redirect(303, `/gestion/consultations/${event.params.id}/rencontres/${event.params.meeting}/inscrits?fait=${done}`)

export const actions: Actions = {
  count: async event => {
    const form = await event.request.formData()
    const values = { came: form.getAll('came').map(String), walkIns: String(form.get('walkIns') ?? '').trim() }
    if (!/^\d{0,6}$/.test(values.walkIns)) return fail(422, { values, problem: refusedHere([{ code: 'field.is-int', at: 'walkIns' }]) })
    const outcome = await send(readApi(event).PUT('/api/meetings/{id}/attendance', { params: { path: { id: event.params.meeting } }, body: { came: values.came, walkIns: Number(values.walkIns) } }))
    return outcome.ok ? back(event, 'presences') : failFrom(outcome.problem, values)
  },
  takeoff: async event => {
    const form = await event.request.formData()
    const values = { came: form.getAll('came').map(String), walkIns: String(form.get('walkIns') ?? '') }
    const outcome = await send(readApi(event).DELETE('/api/meetings/{id}/registrations/{registrationId}', { params: { path: { id: event.params.meeting, registrationId: String(form.get('registration') ?? '') } } }))
    return outcome.ok ? back(event, 'inscription-retiree') : failFrom(outcome.problem, values)
  },
}
