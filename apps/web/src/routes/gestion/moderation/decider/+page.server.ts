import { error, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { reasons } from '$lib/reasons'
import type { PageServerLoad } from './$types'

const acts = ['hide', 'keep', 'publish', 'restore'] as const

function asked(event: RequestEvent) {
  const act = acts.find(known => known === event.url.searchParams.get('acte'))
  const cases = event.url.searchParams.getAll('cas').filter(id => /^[0-9a-f-]{36}$/.test(id)).slice(0, 100)
  if (!act || cases.length === 0) error(404)
  return { act, cases }
}

export const load: PageServerLoad = async event => {
  requirePermission(event, 'content.moderate')
  const { act, cases } = asked(event)
  const api = readApi(event)
  const preview = await read(event, api.POST('/api/moderation/preview', { body: { act, cases } }))
  const items = await Promise.all(cases.slice(0, 20).map(id => read(event, api.GET('/api/moderation/cases/{id}', { params: { path: { id } } }))))
  return { act, preview, items, more: cases.length - items.length }
}

export const actions: Actions = {
  decider: async event => {
    const form = await event.request.formData()
    const { act, cases } = asked(event)
    const values = { reason: String(form.get('reason') ?? ''), words: String(form.get('words') ?? '') }
    const outcome = await send(readApi(event).POST('/api/moderation/decisions', { body: { act, cases, reason: reasons.find(known => known === values.reason), words: values.words } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `/gestion/moderation?lot=${outcome.data.batchId}&nombre=${outcome.data.comments + outcome.data.proposals}`)
  },
  annuler: async event => {
    const form = await event.request.formData()
    const outcome = await send(readApi(event).POST('/api/moderation/batches/{id}/undo', { params: { path: { id: String(form.get('lot') ?? '') } } }))
    if (!outcome.ok) error(outcome.problem.status, { message: outcome.problem.sentence, code: outcome.problem.code })
    redirect(303, `/gestion/moderation?fait=annule&nombre=${outcome.data.undone}`)
  },
}
