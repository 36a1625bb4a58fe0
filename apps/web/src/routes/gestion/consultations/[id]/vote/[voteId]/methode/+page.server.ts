import { methods } from '@parvis/voting'
import { error, fail, redirect } from '@sveltejs/kit'
import { errorSentence } from '$lib/errors'
import { read, readApi, send } from '$lib/server/api'
import { onlyWhoEdits } from '../../../../../_parts/server'
import { stepPath } from '../../../../../_parts/steps'
import { comparison } from './example'
import type { Actions, PageServerLoad } from './$types'

const offered = methods.filter(method => method.offered).map(({ name }) => name)

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  const vote = await read(event, readApi(event).GET('/api/votes/{id}', { params: { path: { id: event.params.voteId } } }))
  if (vote.consultationId !== consultation.id) error(404, { message: errorSentence('vote.unknown'), code: 'vote.unknown' })
  const asked = event.url.searchParams.get('choix')
  // To choose is to look first: what stands, what comes, what is kept. Nothing is saved before it is confirmed.
  const chosen = vote.may.editRules ? offered.find(name => name === asked && name !== vote.method) ?? null : null
  return { vote, compared: comparison(), chosen }
}

export const actions: Actions = {
  /** Takes the method that was shown and confirmed, with the rules that it shares; where it needs others first, its form asks them. */
  default: async event => {
    const form = await event.request.formData()
    const method = String(form.get('method') ?? '')
    const here = `${stepPath(event.params.id, 'vote')}/${event.params.voteId}`
    const outcome = await send(readApi(event).PATCH('/api/votes/{id}', { params: { path: { id: event.params.voteId } }, body: { revision: Number(form.get('revision')), method } }))
    if (outcome.ok) redirect(303, `${here}?fait=enregistre`)
    if (outcome.problem.refusals.some(({ code }) => code.startsWith('question.'))) redirect(303, `${here}?methode=${encodeURIComponent(method)}`)
    return fail(outcome.problem.status, { problem: outcome.problem })
  },
}
