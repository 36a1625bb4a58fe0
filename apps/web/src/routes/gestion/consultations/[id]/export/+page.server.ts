import { fail, redirect } from '@sveltejs/kit'
import { read, readApi, requirePermission, send } from '$lib/server/api'
import { overviewPath } from '../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'consultation.export')
  const { consultation } = await event.parent()
  if (!consultation.may.export) redirect(303, overviewPath(consultation.id))
  const { items } = await read(event, readApi(event).GET('/api/consultations/{id}/exports', { params: { path: { id: consultation.id } } }))
  return { files: items, making: items.some(({ state }) => state === 'waiting' || state === 'running') }
}

export const actions: Actions = {
  default: async event => {
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/exports', { params: { path: { id: event.params.id } } }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem })
    redirect(303, `${overviewPath(event.params.id)}/export`)
  },
}
