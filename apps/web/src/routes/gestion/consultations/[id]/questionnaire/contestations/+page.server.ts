import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { pageOf, refusedHere } from '../../../../_parts/server'
import { stepPath } from '../../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

type Event = RequestEvent<{ id: string }>
const decisions = ['keep', 'homonym', 'replace'] as const

const PER_PAGE = 20
const ENTRIES = 50

/** All civil statuses that wait, or the participations of one (`?groupe=`). */
export const load: PageServerLoad = async event => {
  requirePermission(event, 'contested.review')
  const api = readApi(event)
  const { id } = event.params
  const named = event.url.searchParams.get('groupe')
  const [found, groups, reviews] = await Promise.all([
    named && /^[0-9a-f-]{36}$/.test(named) ? send(api.GET('/api/consultations/{id}/questionnaire/contested/{entryId}', { params: { path: { id, entryId: named }, query: { page: pageOf(event.url), perPage: ENTRIES } } })) : null,
    read(event, api.GET('/api/consultations/{id}/questionnaire/contested', { params: { path: { id }, query: { page: named ? 1 : pageOf(event.url), perPage: PER_PAGE } } })),
    read(event, api.GET('/api/consultations/{id}/questionnaire/contested/reviews', { params: { path: { id }, query: { page: pageOf(event.url, 'decisions'), perPage: PER_PAGE } } })),
  ])
  // Everything of it was decided meanwhile: back to the list.
  if (named && !found?.ok) redirect(303, here(event))
  return { one: found?.ok ? found.data : null, groups, reviews }
}

const here = (event: Event, rest = '') => `${stepPath(event.params.id, 'questionnaire')}/contestations${rest}`

function asked(form: FormData) {
  return {
    groups: form.getAll('groupes').map(String), entries: form.getAll('participations').map(String), reason: String(form.get('reason') ?? ''),
    decision: decisions.find(one => one === form.get('decision')),
  }
}

export const actions: Actions = {
  /** First what it would do; nothing is changed. */
  voir: async event => {
    const { decision, ...given } = asked(await event.request.formData())
    const values = { ...given, decision: decision ?? '' }
    const refusals = [
      ...(given.groups.length + given.entries.length ? [] : [{ code: 'contested-entry.nothing-chosen', at: 'chosen' }]), ...(decision ? [] : [{ code: 'field.is-in', at: 'decision' }]),
      ...(given.reason.trim().length < 10 ? [{ code: 'field.min-length', at: 'reason', facts: { limit: 10 } }] : []),
    ]
    if (refusals.length || !decision) return failFrom(refusedHere(refusals), { ...values, preview: null })
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/questionnaire/contested/preview', { params: { path: { id: event.params.id } }, body: { groups: given.groups, entries: given.entries, decision } }))
    return outcome.ok ? { problem: null, values: { ...values, preview: outcome.data } } : failFrom(outcome.problem, { ...values, preview: null })
  },
  /** Back from the preview, with what was written. */
  changer: async event => {
    const { decision, ...given } = asked(await event.request.formData())
    return { problem: null, values: { ...given, decision: decision ?? '', preview: null } }
  },
  decider: async event => {
    const form = await event.request.formData()
    const { decision, ...given } = asked(form)
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/questionnaire/contested/reviews', {
      params: { path: { id: event.params.id } }, body: { groups: given.groups, entries: given.entries, decision: decision ?? 'keep', reason: given.reason, entriesExpected: Number(form.get('nombre')) || 1 },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, { ...given, decision: decision ?? '', preview: null })
    redirect(303, here(event, '?fait=participation-decidee'))
  },
  annuler: async event => {
    const reviewId = String((await event.request.formData()).get('review') ?? '')
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/questionnaire/contested/reviews/{reviewId}/undo', { params: { path: { id: event.params.id, reviewId } } }))
    if (!outcome.ok) return failFrom(outcome.problem, { groups: [] as string[], entries: [] as string[], reason: '', decision: '', preview: null })
    redirect(303, here(event, '?fait=decision-annulee'))
  },
}
