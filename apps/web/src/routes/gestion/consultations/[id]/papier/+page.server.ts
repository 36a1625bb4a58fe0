import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'consultation.prepare')
  const { consultation } = await event.parent()
  return { phases: (await read(event, readApi(event).GET('/api/paper-kits', { params: { query: { consultationId: consultation.id } } }))).phases }
}

export const actions: Actions = {
  faire: async event => {
    const phaseId = String((await event.request.formData()).get('phaseId') ?? '')
    const outcome = await send(readApi(event).POST('/api/paper-kits', { body: { phaseId } }))
    if (!outcome.ok) return failFrom(outcome.problem, { phaseId })
    redirect(303, '?fait=kit-fait')
  },
  imprimer: async event => {
    const id = String((await event.request.formData()).get('id') ?? '')
    const outcome = await send(readApi(event).POST('/api/paper-kits/orders/{id}/printing', { params: { path: { id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, { phaseId: '' })
    redirect(303, `?fait=feuilles-numerotees#commande-${id}`)
  },
}
