import { m } from '@parvis/texts'
import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { naming, textsOf } from '../../_parts/server'
import { grantedRoles } from '../../_parts/words'
import type { Actions, PageServerLoad } from './$types'

const kinds = ['metropolis', 'municipality', 'centre'] as const
/** Number (SIREN) of the metropolis. */
const METROPOLIS = '200093201'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'role.grant')
  const api = readApi(event)
  const communes = await read(event, api.GET('/api/municipalities', { params: { query: {} } }))
  return {
    metropolis: `metropolis:${METROPOLIS}`,
    communes: communes.filter(({ alias }) => !alias).map(({ code, name }) => ({ value: `municipality:${code}`, label: name })),
  }
}

export const actions: Actions = {
  default: async event => {
    const values = textsOf(await event.request.formData())
    const { email = '', role = '', place = '' } = values
    const [kind = '', ...code] = place.split(':')
    const outcome = await send(readApi(event).POST('/api/roles', {
      // What is not among the choices is refused by the API, beside its field.
      body: { email, role: grantedRoles.find(known => known === role) ?? ('' as 'staff'), placeKind: kinds.find(known => known === kind) ?? ('' as 'centre'), placeCode: code.join(':') },
    }))
    if (!outcome.ok) return failFrom(naming(outcome.problem, { role: m.gestion_wrong_role(), placeKind: m.gestion_wrong_place(), placeCode: m.gestion_wrong_place() }), values)
    redirect(303, `/gestion/personnes?q=${encodeURIComponent(outcome.data.email)}&fait=role-donne`)
  },
}
