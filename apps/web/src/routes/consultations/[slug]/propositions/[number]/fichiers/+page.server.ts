import { attachmentActions, doneOf } from '$lib/server/attachments'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { readOwnProposal } from '$lib/server/proposals'
import { redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const found = await readOwnProposal(event, 'edit')
  return { ...found, given: await read(event, readApi(event).GET('/api/proposals/{id}/attachments', { params: { path: { id: found.proposal.id } } })), done: doneOf(event.url) }
}

const idOf = async (event: RequestEvent) => (await readOwnProposal(event, 'edit')).proposal.id

export const actions: Actions = {
  ...attachmentActions(async (event, body) => send(readApi(event).POST('/api/proposals/{id}/attachments', { params: { path: { id: await idOf(event) } }, body }))),
  publier: async event => {
    const version = Number((await event.request.formData()).get('version'))
    const outcome = await send(readApi(event).POST('/api/proposals/{id}/attachments/publication', { params: { path: { id: await idOf(event) } }, body: { version } }))
    if (outcome.ok) redirect(303, `/consultations/${event.params.slug}/propositions/${event.params.number}?fait=fichiers`)
    return failFrom(outcome.problem, { id: '', alt: '', decorative: false, changed: true })
  },
}
