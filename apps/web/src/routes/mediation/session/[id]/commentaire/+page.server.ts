import { randomUUID } from 'node:crypto'
import { failFrom, problemOf, read, readApi, send } from '$lib/server/api'
import { commentedAt, stanceOf } from '$lib/server/discussion'
import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { toReceipt } from '../_parts/to-receipt'
import type { PageServerLoad } from './$types'

/** The comment of the consultation that is answered: `?reponse=`. */
async function answeredOf(event: RequestEvent, consultationId: string) {
  const id = /^[0-9a-f-]{36}$/.exec(event.url.searchParams.get('reponse') ?? '')?.[0]
  if (!id) return null
  const found = await send(readApi(event).GET('/api/comments/{id}', { params: { path: { id }, query: { page: 1, perPage: 1 } } }))
  if (!found.ok || found.data.consultation.id !== consultationId || found.data.comment.state !== 'published') return null
  const { comment, subject } = found.data
  return { id: comment.id, text: comment.body, ...(subject.kind === 'debate' ? { debateId: subject.id } : { proposalId: subject.id }), title: subject.title }
}

export const load: PageServerLoad = async event => {
  const { session } = await event.parent()
  if (!session.may.includes('comment')) redirect(303, `/mediation/session/${session.id}`)
  const debates = await read(event, readApi(event).GET('/api/consultations/{slugOrId}/debates', { params: { path: { slugOrId: session.consultation.id }, query: { page: 1, perPage: 50 } } }))
  return { answered: await answeredOf(event, session.consultation.id), debates: debates.items.filter(({ open }) => open), proposals: session.may.includes('proposal'), token: randomUUID() }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '')
    const values = { about: text('about'), number: text('number'), stance: text('stance'), body: text('body'), submissionToken: text('submissionToken') }
    if (text('step') === 'write') return { review: false, values, title: '', problem: null }
    const session = await read(event, readApi(event).GET('/api/assisted-sessions/{id}', { params: { path: { id: event.params.id ?? '' } } }))
    const answered = await answeredOf(event, session.consultation.id)
    const subject = answered ?? await commentedAt(event, session.consultation.id, values)
    const stance = stanceOf(values.stance)
    const refusals = [
      ...(subject ? [] : [{ code: 'comment.subject-unknown', at: values.about ? 'number' : 'about' }]), ...(stance || answered ? [] : [{ code: 'comment.stance-needed', at: 'stance' }]),
      ...(values.body.trim().length >= 2 ? [] : [{ code: 'comment.body-short', at: 'body' }]),
    ]
    if (!subject || refusals.length > 0) return fail(422, { values, problem: problemOf(422, { code: 'request.invalid', refusals }) })
    // Read back aloud first; « Corriger » comes back to the form with everything in it.
    if (text('step') !== 'send') return { review: true, values, title: subject.title, problem: null }
    const outcome = await send(readApi(event).POST('/api/assisted-sessions/{id}/comments', {
      params: { path: { id: event.params.id ?? '' } }, body: { ...('debateId' in subject ? { debateId: subject.debateId } : { proposalId: subject.proposalId }), ...(answered ? { parentId: answered.id } : { stance }), body: values.body, submissionToken: values.submissionToken },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    return toReceipt(event, outcome.data.receipt)
  },
}
