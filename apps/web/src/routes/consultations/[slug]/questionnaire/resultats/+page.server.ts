import { readApi, send } from '$lib/server/api'
import { readQuestionnaire } from '$lib/server/questionnaire'
import { areasFor } from '$lib/server/place'
import { error } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const questionnaire = await readQuestionnaire(event)
  const outcome = await send(readApi(event).GET('/api/consultations/{slugOrId}/questionnaire/results', { params: { path: { slugOrId: event.params.slug } } }))
  if (!outcome.ok && outcome.problem.code !== 'questionnaire.not-published') error(outcome.problem.status, { message: outcome.problem.sentence, code: outcome.problem.code })
  return { questionnaire, results: outcome.ok ? outcome.data : null, areas: outcome.ok ? await areasFor(event, outcome.data.content) : [] }
}
