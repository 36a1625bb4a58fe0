import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'token.own')
  return { tokens: (await read(event, readApi(event).GET('/api/tokens', { params: { query: { perPage: 50 } } }))).items, revoked: event.url.searchParams.has('annule') }
}

export const actions: Actions = {
  creer: async event => {
    const form = await event.request.formData()
    const values = { label: String(form.get('label') ?? ''), days: String(form.get('days') ?? '') }
    const outcome = await send(readApi(event).POST('/api/tokens', { body: { label: values.label.trim(), days: Number(values.days) || 0 } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    // Shown in this answer alone: it is in no address and in no cookie.
    return { made: { label: outcome.data.label, token: outcome.data.token } }
  },
  annuler: async event => {
    const id = String((await event.request.formData()).get('id') ?? '')
    const outcome = await send(readApi(event).DELETE('/api/tokens/{id}', { params: { path: { id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, '/compte/jetons?annule')
  },
}
