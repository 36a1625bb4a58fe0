import { read, readApi } from '$lib/server/api'
import { onlyWhoEdits, readConsultation, saveStep, textsOf } from '../../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

/** Communes without the former ones that stand for them. */
const municipalities = async (event: Parameters<typeof readApi>[0]) =>
  (await read(event, readApi(event).GET('/api/municipalities', { params: { query: {} } }))).filter(({ alias }) => !alias).map(({ code, name }) => ({ value: code, label: name }))

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  return { communes: await municipalities(event) }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const values = { ...textsOf(form), chosen: form.getAll('communes').map(String) }
    const fields: Record<string, string | undefined> = textsOf(form)
    const consultation = await readConsultation(event)
    const scope = consultation.owner.kind === 'municipality' ? {} : { communes: fields.scope === 'all' ? (await municipalities(event)).map(({ value }) => value) : values.chosen }
    const body = { ...scope, minAge: fields.minAge ? Number(fields.minAge) : Number.NaN, residentsOnly: fields.residentsOnly === 'oui' }
    return saveStep(event, 'public', body, form, values)
  },
}
