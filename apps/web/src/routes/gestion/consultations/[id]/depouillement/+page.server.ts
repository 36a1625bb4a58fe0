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
  let vote = await readVote(event, consultation)
  if (!consultation.may.edit || !['sealed', 'tallied', 'published'].includes(vote.state)) redirect(303, overviewPath(consultation.id))
  const answer = await tallyOf(event, vote.id)
  // The count may end between the two reads: its outcome without the form that publishes it would be a dead end.
  if (answer.ok && vote.state === 'sealed') vote = await readVote(event, consultation)
  const tally = answer.ok ? answer.data : null
  const facts = answer.ok ? {} : answer.problem.facts as { job?: string, done?: number, total?: number }
  const count = { stopped: facts.job === 'failed' || facts.job === 'given-up', done: facts.done, total: facts.total }
  return { vote, tally, count, watches: watchesJobs(event.locals.session), headline: tally ? finding(vote, tally) : '' }
}

/** What the form says, with what is missing. */
function publicationOf(form: FormData) {
  const values = textsOf(form) as { headline?: string, nextSteps?: string }
  const { headline = '', nextSteps = '' } = values
  const refusals = [
    ...(headline.trim() ? [] : [{ code: 'field.is-not-empty', at: 'headline' }]),
    ...(nextSteps.trim() ? [] : [{ code: 'results.next-steps-missing', at: 'nextSteps' }]),
  ]
  return { values, refusals, body: { headline, nextSteps } }
}

export const actions: Actions = {
  /** What was drawn is read back first: it decides who wins, and is entered once. */
  drawn: async event => {
    const values = textsOf(await event.request.formData()) as { seed?: string }
    if (!values.seed?.trim()) return fail(422, { values, readBack: false, seedReadBack: false, problem: refusedHere([{ code: 'field.is-not-empty', at: 'seed' }]) })
    return { values, readBack: false, seedReadBack: true, problem: undefined }
  },
  /** Equals are settled by what a public draw gave: the ballots are counted again, as a job. */
  draw: async event => {
    const values = textsOf(await event.request.formData()) as { seed?: string }
    const seed = values.seed?.trim() ?? ''
    if (!seed) return fail(422, { values, readBack: false, seedReadBack: false, problem: refusedHere([{ code: 'field.is-not-empty', at: 'seed' }]) })
    const vote = await readVote(event, await readConsultation(event))
    const outcome = await send(readApi(event).POST('/api/votes/{id}/draw', { params: { path: { id: vote.id } }, body: { seed } }))
    if (!outcome.ok) return fail(outcome.problem.status, { values, readBack: false, seedReadBack: false, problem: outcome.problem })
    redirect(303, `${overviewPath(event.params.id)}/depouillement?vote=${vote.id}`)
  },
  readback: async event => {
    const { values, refusals } = publicationOf(await event.request.formData())
    if (refusals.length > 0) return fail(422, { values, readBack: false, seedReadBack: false, problem: refusedHere(refusals) })
    return { values, readBack: true, seedReadBack: false, problem: undefined }
  },
  change: async event => ({ values: publicationOf(await event.request.formData()).values, readBack: false, seedReadBack: false, problem: undefined }),
  publish: async event => {
    const { values, refusals, body } = publicationOf(await event.request.formData())
    if (refusals.length > 0) return fail(422, { values, readBack: false, seedReadBack: false, problem: refusedHere(refusals) })
    const vote = await readVote(event, await readConsultation(event))
    const outcome = await send(readApi(event).POST('/api/votes/{id}/publication', { params: { path: { id: vote.id } }, body }))
    if (!outcome.ok) return fail(outcome.problem.status, { values, readBack: false, seedReadBack: false, problem: outcome.problem })
    redirect(303, `${overviewPath(event.params.id)}?fait=publie`)
  },
}
