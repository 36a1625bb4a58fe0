import { randomUUID } from 'node:crypto'
import { failFrom, problemOf, read, readApi, send } from '$lib/server/api'
import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
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

/** What is commented: `debat-3`, or a proposal by the number that is written under it. */
async function subjectOf(event: RequestEvent, slugOrId: string, { about, number }: { about: string, number: string }) {
  const api = readApi(event)
  const debate = /^debat-(\d{1,6})$/.exec(about)?.[1]
  if (debate) {
    const found = await send(api.GET('/api/consultations/{slugOrId}/debates/{number}', { params: { path: { slugOrId, number: debate } } }))
    return found.ok ? { debateId: found.data.id, title: found.data.title } : null
  }
  if (!/^\d{1,6}$/.test(number.trim())) return null
  const found = await send(api.GET('/api/consultations/{slugOrId}/proposals/{number}', { params: { path: { slugOrId, number: number.trim() } } }))
  return found.ok && found.data.state === 'submitted' ? { proposalId: found.data.id, title: found.data.title } : null
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
    if (text('step') === 'write') return { review: false, values, title: '', problem: null, receipt: '' }
    const session = await read(event, readApi(event).GET('/api/assisted-sessions/{id}', { params: { path: { id: event.params.id ?? '' } } }))
    const answered = await answeredOf(event, session.consultation.id)
    const subject = answered ?? await subjectOf(event, session.consultation.id, values)
    const stance = (['for', 'against', 'neutral'] as const).find(known => known === values.stance)
    const refusals = [
      ...(subject ? [] : [{ code: 'comment.subject-unknown', at: values.about ? 'number' : 'about' }]), ...(stance || answered ? [] : [{ code: 'comment.stance-needed', at: 'stance' }]),
      ...(values.body.trim().length >= 2 ? [] : [{ code: 'comment.body-short', at: 'body' }]),
    ]
    if (!subject || refusals.length > 0) return fail(422, { values, problem: problemOf(422, { code: 'request.invalid', refusals }) })
    // Read back aloud first; « Corriger » comes back to the form with everything in it.
    if (text('step') !== 'send') return { review: true, values, title: subject.title, problem: null, receipt: '' }
    const outcome = await send(readApi(event).POST('/api/assisted-sessions/{id}/comments', {
      params: { path: { id: event.params.id ?? '' } }, body: { ...('debateId' in subject ? { debateId: subject.debateId } : { proposalId: subject.proposalId }), ...(answered ? { parentId: answered.id } : { stance }), body: values.body, submissionToken: values.submissionToken },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    return { review: false, values, title: '', problem: null, receipt: outcome.data.receipt }
  },
}
