import { error, fail, redirect } from '@sveltejs/kit'
import { randomBytes } from 'node:crypto'
import { errorSentence } from '$lib/errors'
import { isFollowed } from '$lib/server/follow'
import { problemOf, read, readApi, send } from '$lib/server/api'
import { hiddenFields, marked, marksWrong, readMarks, type Marks } from '$lib/server/ballot-marks'
import { forgetChoice, keepChoice, keepReceipt, keptChoice, keptReceipt } from '$lib/server/ballot-choice'
import { holdsWords } from '$lib/server/ballot-search'
import { signInPath } from '$lib/links'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const MANY = 12

export const load: PageServerLoad = async event => {
  const { url, cookies, locals } = event
  const { consultation, vote } = await voteOf(event)
  const here = `/consultations/${consultation.slug}/vote`
  const asked = url.searchParams.get('etape')
  const base = {
    vote, here,
    consultation: { slug: consultation.slug, title: consultation.title, suspension: consultation.suspension, offline: consultation.offlineWays.length > 0 },
    lost: url.searchParams.has('perdu'),
    withdrawn: url.searchParams.get('fait') === 'retrait',
  }
  const kept = keptChoice(cookies, vote)

  if (asked === 'recu') {
    const receipt = keptReceipt(cookies, vote.id)
    if (!receipt) redirect(303, here)
    return { ...base, step: 'receipt' as const, receipt, target: consultation.id, followed: await isFollowed(event, 'consultation', consultation.id) }
  }
  if (vote.state !== 'open' || vote.suspended) return { ...base, step: 'closed' as const }
  const ballot = locals.session ? await read(event, readApi(event).GET('/api/votes/{id}/ballot-form', { params: { path: { id: vote.id } } })) : null

  if (asked === 'relecture') {
    // Somebody who voted and goes back is shown the receipt, not told that something is lost.
    if (!kept) redirect(303, keptReceipt(cookies, vote.id) ? `${here}?etape=recu` : `${here}?perdu`)
    if (!ballot) redirect(303, signInPath(url))
    if (ballot.needsCivilStatus) redirect(303, `/compte/identite?retour=${encodeURIComponent(`${here}?etape=relecture`)}`)
    return {
      ...base, step: 'review' as const, choice: kept,
      fields: hiddenFields(vote.form, kept),
      refusals: problemOf(422, { refusals: ballot.refusals }).refusals,
      n: ballot.n,
      // Drawn here, once for this page: the same page sent twice is the same ballot, with the same receipt.
      nonce: randomBytes(32).toString('base64'),
      votedOn: ballot.alreadyVoted ? ballot.votedOn : null,
    }
  }

  const q = (url.searchParams.get('q') ?? '').trim().slice(0, 100)
  const isKept = ({ key }: { key: string }) => kept?.[key] !== undefined
  const found = vote.options.filter(option => !isKept(option) && holdsWords(option, q))
  return {
    ...base, step: 'choose' as const, q,
    searchable: vote.options.length > MANY,
    // While searching, what is chosen stays in the form, above what was found.
    apart: q ? vote.options.filter(isKept) : [],
    options: q ? found : vote.options,
    typed: kept && marked(kept).typed,
    votedOn: ballot?.alreadyVoted ? ballot.votedOn : null,
    refusals: ballot && !ballot.needsCivilStatus ? problemOf(422, { refusals: ballot.refusals }).refusals : [],
  }
}

export const actions: Actions = {
  /** The choice is checked and kept; nothing is recorded. */
  relire: async event => {
    const { vote, here, marks, blank, form } = await sent(event)
    // Enter in the field that searches: somebody looks for an answer and has not finished.
    if (form.has('entree') && searched(form) && searched(form) !== form.get('trouve')) return search(event, vote, here, marks, searched(form))
    const refusals = marksWrong(vote, marks, blank)
    if (refusals.length) return fail(422, { problem: problemOf(422, { refusals }), typed: marks.typed })
    keepChoice(event.cookies, event.url, vote, marks.choice)
    redirect(303, `${here}?etape=relecture`)
  },
  /** Without a script, a search is a page of its own: what is chosen comes along. */
  chercher: async event => {
    const { vote, here, marks, form } = await sent(event)
    return search(event, vote, here, marks, form.has('tout') ? '' : searched(form))
  },
  oublier: async event => {
    forgetChoice(event.cookies)
    redirect(303, `/consultations/${event.params.slug}/vote`)
  },
  voter: async event => {
    const { vote, here, marks: { choice, typed, unread }, form } = await sent(event)
    const review = new URL(`${here}?etape=relecture`, event.url)
    // Whatever comes now, the choice is not lost: another window may have voted and forgotten it.
    keepChoice(event.cookies, event.url, vote, choice)
    if (!event.locals.session) redirect(303, signInPath(review))
    // What was read back is what is cast: a field that cannot be read was not read back.
    if (unread.length) redirect(303, review.pathname + review.search)
    // Said here with the titles that the page knows; the box refuses it too.
    const wrong = marksWrong(vote, { choice, unread }, true)
    if (wrong.length) return fail(422, { problem: problemOf(422, { refusals: wrong.map(({ code, facts }) => ({ code, facts })) }), typed })
    const outcome = await send(readApi(event).POST('/api/votes/{id}/ballots', {
      params: { path: { id: vote.id } },
      body: { choice, n: Number(form.get('n')), nonce: String(form.get('nonce') ?? '') },
    }))
    if (!outcome.ok) {
      const { problem } = outcome
      if (problem.status === 401) redirect(303, signInPath(review))
      if (problem.code === 'civil-status.missing') redirect(303, `/compte/identite?retour=${encodeURIComponent(review.pathname + review.search)}`)
      // Nothing on the read-back page can be corrected field by field.
      return fail(problem.status, { problem: { ...problem, refusals: problem.refusals.map(refusal => ({ ...refusal, at: undefined })) }, typed })
    }
    forgetChoice(event.cookies)
    keepReceipt(event.cookies, event.url, { voteId: vote.id, ...outcome.data })
    redirect(303, `${here}?etape=recu`)
  },
}

const searched = (form: FormData) => String(form.get('q') ?? '').trim().slice(0, 100)

function search(event: RequestEvent, vote: Vote, here: string, marks: Marks, q: string) {
  // What cannot be read cannot be kept either: it is mended first.
  if (marks.unread.length) return fail(422, { problem: problemOf(422, { refusals: marks.unread }), typed: marks.typed })
  keepChoice(event.cookies, event.url, vote, marks.choice)
  redirect(303, q ? `${here}?q=${encodeURIComponent(q)}#reponses` : `${here}#reponses`)
}

async function voteOf(event: RequestEvent) {
  const api = readApi(event)
  const consultation = await read(event, api.GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: event.params.slug } } }))
  if (!consultation.vote) error(404, { message: errorSentence('vote.none'), code: 'vote.none' })
  return { consultation, vote: await read(event, api.GET('/api/votes/{id}', { params: { path: { id: consultation.vote.id } } })) }
}

type Vote = Awaited<ReturnType<typeof voteOf>>['vote']

async function sent(event: RequestEvent) {
  const { consultation, vote } = await voteOf(event)
  const form = await event.request.formData()
  const blank = form.has('blanc')
  const here = `/consultations/${consultation.slug}/vote`
  const marks = readMarks(form, vote)
  // The button of the blank ballot asks for no mark; those that stand there are shown again if it is refused.
  return { vote, form, blank, here, marks: blank ? { ...marks, choice: {}, unread: [] } : marks }
}
