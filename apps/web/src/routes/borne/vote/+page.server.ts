import { redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { problemOf, read, readApi, send } from '$lib/server/api'
import { boxedWrong, readMarks, type BallotVote } from '$lib/server/ballot-marks'
import { afterSending, askedSession, keepForm, sessionOf, typedOn } from '$lib/server/kiosk'
import type { PageServerLoad } from './$types'

async function voteOf(event: RequestEvent, voteId: string | null) {
  if (!voteId) redirect(303, '/borne/faire')
  const vote = await read(event, readApi(event).GET('/api/votes/{id}', { params: { path: { id: voteId } } }))
  // Nothing leads away from a kiosk: the text of a proposal is not one page further.
  return { ...vote, options: vote.options.map(option => ({ ...option, proposalNumber: null })) }
}

/** A ballot as it was typed, and what is wrong with it before it is read again. */
function markedOn(form: FormData, vote: BallotVote) {
  const blank = form.get('blank') === 'oui'
  const marks = readMarks(form, vote)
  return { blank, marks, refusals: boxedWrong(vote, marks, blank) }
}

export const load: PageServerLoad = async event => {
  const vote = await voteOf(event, (await sessionOf(event)).voteId)
  const kept = await typedOn(event, 'vote')
  if (!kept) return { vote, review: false, typed: {}, choice: {}, blank: false, problem: null }
  const { blank, marks, refusals } = markedOn(kept.form, vote)
  const wrong = kept.step === 'review' && refusals.length > 0
  return { vote, review: kept.step === 'review' && !wrong, typed: marks.typed, choice: marks.choice, blank, problem: wrong ? problemOf(422, { code: 'request.invalid', refusals }) : kept.problem }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const step = form.get('step')
    if (step === 'review') return keepForm(event, 'vote', form, 'review')
    // What is confirmed is what was read again: the page that reads it holds no choice of its own.
    const kept = await typedOn(event, 'vote')
    if (!kept) redirect(303, '/borne/vote')
    if (step !== 'send') return keepForm(event, 'vote', kept.form, 'write')
    const vote = await voteOf(event, (await askedSession(event)).voteId)
    const { marks, refusals } = markedOn(kept.form, vote)
    if (refusals.length > 0) return keepForm(event, 'vote', kept.form, 'review')
    return afterSending(event, 'vote', kept.form, await send(readApi(event).POST('/api/kiosks/session/ballots', { body: { choice: marks.choice, readBack: true } })))
  },
}
