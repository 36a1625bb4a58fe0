import { failFrom, read, readApi, send } from '$lib/server/api'
import { readProposal } from '$lib/server/proposals'
import { signInPath } from '$lib/links'
import { redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

const done = ['invitee', 'annulee'] as const

/** For whoever signs the proposal, and for whoever is invited to. */
export const load: PageServerLoad = async event => {
  if (!event.locals.session) redirect(303, signInPath(event.url))
  const found = await readProposal(event)
  const { proposal, consultation } = found
  const signs = proposal.mine || proposal.coAuthor
  const [sent, received] = signs
    ? [await read(event, readApi(event).GET('/api/proposals/{id}/coauthor-invitations', { params: { path: { id: proposal.id } } })), null]
    : [null, (await read(event, readApi(event).GET('/api/account/coauthor-invitations'))).items.find(({ number, consultation: { slug } }) => number === proposal.number && slug === consultation.slug) ?? null]
  return { ...found, signs, sent, received, done: done.find(known => known === event.url.searchParams.get('fait')) ?? null }
}

const proposalPath = (event: RequestEvent) => `/consultations/${event.params.slug}/propositions/${event.params.number}`

export const actions: Actions = {
  inviter: async event => {
    const email = String((await event.request.formData()).get('email') ?? '').trim()
    const { proposal } = await readProposal(event)
    const outcome = await send(readApi(event).POST('/api/proposals/{id}/coauthor-invitations', { params: { path: { id: proposal.id } }, body: { email } }))
    return outcome.ok ? redirect(303, `${proposalPath(event)}/auteurs?fait=invitee`) : failFrom(outcome.problem, { email })
  },
  // Shown once, on this answer: what is kept of a code says nothing.
  code: async event => {
    const { proposal } = await readProposal(event)
    const outcome = await send(readApi(event).POST('/api/proposals/{id}/coauthor-codes', { params: { path: { id: proposal.id } } }))
    return outcome.ok ? { values: { email: '' }, problem: null, code: outcome.data.code } : failFrom(outcome.problem, { email: '' })
  },
  annuler: async event => {
    const id = String((await event.request.formData()).get('invitation') ?? '')
    const outcome = await send(readApi(event).DELETE('/api/coauthor-invitations/{id}', { params: { path: { id } } }))
    return outcome.ok ? redirect(303, `${proposalPath(event)}/auteurs?fait=annulee`) : failFrom(outcome.problem, { email: '' })
  },
  repondre: async event => {
    const form = await event.request.formData()
    const accept = form.get('reponse') === 'oui'
    const outcome = await send(readApi(event).POST('/api/coauthor-invitations/{id}/answer', { params: { path: { id: String(form.get('invitation') ?? '') } }, body: { accept } }))
    return outcome.ok ? redirect(303, accept ? `${proposalPath(event)}?fait=signe` : proposalPath(event)) : failFrom(outcome.problem, { email: '' })
  },
  partir: async event => {
    const { proposal } = await readProposal(event)
    const outcome = await send(readApi(event).DELETE('/api/proposals/{id}/authorship', { params: { path: { id: proposal.id } } }))
    return outcome.ok ? redirect(303, `${proposalPath(event)}?fait=depart`) : failFrom(outcome.problem, { email: '' })
  },
}
