import { redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { onlyWhoEdits, textsOf } from '../../../../_parts/server'
import type { PageServerLoad } from './$types'

const readDebate = (event: RequestEvent) =>
  read(event, readApi(event).GET('/api/consultations/{slugOrId}/debates/{number}', { params: { path: { slugOrId: event.params.id ?? '', number: event.params.number ?? '' } } }))

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  return { debate: await readDebate(event as RequestEvent) }
}

const done = (event: RequestEvent, what: string): never => redirect(303, `/gestion/consultations/${event.params.id}/debats/${event.params.number}?fait=${what}`)

export const actions: Actions = {
  enregistrer: async event => {
    const { title = '', question = '', body = '', revision = '' } = textsOf(await event.request.formData())
    const values = { title, question, body, summary: '', kept: '' }
    const { id } = await readDebate(event)
    const outcome = await send(readApi(event).PATCH('/api/debates/{id}', { params: { path: { id } }, body: { title, question, body, revision: Number(revision) } }))
    return outcome.ok ? done(event, 'debat-ecrit') : failFrom(outcome.problem, values)
  },
  publier: async event => {
    const { id } = await readDebate(event)
    const outcome = await send(readApi(event).POST('/api/debates/{id}/publication', { params: { path: { id } } }))
    return outcome.ok ? done(event, 'debat-publie') : failFrom(outcome.problem, { title: '', question: '', body: '', summary: '', kept: '' })
  },
  conclure: async event => {
    const { summary = '', kept = '' } = textsOf(await event.request.formData())
    const { id } = await readDebate(event)
    const outcome = await send(readApi(event).POST('/api/debates/{id}/conclusion', { params: { path: { id } }, body: { summary, kept } }))
    return outcome.ok ? done(event, 'debat-conclu') : failFrom(outcome.problem, { title: '', question: '', body: '', summary, kept })
  },
  supprimer: async event => {
    const { id } = await readDebate(event)
    const outcome = await send(readApi(event).DELETE('/api/debates/{id}', { params: { path: { id } } }))
    return outcome.ok ? redirect(303, `/gestion/consultations/${event.params.id}/debats?fait=debat-supprime`) : failFrom(outcome.problem, { title: '', question: '', body: '', summary: '', kept: '' })
  },
}
