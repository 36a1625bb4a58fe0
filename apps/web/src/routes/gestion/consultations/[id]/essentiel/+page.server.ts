import { m } from '@parvis/texts'
import { readApi, send } from '$lib/server/api'
import { onlyWhoEdits, saveStep, textsOf } from '../../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  const preparation = await send(readApi(event).GET('/api/consultations/{id}/preparation', { params: { path: { id: consultation.id } } }))
  return { requirements: preparation.ok ? preparation.data.requirements.filter(({ code }) => code.startsWith('READ-')) : [] }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const values = textsOf(form)
    return saveStep(event, 'essentiel', { title: values.title, summary: values.summary, theme: values.theme }, form, values, { title: m.gestion_wrong_title() })
  },
}
