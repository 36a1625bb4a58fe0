import { readApi, send } from '$lib/server/api'
import type { PageServerLoad } from './$types'

const LENGTH = 12

/** Forgiving: small letters, spaces, any separators. The API forgives O for 0 and I or L for 1. */
export const load: PageServerLoad = async event => {
  const typed = (event.url.searchParams.get('code') ?? '').slice(0, 100)
  const code = typed.replace(/[^0-9A-Za-z]/g, '').toUpperCase()
  if (!code) return { typed, code, receipt: null, journey: null, problem: null, wrongLength: typed.trim() ? 0 : null }
  if (code.length !== LENGTH) return { typed, code, receipt: null, journey: null, problem: null, wrongLength: code.length }
  const outcome = await send(readApi(event).GET('/api/receipts/{code}', { params: { path: { code } } }))
  if (outcome.ok) {
    const { consultation, proposal } = outcome.data
    // Of a vote nothing more is told. What became of a proposal is public.
    const journey = proposal === null ? null : await send(readApi(event).GET('/api/consultations/{slugOrId}/proposals/{number}/journey', { params: { path: { slugOrId: consultation.slug, number: String(proposal.number) } } }))
    return { typed, code, receipt: outcome.data, journey: journey?.ok ? journey.data : null, problem: null, wrongLength: null }
  }
  return { typed, code, receipt: null, journey: null, problem: outcome.problem, wrongLength: null }
}
