import { redirect } from '@sveltejs/kit'
import { parseDateTime } from '$lib/format'
import { failFrom, readApi, send } from '$lib/server/api'
import { refusedHere, textsOf } from '../../../_parts/server'
import { overviewPath } from '../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  if (!consultation.may.extend) redirect(303, overviewPath(consultation.id))
}

export const actions: Actions = {
  default: async event => {
    const values = textsOf(await event.request.formData())
    const { id } = event.params
    const closesAt = parseDateTime(values.closesAt ?? '')
    const refusals = [...(values.phase ? [] : [{ code: 'field.is-in', at: 'phase' }]), ...(closesAt ? [] : [{ code: 'field.date', at: 'closesAt' }])]
    if (refusals.length > 0) return failFrom(refusedHere(refusals), values)
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/phases/{phaseId}/extensions', {
      params: { path: { id, phaseId: values.phase ?? '' } }, body: { closesAt, reason: values.reason ?? '' },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `${overviewPath(id)}?fait=prolongee`)
  },
}
