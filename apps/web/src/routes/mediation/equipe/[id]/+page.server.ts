import { personActions, readPerson } from '../../_parts/decide'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({ person: await readPerson(event) })

export const actions: Actions = personActions('/mediation/equipe')
