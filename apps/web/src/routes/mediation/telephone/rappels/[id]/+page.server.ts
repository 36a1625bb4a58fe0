import { m } from '@parvis/texts'
import { fail, redirect, type Actions } from '@sveltejs/kit'
import { failFrom, readApi, send } from '$lib/server/api'
import { incomplete } from '../../../_parts/person-typed'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const found = await send(readApi(event).GET('/api/callbacks/{id}', { params: { path: { id: event.params.id } } }))
  // Noted already, or taken by a colleague since.
  if (!found.ok) redirect(303, '/mediation/telephone/rappels')
  return { request: found.data }
}

const outcomes = ['reached', 'not-reached', 'stop'] as const

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const outcome = outcomes.find(one => one === form.get('outcome'))
    if (!outcome) return fail(422, { problem: incomplete([{ at: 'outcome', sentence: m.phone_missing_outcome() }]) })
    const noted = await send(readApi(event).PUT('/api/callbacks/{id}/outcome', { params: { path: { id: event.params.id ?? '' } }, body: { outcome } }))
    if (!noted.ok) return failFrom(noted.problem, {})
    redirect(303, '/mediation/telephone/rappels?fait=note')
  },
}
