import { failFrom, read, readApi, send } from '$lib/server/api'
import { redirect } from '@sveltejs/kit'
import { textsOf } from '../../../../_parts/server'
import { stepPath } from '../../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const params = { path: { id: event.params.id } }
  const [draft, contested] = await Promise.all([read(event, api.GET('/api/consultations/{id}/questionnaire/draft', { params })), read(event, api.GET('/api/consultations/{id}/questionnaire/contested', { params }))])
  return { draft, contested, results: draft.state === 'closed' ? await read(event, api.GET('/api/consultations/{id}/questionnaire/count', { params })) : null }
}

const here = (id: string) => `${stepPath(id, 'questionnaire')}/resultats`

export const actions: Actions = {
  publish: async event => {
    const form = await event.request.formData()
    const values = { ...textsOf(form), texts: form.getAll('texts').map(String) }
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/questionnaire/publication', {
      params: { path: { id: event.params.id } }, body: { headline: String(form.get('headline') ?? ''), nextSteps: String(form.get('nextSteps') ?? ''), texts: values.texts },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `${here(event.params.id)}?fait=publie`)
  },
  review: async event => {
    const form = await event.request.formData()
    const values = { ...textsOf(form), texts: [] as string[] }
    const entryId = String(form.get('entryId') ?? '')
    const decision = (['keep', 'homonym', 'replace'] as const).find(one => one === form.get('decision'))
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/questionnaire/contested/{entryId}', {
      params: { path: { id: event.params.id, entryId } }, body: { decision: decision ?? ('' as 'keep'), reason: String(form.get('reason') ?? '') },
    }))
    if (!outcome.ok) return failFrom({ ...outcome.problem, refusals: outcome.problem.refusals.map(refusal => ({ ...refusal, at: `${refusal.at ?? ''}-${entryId}` })) }, values)
    redirect(303, `${here(event.params.id)}?fait=examinee#contestees`)
  },
}
