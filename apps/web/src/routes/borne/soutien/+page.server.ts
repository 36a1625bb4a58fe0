import { redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { read, readApi, send } from '$lib/server/api'
import { afterSending, askedSession, keepForm, sessionOf, typedOn } from '$lib/server/kiosk'
import { pageOf } from '$lib/server/page-number'
import type { PageServerLoad } from './$types'

const proposalOf = (event: RequestEvent, slugOrId: string, number: string) => read(event, readApi(event).GET('/api/consultations/{slugOrId}/proposals/{number}', { params: { path: { slugOrId, number } } }))

export const load: PageServerLoad = async event => {
  const session = await sessionOf(event)
  if (!session.may.includes('support')) redirect(303, '/borne/faire')
  const kept = await typedOn(event, 'soutien')
  const number = String(kept?.form.get('number') ?? '')
  if (kept && /^\d{1,6}$/.test(number)) {
    const { title, body } = await proposalOf(event, session.consultation.id, number)
    return { whole: { title, body }, list: null, problem: kept.problem }
  }
  const page = pageOf(event.url)
  const list = await read(event, readApi(event).GET('/api/consultations/{slugOrId}/proposals', { params: { path: { slugOrId: session.consultation.id }, query: { sort: 'supported', page, perPage: 20 } } }))
  return { whole: null, list, problem: null }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const step = form.get('step')
    if (step === 'read') return keepForm(event, 'soutien', form, 'review')
    const kept = await typedOn(event, 'soutien')
    if (!kept || step !== 'send') return keepForm(event, 'soutien', new FormData(), 'write')
    const session = await askedSession(event)
    const { id } = await proposalOf(event, session.consultation.id, String(kept.form.get('number')))
    return afterSending(event, 'soutien', kept.form, await send(readApi(event).POST('/api/kiosks/session/supports', { body: { proposalId: id } })))
  },
}
