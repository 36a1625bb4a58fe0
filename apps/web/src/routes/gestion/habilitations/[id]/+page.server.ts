import { requirePermission } from '$lib/server/api'
import { personActions, readPerson } from '../../../mediation/_parts/decide'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'habilitation.manage')
  return { person: await readPerson(event) }
}

export const actions: Actions = personActions('/gestion/habilitations')
