import { randomUUID } from 'node:crypto'
import { failFrom, problemOf, read, readApi, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { tooShort } from '$lib/server/proposals'
import { signInPath } from '$lib/links'
import { redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

const uuid = /^[0-9a-f-]{36}$/

export const load: PageServerLoad = async event => {
  if (!event.locals.session) redirect(303, signInPath(event.url))
  const path = { slugOrId: event.params.slug }
  const [consultation, rules] = await Promise.all([
    read(event, readApi(event).GET('/api/consultations/{slugOrId}', { params: { path } })),
    read(event, readApi(event).GET('/api/consultations/{slugOrId}/proposal-rules', { params: { path } })),
  ])
  const phase = consultation.phases.find(({ kind, state }) => kind === 'proposals' && state === 'open')
  if (!phase) redirect(303, `/consultations/${event.params.slug}/propositions`)
  const kept = uuid.exec(event.url.searchParams.get('brouillon') ?? '')?.[0]
  const draft = kept ? await read(event, readApi(event).GET('/api/proposal-drafts/{id}', { params: { path: { id: kept } } })) : null
  // The form carries the name of its draft: sent twice, it keeps one.
  return { consultation, closesAt: phase.closesAt, editMinutes: rules.items.find(({ phaseId }) => phaseId === phase.id)?.editMinutes ?? null, draft, id: draft?.id ?? randomUUID(), now: await platformNow(event) }
}

async function keep(event: RequestEvent) {
  const form = await event.request.formData()
  const text = (name: string) => String(form.get(name) ?? '')
  const values = { title: text('title'), body: text('body'), theme: text('theme'), municipalityCode: text('municipalityCode'), place: text('place'), draft: text('draft') }
  const { draft: id, municipalityCode, ...body } = values
  const outcome = await send(readApi(event).PUT('/api/consultations/{slugOrId}/proposal-drafts/{id}', {
    params: { path: { slugOrId: event.params.slug ?? '', id } }, body: { ...body, municipalityCode: municipalityCode || undefined },
  }))
  if (!outcome.ok && outcome.problem.status === 401) redirect(303, signInPath(event.url))
  return { values, outcome }
}

export const actions: Actions = {
  relire: async event => {
    const { values, outcome } = await keep(event)
    if (!outcome.ok) return failFrom(outcome.problem, values)
    // It is kept already: what is missing is said here, beside what is typed.
    const refusals = tooShort(values)
    if (refusals.length > 0) return failFrom(problemOf(422, { code: 'request.invalid', refusals }), values)
    redirect(303, `/consultations/${event.params.slug}/propositions/brouillons/${values.draft}`)
  },
  fichiers: async event => {
    const { values, outcome } = await keep(event)
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `/consultations/${event.params.slug}/propositions/brouillons/${values.draft}/fichiers`)
  },
  placer: async event => {
    const { values, outcome } = await keep(event)
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `/consultations/${event.params.slug}/propositions/brouillons/${values.draft}/lieu`)
  },
  garder: async event => {
    const { values, outcome } = await keep(event)
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, '/compte?enregistre=brouillon#brouillons')
  },
}
