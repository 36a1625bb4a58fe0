import { failFrom, read, readApi, send } from '$lib/server/api'
import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { errorSentence } from '$lib/errors'
import type { PageServerLoad } from './$types'

async function voteOf(event: RequestEvent) {
  const api = readApi(event)
  const session = await read(event, api.GET('/api/assisted-sessions/{id}', { params: { path: { id: event.params.id ?? '' } } }))
  if (!session.voteId) redirect(303, `/mediation/session/${session.id}`)
  const vote = await read(event, api.GET('/api/votes/{id}', { params: { path: { id: session.voteId } } }))
  return { session, vote }
}

export const load: PageServerLoad = event => voteOf(event)

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const blank = form.get('blank') === 'oui'
    const choice = blank ? [] : form.getAll('choice').map(String)
    const values = { choice, blank }
    const step = form.get('step')
    if (step === 'write') return { review: false, values, problem: null, receipt: '' }
    if (step !== 'send') {
      const { vote } = await voteOf(event)
      const { min, max } = vote.rules
      // The same limits as the ballot box, said before the read-back and not after.
      const code = blank ? '' : choice.length === 0 ? 'ballot.blank' : choice.length < min ? 'ballot.too-few' : choice.length > max ? 'ballot.too-many' : ''
      if (code) {
        const sentence = errorSentence(code, { min, max, chosen: choice.length })
        return fail(422, { values, problem: { status: 422, code, detail: '', facts: {}, sentence, refusals: [{ code, at: 'choice', sentence }] } })
      }
      return { review: true, values, problem: null, receipt: '' }
    }
    const outcome = await send(readApi(event).POST('/api/assisted-sessions/{id}/ballots', { params: { path: { id: event.params.id ?? '' } }, body: { choice, readBack: true } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    // The choice is not sent back: from here on nobody at this desk can see it.
    return { review: false, values: { choice: [] as string[], blank: false }, problem: null, receipt: outcome.data.receipt }
  },
}
