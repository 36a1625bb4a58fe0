import { onlyWhoEdits, saveStep, textsOf } from '../../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => onlyWhoEdits((await event.parent()).consultation)

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const values = textsOf(form)
    const { description, simpleText, openToChange, notOpenToChange, nextSteps } = values
    return saveStep(event, 'contenu', { description, simpleText, openToChange, notOpenToChange, nextSteps }, form, values)
  },
}
