import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { onlyWhoEdits, readConsultation, refusedHere, textsOf } from '../../../_parts/server'
import { overviewPath } from '../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

const fields = ['editMinutes', 'supportsMost', 'supportsLeast', 'threshold', 'amendmentDays'] as const

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  return { rules: (await read(event, readApi(event).GET('/api/consultations/{slugOrId}/proposal-rules', { params: { path: { slugOrId: event.params.id } } }))).items }
}

export const actions: Actions = {
  default: async event => {
    const values = textsOf(await event.request.formData())
    onlyWhoEdits(await readConsultation(event))
    const typed = Object.fromEntries(fields.map(field => [field, (values[field] ?? '').replace(/\s/g, '')])) as Record<(typeof fields)[number], string>
    const refusals = fields.filter(field => !/^\d{0,7}$/.test(typed[field])).map(at => ({ code: 'field.is-int', at }))
    if (refusals.length > 0) return failFrom(refusedHere(refusals), values)
    const number = (field: (typeof fields)[number]) => (typed[field] === '' ? null : Number(typed[field]))
    const outcome = await send(readApi(event).PUT('/api/consultations/{id}/phases/{phaseId}/proposal-rules', {
      params: { path: { id: event.params.id, phaseId: values.phase ?? '' } },
      body: { editMinutes: number('editMinutes'), supportsMost: number('supportsMost'), supportsLeast: number('supportsLeast'), threshold: number('threshold'), amendmentDays: number('amendmentDays') },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `${overviewPath(event.params.id)}?fait=regles`)
  },
}
