import { fail, redirect } from '@sveltejs/kit'
import { read, readApi, requirePermission, send } from '$lib/server/api'
import { readConsultation, readVote, refusedHere, textsOf } from '../../../../_parts/server'
import { overviewPath } from '../../../../_parts/steps'
import { otherMethods } from '../../../../_parts/what-if'
import { whatIfRules, whatIfValues } from '../../../../_parts/what-if-form'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'results.publish')
  const { consultation } = await event.parent()
  const vote = await readVote(event, consultation)
  const back = `${overviewPath(consultation.id)}/depouillement?vote=${vote.id}`
  if (!consultation.may.edit) redirect(303, overviewPath(consultation.id))
  const params = { path: { id: vote.id } }
  const tally = await send(readApi(event).GET('/api/votes/{id}/tally', { params }))
  // Not counted yet, or a draw is being counted: the page of the count says so.
  if (!tally.ok) redirect(303, back)
  const asked = await read(event, readApi(event).GET('/api/votes/{id}/what-if', { params }))
  const names = otherMethods(vote)
  const [first = vote.method] = names
  const method = names.find(name => name === asked.method) ?? first
  return { vote, tally: tally.data, asked, back, methods: names, values: whatIfValues(method, { ...vote.rules, ...asked.rules }) }
}

export const actions: Actions = {
  default: async event => {
    const values = { ...whatIfValues('', {}), ...textsOf(await event.request.formData()) }
    const { rules, refusals } = whatIfRules(values)
    if (refusals.length) return fail(422, { values, problem: refusedHere(refusals) })
    const vote = await readVote(event, await readConsultation(event))
    const outcome = await send(readApi(event).POST('/api/votes/{id}/what-if', { params: { path: { id: vote.id } }, body: { method: values.method, rules } }))
    if (!outcome.ok) return fail(outcome.problem.status, { values, problem: outcome.problem })
    redirect(303, `${overviewPath(event.params.id)}/depouillement/autrement?vote=${vote.id}`)
  },
}
