import { redirect } from '@sveltejs/kit'
import { failFrom, readApi, send } from '$lib/server/api'
import { refusedHere } from '../../../_parts/server'
import { overviewPath } from '../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  if (!consultation.may.remove) redirect(303, overviewPath(consultation.id))
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    if (form.get('sur') !== 'oui') return failFrom(refusedHere([{ code: 'field.confirm-first', at: 'sur' }]), {})
    const outcome = await send(readApi(event).DELETE('/api/consultations/{id}', { params: { path: { id: event.params.id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, '/gestion/consultations?fait=supprimee')
  },
}
