import { failFrom, read, readApi, send } from '$lib/server/api'
import { communeMap } from '$lib/server/place'
import { signInPath } from '$lib/links'
import { error, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

const readDraft = (event: RequestEvent) => {
  if (!event.locals.session) redirect(303, signInPath(event.url))
  return read(event, readApi(event).GET('/api/proposal-drafts/{id}', { params: { path: { id: event.params.draft ?? '' } } }))
}

export const load: PageServerLoad = async event => {
  const draft = await readDraft(event)
  if (draft.consultation.slug !== event.params.slug) error(404)
  const map = draft.lat === null ? null : await communeMap(event, draft.municipalityCode)
  const similar = await read(event, readApi(event).POST('/api/consultations/{slugOrId}/similar-proposals', {
    params: { path: { slugOrId: draft.consultation.id } }, body: { title: draft.title, body: draft.body },
  }))
  const { items: attachments } = await read(event, readApi(event).GET('/api/proposal-drafts/{id}/attachments', { params: { path: { id: draft.id } } }))
  return { draft, map, attachments, similar: similar.items }
}

export const actions: Actions = {
  envoyer: async event => {
    const outcome = await send(readApi(event).POST('/api/proposal-drafts/{id}/submission', { params: { path: { id: event.params.draft ?? '' } } }))
    if (outcome.ok) redirect(303, `/consultations/${event.params.slug}/propositions/${outcome.data.number}?fait=envoi`)
    if (outcome.problem.status === 401) redirect(303, signInPath(event.url))
    return failFrom(outcome.problem, {})
  },
  soutenir: async event => {
    const form = await event.request.formData()
    const number = /^\d{1,6}$/.exec(String(form.get('number') ?? ''))?.[0] ?? '0'
    const outcome = await send(readApi(event).PUT('/api/proposals/{id}/support', { params: { path: { id: String(form.get('proposal') ?? '') } } }))
    if (outcome.ok) redirect(303, `/consultations/${event.params.slug}/propositions/${number}?fait=soutien-semblable`)
    if (outcome.problem.status === 401) redirect(303, signInPath(event.url))
    if (outcome.problem.code === 'account.civil-status-needed') redirect(303, `/compte/identite?retour=${encodeURIComponent(event.url.pathname)}`)
    return failFrom(outcome.problem, {})
  },
  jeter: async event => {
    await readDraft(event)
    const outcome = await send(readApi(event).DELETE('/api/proposal-drafts/{id}', { params: { path: { id: event.params.draft ?? '' } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, '/compte?enregistre=brouillon-jete#propositions')
  },
}
