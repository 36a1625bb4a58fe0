import { error, redirect, type RequestEvent } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { answerKinds } from '$lib/answers'
import { centsOf } from '../../../../_parts/money'
import { refusedHere, textsOf } from '../../../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

type Event = RequestEvent<{ id: string, proposal: string }>

function proposalOf(event: Event) {
  if (!/^\d{1,6}$/.test(event.params.proposal)) error(404)
  return read(event, readApi(event).GET('/api/consultations/{slugOrId}/proposals/{number}', { params: { path: { slugOrId: event.params.id, number: event.params.proposal } } }))
}

export const load: PageServerLoad = async event => {
  requirePermission(event, 'proposal.answer')
  const proposal = await proposalOf(event)
  const api = readApi(event)
  const path = { id: proposal.id }
  const [work, evaluations, settings, statuses] = await Promise.all([
    read(event, api.GET('/api/proposals/{id}/answer', { params: { path } })),
    read(event, api.GET('/api/proposals/{id}/evaluations', { params: { path } })),
    read(event, api.GET('/api/consultations/{id}/evaluation', { params: { path: { id: event.params.id } } })),
    read(event, api.GET('/api/consultations/{slugOrId}/proposal-statuses', { params: { path: { slugOrId: event.params.id } } })),
  ])
  return { proposal, work, evaluations: evaluations.items, criteria: settings.criteria, statuses: statuses.items }
}

const back = (event: Event, done: string, at: string): never => redirect(303, `${event.url.pathname}?fait=${done}#${at}`)

export const actions: Actions = {
  enregistrer: async event => {
    const values = { form: 'answer', ...textsOf(await event.request.formData()) } as Record<string, string>
    const { id } = await proposalOf(event)
    const cost = values.cost ? centsOf(values.cost) : null
    if (values.cost && cost === null) return failFrom(refusedHere([{ code: 'field.amount', at: 'cost' }]), values)
    // One list for both: a usual word by its kind, one of the consultation's own by its name and kind.
    const [word = '', statusId = null] = (values.word ?? '').split(':')
    const kind = answerKinds.find(known => known === word)
    if (!kind) return failFrom(refusedHere([{ code: 'field.is-in', at: 'word' }]), values)
    const outcome = await send(readApi(event).PUT('/api/proposals/{id}/answer', { params: { path: { id } }, body: {
      kind, statusId, body: values.body ?? '', cost, fromDay: values.fromDay || null, toDay: values.toDay || null, revision: Number(values.revision ?? '0'),
    } }))
    return outcome.ok ? back(event, 'reponse', 'reponse') : failFrom(outcome.problem, values)
  },
  effacer: async event => {
    const { id } = await proposalOf(event)
    const outcome = await send(readApi(event).DELETE('/api/proposals/{id}/answer', { params: { path: { id } } }))
    return outcome.ok ? back(event, 'reponse-effacee', 'reponse') : failFrom(outcome.problem, { form: 'answer' } as Record<string, string>)
  },
  avis: async event => {
    const values = { form: 'study', ...textsOf(await event.request.formData()) } as Record<string, string>
    const { id } = await proposalOf(event)
    const scores = Object.entries(values).flatMap(([name, value]) => (name.startsWith('score-') && value !== '' ? [{ criterionId: name.slice('score-'.length), score: Number(value) }] : []))
    const outcome = await send(readApi(event).PUT('/api/proposals/{id}/evaluations/mine', { params: { path: { id } }, body: { note: values.note ?? '', scores } }))
    return outcome.ok ? back(event, 'avis', 'etude') : failFrom(outcome.problem, values)
  },
  etape: async event => {
    const values = { form: 'step', ...textsOf(await event.request.formData()) } as Record<string, string>
    const { id } = await proposalOf(event)
    const kind = (['planned', 'done', 'end'] as const).find(known => known === values.kind)
    const refusals = [...(values.day ? [] : [{ code: 'field.date', at: 'day' }]), ...(kind ? [] : [{ code: 'field.is-in', at: 'kind' }])]
    if (refusals.length > 0 || !kind) return failFrom(refusedHere(refusals), values)
    const body = { day: values.day ?? '', kind, text: values.text ?? '' }
    const outcome = await send(readApi(event).POST('/api/proposals/{id}/steps', { params: { path: { id } }, body }))
    return outcome.ok ? back(event, 'etape', 'suivi') : failFrom(outcome.problem, values)
  },
  'retirer-etape': async event => {
    const values = { form: 'step', ...textsOf(await event.request.formData()) } as Record<string, string>
    const { id } = await proposalOf(event)
    const outcome = await send(readApi(event).DELETE('/api/proposals/{id}/steps/{stepId}', { params: { path: { id, stepId: values.step ?? '' } } }))
    return outcome.ok ? back(event, 'etape-retiree', 'suivi') : failFrom(outcome.problem, values)
  },
}
