import { redirect } from '@sveltejs/kit'
import { failFrom, readApi, send } from '$lib/server/api'
import { onlyWhoEdits, refusedHere, textsOf } from '../../../../_parts/server'
import { readReshaping } from '../../../../_parts/reshaping'
import { overviewPath } from '../../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

const most = 6
const partsOf = (typed: string | null | undefined) => Math.max(2, Math.min(most, Number.parseInt(typed ?? '2', 10) || 2))

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  return { ...await readReshaping(event, 'split', 1), parts: partsOf(event.url.searchParams.get('parties')), most }
}

export const actions: Actions = {
  default: async event => {
    const values = textsOf(await event.request.formData())
    const parts = Array.from({ length: partsOf(values.parts) }, (_, n) => ({ title: values[`title-${n}`] ?? '', body: values[`body-${n}`] ?? '' }))
    const short = parts.flatMap(({ title, body }, n) => [
      ...(title.trim().length < 5 ? [{ code: 'proposal.title-short', at: `title-${n}`, facts: { limit: 5 } }] : []), ...(body.trim().length < 20 ? [{ code: 'proposal.body-short', at: `body-${n}`, facts: { limit: 20 } }] : [])])
    const refusals = [...short, ...((values.reason ?? '').trim().length < 10 ? [{ code: 'amendment.reason-short', at: 'reason', facts: { limit: 10 } }] : [])]
    if (refusals.length > 0) return failFrom(refusedHere(refusals), values)
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/reshapings/split', {
      params: { path: { id: event.params.id } }, body: { proposalId: values.proposalId ?? '', parts, reason: values.reason ?? '', fingerprint: values.fingerprint ?? '' },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `${overviewPath(event.params.id)}/regroupements?fait=partagee`)
  },
}
