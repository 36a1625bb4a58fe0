import { m } from '@parvis/texts'
import { error, redirect, type RequestEvent } from '@sveltejs/kit'
import { signInPath } from '$lib/links'
import type { Problem } from '$lib/problem'
import { problemOf, read, readApi, readPublicApi } from './api'

/** The proposal a page is about: `/consultations/[slug]/propositions/[number]`. */
export async function readProposal(event: RequestEvent) {
  const { slug: slugOrId = '', number = '' } = event.params
  if (!/^\d{1,6}$/.test(number)) error(404)
  const api = readApi(event)
  const [consultation, proposal] = await Promise.all([
    read(event, readPublicApi(event).GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId } } })),
    read(event, api.GET('/api/consultations/{slugOrId}/proposals/{number}', { params: { path: { slugOrId, number } } })),
  ])
  // What moderation hides has no title left but for its author.
  return { consultation, proposal: proposal.title ? proposal : { ...proposal, title: m.moderation_proposal_hidden() } }
}

/** A title or a text that is too short is called by its name: the summary of errors stands far from the field. */
export function namedShort(problem: Problem): Problem {
  const named = problem.refusals.map(refusal => ({ ...refusal, code: refusal.code === 'field.min-length' ? shortCodes[refusal.at ?? ''] ?? refusal.code : refusal.code }))
  return { ...problem, refusals: problemOf(problem.status, { refusals: named }).refusals }
}

const shortCodes: Record<string, string> = { title: 'proposal.title-short', body: 'proposal.body-short' }

/** The lengths the API asks for, said before the text is read back and not after. */
export const tooShort = ({ title, body }: { title: string, body: string }) => [{ at: 'title', code: 'proposal.title-short', text: title, limit: 5 }, { at: 'body', code: 'proposal.body-short', text: body, limit: 20 }]
  .filter(({ text, limit }) => text.trim().length < limit).map(({ at, code, limit }) => ({ code, at, facts: { limit } }))

/** The same, for what only its author may do; anybody else is led back to read it. */
export async function readOwnProposal(event: RequestEvent, act: 'edit' | 'withdraw') {
  if (!event.locals.session) redirect(303, signInPath(event.url))
  const found = await readProposal(event)
  if (!found.proposal.may[act]) redirect(303, `/consultations/${event.params.slug}/propositions/${event.params.number}`)
  return found
}
