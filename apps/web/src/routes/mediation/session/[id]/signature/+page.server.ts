import { readApi, send } from '$lib/server/api'
import type { Problem } from '$lib/problem'
import { fail, redirect, type Actions } from '@sveltejs/kit'
import { toReceipt } from '../_parts/to-receipt'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { session } = await event.parent()
  if (!session.may.includes('signature')) redirect(303, `/mediation/session/${session.id}`)
}

/** Signs with a code, or gives one to who wrote a proposal at a desk: the two halves of one thing. */
export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const values = { code: text('code'), recepisse: text('recepisse') }
    const path = { id: event.params.id ?? '' }
    const state = (over: { proposal?: { number: number, title: string, body: string }, problem?: Problem }) => ({ values, proposal: null as { number: number, title: string, body: string } | null, problem: null as Problem | null, ...over })
    const refused = (problem: Problem) => fail(problem.status, state({ problem }))
    if (text('step') === 'invite') {
      const outcome = await send(readApi(event).POST('/api/assisted-sessions/{id}/invitations', { params: { path }, body: { receipt: values.recepisse } }))
      if (outcome.ok) return toReceipt(event, outcome.data.code)
      return refused({ ...outcome.problem, refusals: outcome.problem.refusals.map(refusal => ({ ...refusal, at: refusal.at === 'receipt' ? 'recepisse' : refusal.at })) })
    }
    // Read aloud first; nothing of the code is used up by that.
    if (text('step') !== 'send') {
      const outcome = await send(readApi(event).POST('/api/assisted-sessions/{id}/invited', { params: { path }, body: { code: values.code } }))
      return outcome.ok ? state({ proposal: outcome.data }) : refused(outcome.problem)
    }
    const outcome = await send(readApi(event).POST('/api/assisted-sessions/{id}/signatures', { params: { path }, body: { code: values.code, readBack: true } }))
    return outcome.ok ? toReceipt(event, outcome.data.receipt) : refused(outcome.problem)
  },
}
