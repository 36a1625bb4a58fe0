import { randomUUID } from 'node:crypto'
import { m } from '@parvis/texts'
import { fail, redirect, type Actions } from '@sveltejs/kit'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { incomplete } from '../../../_parts/person-typed'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({ kits: (await read(event, readApi(event).GET('/api/paper-batches', { params: { query: {} } }))).kits, token: randomUUID() })

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const values = { place: text('place'), slip: text('slip'), token: text('token') }
    const [kitId = '', centreId = ''] = values.place.split(':')
    const slip = Number(values.slip)
    const wrong = [
      ...(kitId && centreId ? [] : [{ at: 'place', sentence: m.batches_missing_place() }]),
      ...(Number.isInteger(slip) && slip >= 1 && slip <= 50 ? [] : [{ at: 'slip', sentence: m.batches_missing_slip() }]),
    ]
    if (wrong.length > 0) return fail(422, { problem: incomplete(wrong), values })
    const outcome = await send(readApi(event).POST('/api/paper-batches', { body: { kitId, centreId, slip, submissionToken: values.token } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `/mediation/papier/lots/${outcome.data.id}?fait=recu`)
  },
}
