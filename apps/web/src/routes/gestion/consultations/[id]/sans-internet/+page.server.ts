import { onlyWhoEdits, saveStep, textsOf } from '../../../_parts/server'
import { wayKinds } from '../../../_parts/words'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => onlyWhoEdits((await event.parent()).consultation)

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const values = textsOf(form)
    // An empty field is a way that is not offered.
    const offlineWays = wayKinds.flatMap(kind => (values[kind]?.trim() ? [{ kind, text: values[kind] }] : []))
    return saveStep(event, 'sans-internet', { offlineWays }, form, values)
  },
}
