import { redirect } from '@sveltejs/kit'
import { failFrom, readApi, send } from '$lib/server/api'
import { namedShort } from '$lib/server/proposals'
import { onlyWhoEdits, refusedHere, textsOf } from '../../../../_parts/server'
import { readReshaping } from '../../../../_parts/reshaping'
import { overviewPath } from '../../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  const found = await readReshaping(event, 'merge', 2)
  // Seen without two of them: said beside the list.
  return { ...found, tooFew: event.url.searchParams.get('voir') === 'oui' && !found.plan ? refusedHere([{ code: 'reshaping.two-needed', at: 'proposition' }]) : null }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const values = textsOf(form)
    if ((values.reason ?? '').trim().length < 10) return failFrom(refusedHere([{ code: 'amendment.reason-short', at: 'reason', facts: { limit: 10 } }]), values)
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/reshapings/merge', {
      params: { path: { id: event.params.id } },
      body: { proposalIds: form.getAll('proposalIds').map(String), title: values.title ?? '', body: values.body ?? '', theme: values.theme ?? '', municipalityCode: values.municipalityCode || undefined, reason: values.reason ?? '', fingerprint: values.fingerprint ?? '' },
    }))
    if (!outcome.ok) return failFrom(namedShort(outcome.problem), values)
    redirect(303, `${overviewPath(event.params.id)}/regroupements?fait=reunies`)
  },
}
