import { m } from '@parvis/texts'
import { fail, redirect, type Actions } from '@sveltejs/kit'
import { failFrom, readApi, send } from '$lib/server/api'
import { incomplete } from '../../../_parts/person-typed'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const found = await send(readApi(event).GET('/api/phone/checks/{id}', { params: { path: { id: event.params.id } } }))
  if (!found.ok) redirect(303, '/mediation/telephone/verifications')
  return { check: found.data }
}

const results = ['confirmed', 'denied', 'not-reached'] as const

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const result = results.find(one => one === form.get('result'))
    if (!result) return fail(422, { problem: incomplete([{ at: 'result', sentence: m.phone_missing_result() }]) })
    const noted = await send(readApi(event).PUT('/api/phone/checks/{id}', { params: { path: { id: event.params.id ?? '' } }, body: { result } }))
    if (!noted.ok) return failFrom(noted.problem, {})
    redirect(303, '/mediation/telephone/verifications?fait=note')
  },
}
