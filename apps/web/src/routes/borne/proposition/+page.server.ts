import { randomUUID } from 'node:crypto'
import { redirect, type Actions } from '@sveltejs/kit'
import { problemOf, read, readApi, send } from '$lib/server/api'
import { afterSending, keepForm, sessionOf, typedOn } from '$lib/server/kiosk'
import { tooShort } from '$lib/server/proposals'
import type { PageServerLoad } from './$types'

const valuesOf = (form: FormData | undefined) => {
  const text = (name: string) => String(form?.get(name) ?? '')
  return { title: text('title'), body: text('body'), theme: text('theme'), municipalityCode: text('municipalityCode'), place: text('place'), submissionToken: text('submissionToken') || randomUUID() }
}

export const load: PageServerLoad = async event => {
  const session = await sessionOf(event)
  if (!session.may.includes('proposal')) redirect(303, '/borne/faire')
  const consultation = await read(event, readApi(event).GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: session.consultation.id } } }))
  const kept = await typedOn(event, 'proposition')
  const values = valuesOf(kept?.form)
  const refusals = kept?.step === 'review' ? tooShort(values) : []
  return {
    communes: consultation.communes, values: { ...values, theme: values.theme || consultation.theme },
    review: kept?.step === 'review' && refusals.length === 0,
    problem: refusals.length > 0 ? problemOf(422, { code: 'request.invalid', refusals }) : kept?.problem ?? null,
  }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const step = form.get('step')
    if (step === 'review') return keepForm(event, 'proposition', form, 'review')
    const kept = await typedOn(event, 'proposition')
    if (!kept) redirect(303, '/borne/proposition')
    if (step !== 'send') return keepForm(event, 'proposition', kept.form, 'write')
    const { municipalityCode, place, ...values } = valuesOf(kept.form)
    return afterSending(event, 'proposition', kept.form, await send(readApi(event).POST('/api/kiosks/session/proposals', { body: { ...values, municipalityCode: municipalityCode || undefined, place: place || undefined } })))
  },
}
