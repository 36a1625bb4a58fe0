import { failFrom, problemOf, read, readApi, send } from '$lib/server/api'
import { boxedWrong, hiddenFields, readMarks, type Wrong } from '$lib/server/ballot-marks'
import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { toReceipt } from '../_parts/to-receipt'
import type { PageServerLoad } from './$types'

/** The open vote of the session's consultation. */
async function voteOf(event: RequestEvent, { id, voteId }: { id: string, voteId: string | null }) {
  if (!voteId) redirect(303, `/mediation/session/${id}`)
  return read(event, readApi(event).GET('/api/votes/{id}', { params: { path: { id: voteId } } }))
}

export const load: PageServerLoad = async event => {
  const { session } = await event.parent()
  return { vote: await voteOf(event, session) }
}

const refused = (refusals: Wrong[]) => problemOf(422, { code: 'request.invalid', refusals })

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const session = await read(event, readApi(event).GET('/api/assisted-sessions/{id}', { params: { path: { id: event.params.id ?? '' } } }))
    const vote = await voteOf(event, session)
    const blank = form.get('blank') === 'oui'
    const marks = readMarks(form, vote)
    const { typed, choice } = marks
    const values = { typed, choice, blank, fields: hiddenFields(vote.form, choice) }
    const step = form.get('step')
    if (step === 'write') return { review: false, values, problem: null }
    if (step !== 'send') {
      // The same limits as the ballot box, said before the read-back and not after.
      const refusals = boxedWrong(vote, marks, blank)
      if (refusals.length) return fail(422, { values, problem: refused(refusals) })
      return { review: true, values, problem: null }
    }
    // The read-back sends a blank ballot or choices. Both at once, or neither, is no ballot that anybody heard read aloud.
    const refusals = boxedWrong(vote, marks, blank)
    if (refusals.length) return fail(422, { values, problem: refused(refusals) })
    const outcome = await send(readApi(event).POST('/api/assisted-sessions/{id}/ballots', { params: { path: { id: event.params.id ?? '' } }, body: { choice, readBack: true } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    // The choice is not sent back: from here on nobody at this desk can see it.
    return toReceipt(event, outcome.data.receipt)
  },
}
