import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { onlyWhoEdits, pageOf } from '../../../_parts/server'
import { overviewPath } from '../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  return { reshapings: await read(event, readApi(event).GET('/api/consultations/{id}/reshapings', { params: { path: { id: event.params.id }, query: { page: pageOf(event.url), perPage: 20 } } })) }
}

export const actions: Actions = {
  default: async event => {
    const id = String((await event.request.formData()).get('reshaping') ?? '')
    const outcome = await send(readApi(event).POST('/api/reshapings/{id}/undoing', { params: { path: { id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `${overviewPath(event.params.id)}/regroupements?fait=defait`)
  },
}
