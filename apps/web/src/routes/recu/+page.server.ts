import { failFrom, problemOf, readApi, send } from '$lib/server/api'
import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

const LENGTH = 12

/** Forgiving: small letters, spaces, any separators. The API forgives O for 0 and I or L for 1. */
const codeIn = (event: Pick<RequestEvent, 'url'>) => {
  const typed = (event.url.searchParams.get('code') ?? '').slice(0, 100)
  return { typed, code: typed.replace(/[^0-9A-Za-z]/g, '').toUpperCase() }
}

export const load: PageServerLoad = async event => {
  const { typed, code } = codeIn(event)
  const nothing = { typed, code, receipt: null, mandate: null, claim: null, followUp: null, journey: null, notice: null, appealed: false, problem: null }
  if (!code) return { ...nothing, wrongLength: typed.trim() ? 0 : null }
  if (code.length !== LENGTH) return { ...nothing, wrongLength: code.length }
  const api = readApi(event)
  const outcome = await send(api.GET('/api/receipts/{code}', { params: { path: { code } } }))
  if (!outcome.ok) {
    // Somebody who gave a mandate holds a code of the same shape.
    const mandate = outcome.problem.code === 'receipt.unknown' ? await send(api.GET('/api/mandates/codes/{code}', { params: { path: { code } } })) : null
    if (mandate?.ok) return { ...nothing, mandate: mandate.data, wrongLength: null }
    const claim = mandate ? await send(api.GET('/api/claims/codes/{code}', { params: { path: { code } } })) : null
    const followUp = claim && !claim.ok ? await send(api.GET('/api/follow-ups/codes/{code}', { params: { path: { code } } })) : null
    if (followUp?.ok) return { ...nothing, followUp: followUp.data, wrongLength: null }
    return claim?.ok ? { ...nothing, claim: claim.data, appealed: event.url.searchParams.get('fait') === 'recours', wrongLength: null } : { ...nothing, problem: outcome.problem, wrongLength: null }
  }
  const { kind, consultation, proposal } = outcome.data
  // Of a vote nothing more is told. What became of a proposal is public; what moderation hid, its author contests here.
  const [journey, notice] = await Promise.all([
    proposal === null ? null : send(api.GET('/api/consultations/{slugOrId}/proposals/{number}/journey', { params: { path: { slugOrId: consultation.slug, number: String(proposal.number) } } })),
    kind === 'proposal' || kind === 'comment' ? send(api.GET('/api/receipts/{code}/notice', { params: { path: { code } } })) : null,
  ])
  return {
    ...nothing, receipt: outcome.data, journey: journey?.ok ? journey.data : null, notice: notice?.ok ? notice.data.notice : null,
    appealed: event.url.searchParams.get('fait') === 'contestation', wrongLength: null,
  }
}

export const actions: Actions = {
  arreter: async event => {
    const { code } = codeIn(event)
    const scope = (['CORRECT', 'WITHDRAW', 'RECEIVE_FOLLOWUP'] as const)[['CORRECT', 'WITHDRAW', 'RECEIVE_FOLLOWUP'].indexOf(String((await event.request.formData()).get('scope') ?? ''))]
    const outcome = await send(readApi(event).POST('/api/mandates/codes/{code}/revocation', { params: { path: { code } }, body: { ...(scope && { scope }) } }))
    if (!outcome.ok) return failFrom(outcome.problem, { words: '' })
    redirect(303, `/recu?code=${code}`)
  },
  recours: async event => {
    const { code } = codeIn(event)
    const values = { words: String((await event.request.formData()).get('words') ?? '').trim() }
    if (values.words.length < 10) return fail(422, { values, problem: problemOf(422, { code: 'request.invalid', refusals: [{ code: 'claim.words-needed', at: 'words' }] }) })
    const outcome = await send(readApi(event).POST('/api/claims/codes/{code}/appeal', { params: { path: { code } }, body: values }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `/recu?code=${code}&fait=recours`)
  },
  contester: async event => {
    const { code } = codeIn(event)
    const values = { words: String((await event.request.formData()).get('words') ?? '') }
    const outcome = await send(readApi(event).POST('/api/receipts/{code}/appeal', { params: { path: { code } }, body: values }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `/recu?code=${code}&fait=contestation`)
  },
}
