import { redirect, type Actions } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { pageOf } from '$lib/server/page-number'
import { alertKinds, alertStates } from '../../mediation/_parts/alert-words'
import type { PageServerLoad } from './$types'

const numbers = ['mediatorQuota', 'warningAt', 'centreQuota', 'medianSeconds', 'medianOf', 'leastSeconds', 'outsideMinutes', 'answerDays', 'orderOf', 'sameDateOf'] as const

export const load: PageServerLoad = async event => {
  requirePermission(event, 'habilitation.manage')
  const query = event.url.searchParams
  const state = alertStates.find(one => one === query.get('etat'))
  const kind = alertKinds.find(one => one === query.get('sujet'))
  const api = readApi(event)
  const [alerts, lifts, setting] = await Promise.all([
    read(event, api.GET('/api/console/alerts', { params: { query: { page: pageOf(event.url), perPage: 30, ...(state && { state }), ...(kind && { kind }) } } })),
    read(event, api.GET('/api/console/quotas/lifts', { params: { query: { page: 1, perPage: 20 } } })),
    read(event, api.GET('/api/console/quotas/numbers')),
  ])
  return { alerts, lifts: lifts.items, setting, state: state ?? '', kind: kind ?? '', done: query.get('fait') }
}

const none = { id: '', words: '', extra: '', numbers: {} as Record<string, string> }

export const actions: Actions = {
  decider: async event => {
    const form = await event.request.formData()
    const values = { ...none, id: String(form.get('id') ?? ''), words: String(form.get('words') ?? '').slice(0, 1200) }
    const outcome = await send(readApi(event).POST('/api/console/alerts/{id}/decision', { params: { path: { id: values.id } }, body: { decision: form.get('decision') === 'suite' ? 'CONFIRMED' : 'DISMISSED', words: values.words } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, '/gestion/alertes?fait=decide')
  },
  repondre: async event => {
    const form = await event.request.formData()
    const values = { ...none, id: String(form.get('id') ?? ''), words: String(form.get('words') ?? '').slice(0, 700), extra: String(form.get('extra') ?? '').slice(0, 10) }
    const grant = form.get('decision') === 'oui'
    const extra = Number.parseInt(values.extra, 10)
    const outcome = await send(readApi(event).POST('/api/console/quotas/lifts/{id}/decision', { params: { path: { id: values.id } }, body: { grant, words: values.words, ...(grant && Number.isInteger(extra) && { extra }) } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, '/gestion/alertes?fait=decide')
  },
  chiffres: async event => {
    const form = await event.request.formData()
    const typed = Object.fromEntries(numbers.map(name => [name, String(form.get(name) ?? '').slice(0, 10)]))
    const body = Object.fromEntries(numbers.map(name => [name, Number(typed[name])])) as Record<(typeof numbers)[number], number>
    const outcome = await send(readApi(event).PUT('/api/console/quotas/numbers', { body }))
    if (!outcome.ok) return failFrom(outcome.problem, { ...none, numbers: typed })
    redirect(303, '/gestion/alertes?fait=chiffres')
  },
}
