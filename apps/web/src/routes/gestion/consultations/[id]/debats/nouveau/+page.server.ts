import { redirect, type Actions } from '@sveltejs/kit'
import { failFrom, readApi, send } from '$lib/server/api'
import { onlyWhoEdits, textsOf } from '../../../../_parts/server'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  const phases = consultation.phases.filter(({ kind, state }) => kind === 'debate' && state !== 'closed')
  if (consultation.state === 'draft' || phases.length === 0) redirect(303, `/gestion/consultations/${consultation.id}/debats`)
  return { phases: phases.map(({ id, title }) => ({ value: id, label: title })) }
}

export const actions: Actions = {
  default: async event => {
    const { title = '', question = '', body = '', phaseId = '' } = textsOf(await event.request.formData())
    const values = { title, question, body, phaseId }
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/debates', { params: { path: { id: event.params.id ?? '' } }, body: values }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `/gestion/consultations/${event.params.id}/debats/${outcome.data.number}?fait=debat-ecrit`)
  },
}
