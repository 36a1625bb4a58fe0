import { read, readApi, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { error } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const now = platformNow(event)
  const consultation = await read(event, api.GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: event.params.slug } } }))
  const outcome = await send(api.GET('/api/consultations/{slug}/results', { params: { path: { slug: consultation.slug } } }))
  if (!outcome.ok && outcome.problem.status !== 404) error(outcome.problem.status, { message: outcome.problem.sentence, code: outcome.problem.code })
  const pending = !outcome.ok && consultation.vote ? await read(event, api.GET('/api/votes/{id}', { params: { path: { id: consultation.vote.id } } })) : null
  return { consultation, results: outcome.ok ? outcome.data.results : [], pending, now: await now }
}
