import { fail, redirect } from '@sveltejs/kit'
import { errorSentence } from '$lib/errors'
import { read, readApi, requirePermission, send } from '$lib/server/api'
import type { Actions, PageServerLoad } from './$types'

const SHOWN = 100

export const load: PageServerLoad = async event => {
  requirePermission(event, 'centre.manage')
  const { lines, problems, ...found } = await read(event, readApi(event).GET('/api/console/centre-imports/{id}', { params: { path: { id: event.params.file } } }))
  const names = new Map(lines.map(({ row, name }) => [row, name]))
  return { found, problemCount: problems.length, problems: problems.slice(0, SHOWN).map(problem => ({ ...problem, name: names.get(problem.row) ?? '', reason: errorSentence(problem.code) })) }
}

export const actions: Actions = {
  default: async event => {
    requirePermission(event, 'centre.manage')
    const outcome = await send(readApi(event).POST('/api/console/centre-imports/{id}/taking', { params: { path: { id: event.params.file } } }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem })
    redirect(303, `/gestion/centres/import/${event.params.file}?fait=lieux-pris`)
  },
}
