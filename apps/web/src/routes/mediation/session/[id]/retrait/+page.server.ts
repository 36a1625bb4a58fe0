import { problemOf, read, readApi, send } from '$lib/server/api'
import { fail, redirect, type Actions } from '@sveltejs/kit'
import { toReceipt } from '../_parts/to-receipt'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { session } = await event.parent()
  if (!session.mayWithdraw.length) redirect(303, `/mediation/session/${session.id}`)
}

export const actions: Actions = {
  default: async event => {
    const api = readApi(event)
    const form = await event.request.formData()
    const path = { id: event.params.id ?? '' }
    const values = { what: String(form.get('what') ?? ''), number: String(form.get('number') ?? '').trim(), sure: form.get('sure') === 'oui' }
    const what = (['ballot', 'questionnaire', 'support'] as const).find(known => known === values.what)
    const wrong = [
      ...(what ? [] : [{ at: 'what', code: 'withdrawal.what-needed' }]),
      ...(what === 'support' && !/^[1-9]\d{0,5}$/.test(values.number) ? [{ at: 'number', code: 'withdrawal.number-unknown' }] : []),
      ...(values.sure ? [] : [{ at: 'sure', code: 'withdrawal.sure-needed' }]),
    ]
    if (!what || wrong.length > 0) return fail(422, { values, problem: problemOf(422, { code: 'request.invalid', refusals: wrong }) })
    let proposalId: string | undefined
    if (what === 'support') {
      const session = await read(event, api.GET('/api/assisted-sessions/{id}', { params: { path } }))
      const proposal = await send(api.GET('/api/consultations/{slugOrId}/proposals/{number}', { params: { path: { slugOrId: session.consultation.id, number: values.number } } }))
      if (!proposal.ok) return fail(422, { values, problem: problemOf(422, { code: 'request.invalid', refusals: [{ at: 'number', code: 'withdrawal.number-unknown' }] }) })
      proposalId = proposal.data.id
    }
    const outcome = await send(api.POST('/api/assisted-sessions/{id}/withdrawals', { params: { path }, body: { what, ...(proposalId && { proposalId }) } }))
    if (!outcome.ok) return fail(outcome.problem.status, { values, problem: outcome.problem })
    return toReceipt(event, outcome.data.receipt)
  },
}
