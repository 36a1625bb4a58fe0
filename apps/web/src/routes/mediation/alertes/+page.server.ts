import { redirect, type Actions } from '@sveltejs/kit'
import { failFrom, read, readApi, send } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const [alerts, quota, desk] = await Promise.all([read(event, api.GET('/api/alerts')), read(event, api.GET('/api/quotas/own')), read(event, api.GET('/api/desk'))])
  return { alerts: alerts.items, quota, centres: desk.centres.map(({ id, name }) => ({ id, name })), done: event.url.searchParams.get('fait') }
}

export const actions: Actions = {
  expliquer: async event => {
    const form = await event.request.formData()
    const values = { id: String(form.get('id') ?? ''), explanation: String(form.get('explanation') ?? '').slice(0, 1200), reason: '', centreId: '' }
    const outcome = await send(readApi(event).POST('/api/alerts/{id}/explanation', { params: { path: { id: values.id } }, body: { explanation: values.explanation } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, '/mediation/alertes?fait=explique')
  },
  demander: async event => {
    const form = await event.request.formData()
    const values = { id: '', explanation: '', reason: String(form.get('reason') ?? '').slice(0, 700), centreId: String(form.get('centreId') ?? '') }
    const outcome = await send(readApi(event).POST('/api/quotas/lifts', { body: { centreId: values.centreId, reason: values.reason } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, '/mediation/alertes?fait=demande')
  },
}
