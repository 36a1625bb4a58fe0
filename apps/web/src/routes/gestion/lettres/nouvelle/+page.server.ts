import { redirect } from '@sveltejs/kit'
import { failFrom, readApi, requirePermission, send } from '$lib/server/api'
import { choicesFor, readLetter } from '../_parts/form'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = event => choicesFor(event)

export const actions: Actions = {
  default: async event => {
    requirePermission(event, 'newsletter.send')
    const { values, text } = readLetter(await event.request.formData())
    const [kind, ownerCode = ''] = (values.owner ?? '').split(':')
    const outcome = await send(readApi(event).POST('/api/newsletters', { body: { ...text, ownerKind: kind === 'municipality' ? kind : 'metropolis', ownerCode } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `/gestion/lettres/${outcome.data.id}`)
  },
}
