import { m } from '@parvis/texts'
import { redirect } from '@sveltejs/kit'
import { failFrom, readApi, requirePermission, send } from '$lib/server/api'
import type { Session } from '$lib/session'
import { naming, textsOf } from '../../_parts/server'
import { stepPath } from '../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

/** Where somebody prepares consultations. */
const placesOf = ({ roles }: Session) => roles.filter(({ role }) => role === 'staff').map(({ place }) => place)

export const load: PageServerLoad = event => ({ places: placesOf(requirePermission(event, 'consultation.prepare')) })

export const actions: Actions = {
  default: async event => {
    const session = requirePermission(event, 'consultation.prepare')
    const values = textsOf(await event.request.formData())
    const { title = '', summary = '', theme = '', owner = '' } = values
    const place = placesOf(session).find(({ kind, code }) => owner === `${kind}:${code}`)
    const outcome = await send(readApi(event).POST('/api/consultations', {
      body: { title, summary, theme, ...(place && place.kind !== 'centre' ? { owner: { kind: place.kind, code: place.code } } : {}) },
    }))
    if (!outcome.ok) return failFrom(naming(outcome.problem, { title: m.gestion_wrong_title() }), values)
    redirect(303, `${stepPath(outcome.data.id, 'essentiel')}?fait=cree`)
  },
}
