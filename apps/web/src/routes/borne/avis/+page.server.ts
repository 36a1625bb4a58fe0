import { randomUUID } from 'node:crypto'
import { redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { problemOf, read, readApi, send } from '$lib/server/api'
import { commentedAt, stanceOf } from '$lib/server/discussion'
import { afterSending, askedSession, keepForm, sessionOf, typedOn } from '$lib/server/kiosk'
import type { PageServerLoad } from './$types'

const valuesOf = (form: FormData | undefined) => {
  const text = (name: string) => String(form?.get(name) ?? '')
  return { about: text('about'), number: text('number'), stance: text('stance'), body: text('body'), submissionToken: text('submissionToken') || randomUUID() }
}

async function judged(event: RequestEvent, form: FormData, consultationId: string) {
  const values = valuesOf(form)
  const subject = await commentedAt(event, consultationId, values)
  const stance = stanceOf(values.stance)
  const refusals = [
    ...(subject ? [] : [{ code: 'comment.subject-unknown', at: values.about === 'proposition' ? 'number' : 'about' }]), ...(stance ? [] : [{ code: 'comment.stance-needed', at: 'stance' }]),
    ...(values.body.trim().length >= 2 ? [] : [{ code: 'comment.body-short', at: 'body' }]),
  ]
  return { values, subject, stance, refusals }
}

export const load: PageServerLoad = async event => {
  const session = await sessionOf(event)
  if (!session.may.includes('comment')) redirect(303, '/borne/faire')
  const debates = await read(event, readApi(event).GET('/api/consultations/{slugOrId}/debates', { params: { path: { slugOrId: session.consultation.id }, query: { page: 1, perPage: 50 } } }))
  const base = { debates: debates.items.filter(({ open }) => open), proposals: session.may.includes('proposal') }
  const kept = await typedOn(event, 'avis')
  if (!kept) return { ...base, values: valuesOf(undefined), review: false, title: '', problem: null }
  const { values, subject, refusals } = await judged(event, kept.form, session.consultation.id)
  const asked = kept.step === 'review'
  return { ...base, values, review: asked && refusals.length === 0, title: subject?.title ?? '', problem: asked && refusals.length > 0 ? problemOf(422, { code: 'request.invalid', refusals }) : kept.problem }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const step = form.get('step')
    if (step === 'review') return keepForm(event, 'avis', form, 'review')
    const kept = await typedOn(event, 'avis')
    if (!kept) redirect(303, '/borne/avis')
    if (step !== 'send') return keepForm(event, 'avis', kept.form, 'write')
    const { values, subject, stance } = await judged(event, kept.form, (await askedSession(event)).consultation.id)
    if (!subject) return keepForm(event, 'avis', kept.form, 'review')
    const about = 'debateId' in subject ? { debateId: subject.debateId } : { proposalId: subject.proposalId }
    return afterSending(event, 'avis', kept.form, await send(readApi(event).POST('/api/kiosks/session/comments', { body: { ...about, stance, body: values.body, submissionToken: values.submissionToken } })))
  },
}
