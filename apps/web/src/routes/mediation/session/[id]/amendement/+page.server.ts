import { randomUUID } from 'node:crypto'
import { problemOf, readApi, read, send } from '$lib/server/api'
import { tooShort } from '$lib/server/proposals'
import { changesOf, type TextChange } from '$lib/server/text-changes'
import type { Problem } from '$lib/problem'
import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { toReceipt } from '../_parts/to-receipt'
import type { PageServerLoad } from './$types'

/** A proposal that may be amended now, by the number that is written under it. */
async function proposalOf(event: RequestEvent, slugOrId: string, number: string) {
  if (!/^[1-9]\d{0,5}$/.test(number.trim())) return null
  const found = await send(readApi(event).GET('/api/consultations/{slugOrId}/proposals/{number}', { params: { path: { slugOrId, number: number.trim() } } }))
  return found.ok && found.data.state === 'submitted' ? found.data : null
}

export const load: PageServerLoad = async event => {
  const { session } = await event.parent()
  if (!session.may.includes('amendment')) redirect(303, `/mediation/session/${session.id}`)
  const number = event.url.searchParams.get('proposition')
  const proposal = number === null ? null : await proposalOf(event, session.consultation.id, number)
  const problem = number !== null && !proposal ? problemOf(404, { code: 'request.invalid', refusals: [{ code: 'proposal.unknown', at: 'proposition' }] }) : null
  return { number: number ?? '', problem, token: randomUUID(), proposal: proposal && { id: proposal.id, number: proposal.number, title: proposal.title, body: proposal.body, version: proposal.versions.at(-1)?.version ?? 1, days: proposal.amendments.days } }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').replace(/\r\n/g, '\n')
    const values = { title: text('title'), body: text('body'), reason: text('reason'), version: text('version'), submissionToken: text('submissionToken') }
    const state = (over: { step?: 'review', problem?: Problem, changes?: TextChange[] }) => ({ step: 'write' as 'write' | 'review', problem: null as Problem | null, changes: [] as TextChange[], ...over, values })
    // Read back aloud first; « Corriger » comes back to the form with everything in it.
    if (text('step') === 'write') return state({})
    const short = [...tooShort(values), ...(values.reason.trim().length < 10 ? [{ code: 'amendment.reason-short', at: 'reason', facts: { limit: 10 } }] : [])]
    if (short.length > 0) return fail(422, state({ problem: problemOf(422, { code: 'request.invalid', refusals: short }) }))
    const session = await read(event, readApi(event).GET('/api/assisted-sessions/{id}', { params: { path: { id: event.params.id ?? '' } } }))
    const proposal = await proposalOf(event, session.consultation.id, event.url.searchParams.get('proposition') ?? '')
    if (!proposal) return fail(404, state({ problem: problemOf(404, { code: 'proposal.unknown' }) }))
    if (text('step') !== 'send') return state({ step: 'review', changes: changesOf(proposal.body, values.body) })
    const outcome = await send(readApi(event).POST('/api/assisted-sessions/{id}/amendments', {
      params: { path: { id: event.params.id ?? '' } }, body: { proposalId: proposal.id, baseVersion: Number(values.version) || 1, title: values.title, body: values.body, reason: values.reason, submissionToken: values.submissionToken },
    }))
    return outcome.ok ? toReceipt(event, outcome.data.receipt) : fail(outcome.problem.status, state({ problem: outcome.problem }))
  },
}
