import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { pageOf } from '$lib/server/page-number'
import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'account.own')
  return { list: await read(event, readApi(event).GET('/api/account/receipts', { params: { query: { page: pageOf(event.url), perPage: 20 } } })), done: event.url.searchParams.get('fait') }
}

export const actions: Actions = {
  suivre: async event => {
    requirePermission(event, 'account.own')
    const code = String((await event.request.formData()).get('code') ?? '').trim().slice(0, 40)
    const outcome = await send(readApi(event).POST('/api/account/receipts', { body: { code } }))
    if (!outcome.ok) return failFrom({ ...outcome.problem, refusals: [{ code: outcome.problem.code, at: 'code', sentence: outcome.problem.sentence }] }, { code })
    redirect(303, '/compte/recepisses?fait=suivi')
  },
  laisser: async event => {
    requirePermission(event, 'account.own')
    const id = String((await event.request.formData()).get('id') ?? '')
    await send(readApi(event).DELETE('/api/account/receipts/{id}', { params: { path: { id } } }))
    redirect(303, '/compte/recepisses?fait=laisse')
  },
}
