import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

const consultationOf = async (event: RequestEvent) => {
  requirePermission(event, 'account.own')
  const { slug, title } = await read(event, readApi(event).GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: event.params.slug ?? '' } } }))
  return { slug, title }
}

export const load: PageServerLoad = async event => ({ consultation: await consultationOf(event) })

export const actions: Actions = {
  default: async event => {
    const { slug } = await consultationOf(event)
    const outcome = await send(readApi(event).POST('/api/consultations/{slugOrId}/answer-sheets/own/withdrawal', { params: { path: { slugOrId: slug } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `/consultations/${slug}/questionnaire?fait=retrait`)
  },
}
