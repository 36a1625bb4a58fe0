import { approvals, methodNamed } from '@parvis/voting'
import { error, fail, redirect } from '@sveltejs/kit'
import { randomBytes } from 'node:crypto'
import { errorSentence } from '$lib/errors'
import { problemOf, read, readApi, send } from '$lib/server/api'
import { forgetChoice, keepChoice, keepReceipt, keptChoice, keptReceipt } from '$lib/server/ballot-choice'
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
  }
  const kept = keptChoice(cookies, vote)

  if (asked === 'recu') {
    const receipt = keptReceipt(cookies, vote.id)
    if (!receipt) redirect(303, here)
    return { ...base, step: 'receipt' as const, receipt }
  }
  if (vote.state !== 'open' || vote.suspended) return { ...base, step: 'closed' as const }
  const ballot = locals.session ? await read(event, readApi(event).GET('/api/votes/{id}/ballot-form', { params: { path: { id: vote.id } } })) : null

  if (asked === 'relecture') {
    // Somebody who voted and goes back is shown the receipt, not told that something is lost.
    if (!kept) redirect(303, keptReceipt(cookies, vote.id) ? `${here}?etape=recu` : `${here}?perdu`)
    if (!ballot) redirect(303, signInPath(url))
    if (ballot.needsCivilStatus) redirect(303, `/compte/identite?retour=${encodeURIComponent(`${here}?etape=relecture`)}`)
    const chosen = vote.options.filter(({ key }) => kept.includes(key))
    return {
      ...base, step: 'review' as const, chosen,
      total: chosen.reduce((sum, { cost }) => sum + (cost ?? 0), 0),
      refusals: problemOf(422, { refusals: ballot.refusals }).refusals,
      n: ballot.n,
      // Drawn here, once for this page: the same page sent twice is the same ballot, with the same receipt.
      nonce: randomBytes(32).toString('base64'),
      votedOn: ballot.alreadyVoted ? ballot.votedOn : null,
    }
  }

  const q = (url.searchParams.get('q') ?? '').trim().slice(0, 100)
  const found = vote.options.filter(option => !kept?.includes(option.key) && holds(option, q))
  return {
    ...base, step: 'choose' as const, q,
    searchable: vote.options.length > MANY,
    // While searching, what is chosen stays in the form, above what was found.
    apart: q ? vote.options.filter(({ key }) => kept?.includes(key)) : [],
    options: q ? found : vote.options,
    kept,
    votedOn: ballot?.alreadyVoted ? ballot.votedOn : null,
    refusals: ballot && !ballot.needsCivilStatus ? problemOf(422, { refusals: ballot.refusals }).refusals : [],
  }
}

export const actions: Actions = {
  /** The choice is checked and kept; nothing is recorded. */
  relire: async event => {
    const { vote, here, choice, blank } = await sent(event)
    const refusals = methodNamed(vote.method)?.refusals(approvals(choice), { ...questionOf(vote), blankAllowed: blank && vote.rules.blankAllowed }) ?? []
    if (refusals.length) {
      const problem = problemOf(422, { refusals: refusals.map(({ code, facts }) => ({ code: code === 'ballot.blank' && !blank ? 'ballot.too-few' : code, at: 'choix', facts: { chosen: 0, min: vote.rules.min, ...facts } })) })
      return fail(422, { problem, choice })
    }
    keepChoice(event.cookies, event.url, vote, choice)
    redirect(303, `${here}?etape=relecture`)
  },
  /** Without a script, a search is a page of its own: what is chosen comes along. */
  chercher: async event => {
    const { vote, here, choice, form } = await sent(event)
    keepChoice(event.cookies, event.url, vote, choice)
    const q = form.has('tout') ? '' : String(form.get('q') ?? '').trim().slice(0, 100)
    redirect(303, q ? `${here}?q=${encodeURIComponent(q)}#reponses` : `${here}#reponses`)
  },
  oublier: async event => {
    forgetChoice(event.cookies)
    redirect(303, `/consultations/${event.params.slug}/vote`)
  },
  voter: async event => {
    const { vote, here, choice, form } = await sent(event)
    const review = new URL(`${here}?etape=relecture`, event.url)
    // Whatever comes now, the choice is not lost: another window may have voted and forgotten it.
    keepChoice(event.cookies, event.url, vote, choice)
    if (!event.locals.session) redirect(303, signInPath(review))
    const outcome = await send(readApi(event).POST('/api/votes/{id}/ballots', {
      params: { path: { id: vote.id } },
      body: { choice, n: Number(form.get('n')), nonce: String(form.get('nonce') ?? '') },
    }))
    if (!outcome.ok) {
      const { problem } = outcome
      if (problem.status === 401) redirect(303, signInPath(review))
      if (problem.code === 'civil-status.missing') redirect(303, `/compte/identite?retour=${encodeURIComponent(review.pathname + review.search)}`)
      // Nothing on the read-back page can be corrected field by field.
      return fail(problem.status, { problem: { ...problem, refusals: problem.refusals.map(refusal => ({ ...refusal, at: undefined })) }, choice })
    }
    forgetChoice(event.cookies)
    keepReceipt(event.cookies, event.url, { voteId: vote.id, ...outcome.data })
    redirect(303, `${here}?etape=recu`)
  },
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
  const wanted = new Set(blank ? [] : form.getAll('choix').map(String))
  return { vote, form, blank, here: `/consultations/${consultation.slug}/vote`, choice: vote.options.map(({ key }) => key).filter(key => wanted.has(key)) }
}

/** As libs/voting asks it. The API asks again before casting. */
function questionOf({ options, rules: { min, max, blankAllowed, maxCost } }: Vote) {
  return {
    options: options.map(({ key, cost }) => cost === null ? { id: key } : { id: key, cost }),
    min, max: Math.min(max, options.length), blankAllowed, ...(maxCost === undefined ? {} : { maxCost }),
  }
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

function holds({ title, description }: Vote['options'][number], q: string) {
  const text = fold(`${title} ${description}`)
  return fold(q).split(/\s+/).every(word => text.includes(word))
}
