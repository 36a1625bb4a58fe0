import { failFrom, problemOf, read, readApi, requirePermission, send } from '$lib/server/api'
import { claimActs } from '$lib/claims'
import { fail, redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'claim.read')
  return { claim: await read(event, readApi(event).GET('/api/claims/{id}', { params: { path: { id: event.params.id } } })), done: event.url.searchParams.get('fait') }
}

export const actions: Actions = {
  decider: async event => {
    requirePermission(event, 'claim.read')
    const form = await event.request.formData()
    const values = { outcome: String(form.get('outcome') ?? ''), act: String(form.get('act') ?? 'none'), reason: String(form.get('reason') ?? '').trim() }
    const act = claimActs.find(known => known === values.act) ?? 'none'
    const wrong = [
      ...(values.outcome === 'accepted' || values.outcome === 'rejected' ? [] : [{ at: 'outcome', code: 'claim.outcome-needed' }]),
      ...(values.reason.length >= 20 ? [] : [{ at: 'reason', code: 'claim.reason-needed' }]),
    ]
    if (wrong.length > 0) return fail(422, { values, problem: problemOf(422, { code: 'request.invalid', refusals: wrong }) })
    const outcome = await send(readApi(event).POST('/api/claims/{id}/decision', { params: { path: { id: event.params.id } }, body: { outcome: values.outcome === 'accepted' ? 'accepted' : 'rejected', act: values.outcome === 'accepted' ? act : 'none', reason: values.reason } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `/gestion/reclamations/${event.params.id}?fait=decidee`)
  },
  repondue: async event => {
    requirePermission(event, 'claim.read')
    const outcome = await send(readApi(event).POST('/api/claims/{id}/answer', { params: { path: { id: event.params.id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, { outcome: '', act: 'none', reason: '' })
    redirect(303, `/gestion/reclamations/${event.params.id}?fait=repondue`)
  },
}
