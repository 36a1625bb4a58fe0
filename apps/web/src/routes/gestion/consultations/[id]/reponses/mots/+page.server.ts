import { redirect, type RequestEvent } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { answerKinds } from '$lib/answers'
import { textsOf } from '../../../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

/** Lines that are empty, to write in. */
const free = 3
const most = { statuses: 20, criteria: 10 }

export const load: PageServerLoad = async event => {
  requirePermission(event, 'proposal.answer')
  const api = readApi(event)
  const [statuses, settings] = await Promise.all([
    read(event, api.GET('/api/consultations/{slugOrId}/proposal-statuses', { params: { path: { slugOrId: event.params.id } } })),
    read(event, api.GET('/api/consultations/{id}/evaluation', { params: { path: { id: event.params.id } } })),
  ])
  const lines = <T>(items: T[], limit: number): (T | null)[] => [...items, ...Array.from({ length: Math.min(free, limit - items.length) }, () => null)]
  return { statuses: lines(statuses.items, most.statuses), criteria: lines(settings.criteria, most.criteria) }
}

/** Lines in which something is written, with the place of each in the form. */
async function typed(event: RequestEvent) {
  const values = textsOf(await event.request.formData())
  const lines = Object.keys(values).flatMap(name => /^label-(\d{1,2})$/.exec(name)?.[1] ?? []).map(line => ({
    line, id: values[`id-${line}`] || undefined, label: (values[`label-${line}`] ?? '').trim(), kind: answerKinds.find(known => known === values[`kind-${line}`]) ?? 'other' as const,
  })).filter(({ label }) => label !== '')
  return { values, lines }
}

export const actions: Actions = {
  mots: async event => {
    const { values, lines } = await typed(event)
    const outcome = await send(readApi(event).PUT('/api/consultations/{id}/proposal-statuses', { params: { path: { id: event.params.id ?? '' } }, body: { items: lines.map(({ id, label, kind }) => ({ id, label, kind })) } }))
    if (!outcome.ok) return failFrom(outcome.problem, { ...values, form: 'mots' } as Record<string, string>)
    redirect(303, `${event.url.pathname}?fait=mots`)
  },
  criteres: async event => {
    const { values, lines } = await typed(event)
    const outcome = await send(readApi(event).PUT('/api/consultations/{id}/evaluation/criteria', { params: { path: { id: event.params.id ?? '' } }, body: { items: lines.map(({ id, label }) => ({ id, label })) } }))
    if (!outcome.ok) return failFrom(outcome.problem, { ...values, form: 'criteres' } as Record<string, string>)
    redirect(303, `${event.url.pathname}?fait=mots`)
  },
}
