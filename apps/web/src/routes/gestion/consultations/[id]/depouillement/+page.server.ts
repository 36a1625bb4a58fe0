import { fail, redirect } from '@sveltejs/kit'
import { readApi, requirePermission, send } from '$lib/server/api'
import { finding } from '../../../_parts/finding'
import { readConsultation, readVote, refusedHere, textsOf } from '../../../_parts/server'
import { overviewPath } from '../../../_parts/steps'
import { watchesJobs } from '../../../travaux/jobs'
import type { Actions, PageServerLoad } from './$types'

type Event = Parameters<typeof readConsultation>[0]

const tallyOf = (event: Event, id: string) => send(readApi(event).GET('/api/votes/{id}/tally', { params: { path: { id } } }))

export const load: PageServerLoad = async event => {
  requirePermission(event, 'results.publish')
  const { consultation } = await event.parent()
  const vote = await readVote(event, consultation)
  if (!consultation.may.edit || !['sealed', 'tallied', 'published'].includes(vote.state)) redirect(303, overviewPath(consultation.id))
  const answer = await tallyOf(event, vote.id)
  const tally = answer.ok ? answer.data : null
  const facts = answer.ok ? {} : answer.problem.facts as { job?: string, done?: number, total?: number }
  const count = { stopped: facts.job === 'failed' || facts.job === 'given-up', done: facts.done, total: facts.total }
  return { vote, tally, count, watches: watchesJobs(event.locals.session), headline: tally ? finding(vote, tally) : '' }
}

/** What the form says, with what is missing. A tie left to people is settled in the same form. */
function publicationOf(form: FormData) {
  const values = { ...textsOf(form), winners: form.getAll('winners').map(String) } as { headline?: string, nextSteps?: string, procedure?: string, tie?: string, winners: string[] }
  const { headline = '', nextSteps = '', procedure = '', winners } = values
  const refusals = [
    ...(headline.trim() ? [] : [{ code: 'field.is-not-empty', at: 'headline' }]),
    ...(nextSteps.trim() ? [] : [{ code: 'results.next-steps-missing', at: 'nextSteps' }]),
    ...(values.tie && winners.length === 0 ? [{ code: 'results.tie-unsettled', at: 'winners' }] : []),
    ...(values.tie && procedure.trim().length < 20 ? [{ code: 'tie.procedure-short', at: 'procedure', facts: { least: 20 } }] : []),
  ]
  return { values, refusals, body: { headline, nextSteps, ...(values.tie ? { tie: { winners, procedure } } : {}) } }
}

export const actions: Actions = {
  readback: async event => {
    const { values, refusals } = publicationOf(await event.request.formData())
    if (refusals.length > 0) return fail(422, { values, readBack: false, problem: refusedHere(refusals) })
    return { values, readBack: true, problem: undefined }
  },
  change: async event => ({ values: publicationOf(await event.request.formData()).values, readBack: false, problem: undefined }),
  publish: async event => {
    const { values, refusals, body } = publicationOf(await event.request.formData())
    if (refusals.length > 0) return fail(422, { values, readBack: false, problem: refusedHere(refusals) })
    const vote = await readVote(event, await readConsultation(event))
    const outcome = await send(readApi(event).POST('/api/votes/{id}/publication', { params: { path: { id: vote.id } }, body }))
    if (!outcome.ok) return fail(outcome.problem.status, { values, readBack: false, problem: outcome.problem })
    redirect(303, `${overviewPath(event.params.id)}?fait=publie`)
  },
}
