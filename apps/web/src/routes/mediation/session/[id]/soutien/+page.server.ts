import { failFrom, read, readApi, send } from '$lib/server/api'
import { redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { toReceipt } from '../_parts/to-receipt'
import type { PageServerLoad } from './$types'

/** One proposal of the session's consultation, whole. */
const proposalOf = (event: RequestEvent, slugOrId: string, number: string) =>
  read(event, readApi(event).GET('/api/consultations/{slugOrId}/proposals/{number}', { params: { path: { slugOrId, number } } }))

export const load: PageServerLoad = async event => {
  const q = (event.url.searchParams.get('q') ?? '').slice(0, 200)
  const page = Math.max(1, Math.min(10_000, Number.parseInt(event.url.searchParams.get('page') ?? '1', 10) || 1))
  const { session } = await event.parent()
  if (!session.may.includes('support')) redirect(303, `/mediation/session/${session.id}`)
  const list = await read(event, readApi(event).GET('/api/consultations/{slugOrId}/proposals', { params: { path: { slugOrId: session.consultation.id }, query: { q: q || undefined, sort: 'supported', page, perPage: 20 } } }))
  // The one that is being read to the person, when the list shows its beginning only.
  const asked = list.items.find(({ number }) => String(number) === event.url.searchParams.get('lire'))
  return { list, q, whole: asked ? await proposalOf(event, session.consultation.id, String(asked.number)) : null }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    if (form.get('step') !== 'send') {
      const session = await read(event, readApi(event).GET('/api/assisted-sessions/{id}', { params: { path: { id: event.params.id ?? '' } } }))
      const { id, title, body } = await proposalOf(event, session.consultation.id, String(form.get('number')))
      return { review: true, values: { proposalId: id, title, body }, problem: null }
    }
    const proposalId = String(form.get('proposalId') ?? '')
    const values = { proposalId, title: '', body: '' }
    const outcome = await send(readApi(event).POST('/api/assisted-sessions/{id}/supports', { params: { path: { id: event.params.id ?? '' } }, body: { proposalId } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    return toReceipt(event, outcome.data.receipt)
  },
}
