import { error, redirect, type RequestEvent } from '@sveltejs/kit'
import { signInPath } from '$lib/links'
import { read, readApi, readPublicApi } from './api'

/** The proposal a page is about: `/consultations/[slug]/propositions/[number]`. */
export async function readProposal(event: RequestEvent) {
  const { slug: slugOrId = '', number = '' } = event.params
  if (!/^\d{1,6}$/.test(number)) error(404)
  const api = readApi(event)
  const [consultation, proposal] = await Promise.all([
    read(event, readPublicApi(event).GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId } } })),
    read(event, api.GET('/api/consultations/{slugOrId}/proposals/{number}', { params: { path: { slugOrId, number } } })),
  ])
  return { consultation, proposal }
}

/** The same, for what only its author may do; anybody else is led back to read it. */
export async function readOwnProposal(event: RequestEvent, act: 'edit' | 'withdraw') {
  if (!event.locals.session) redirect(303, signInPath(event.url))
  const found = await readProposal(event)
  if (!found.proposal.may[act]) redirect(303, `/consultations/${event.params.slug}/propositions/${event.params.number}`)
  return found
}
