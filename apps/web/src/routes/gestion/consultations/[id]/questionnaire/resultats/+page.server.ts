import { failFrom, read, readApi, send } from '$lib/server/api'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { areasFor } from '$lib/server/place'
import { textsOf } from '../../../../_parts/server'
import { stepPath } from '../../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

type Event = RequestEvent<{ id: string }>
const paramsOf = (event: Event) => ({ path: { id: event.params.id } })

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const params = paramsOf(event)
  const draft = await read(event, api.GET('/api/consultations/{id}/questionnaire/draft', { params }))
  const counted = draft.state === 'closed' ? await read(event, api.GET('/api/consultations/{id}/questionnaire/count', { params })) : null
  return { draft, counted, areas: counted?.results ? await areasFor(event, counted.results.content) : [] }
}

const here = (event: Event, done: string) => `${stepPath(event.params.id, 'questionnaire')}/resultats?fait=${done}`

export const actions: Actions = {
  publish: async event => {
    const form = await event.request.formData()
    const values = { ...textsOf(form), texts: form.getAll('texts').map(String) }
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/questionnaire/publication', {
      params: paramsOf(event), body: { headline: String(form.get('headline') ?? ''), nextSteps: String(form.get('nextSteps') ?? ''), texts: values.texts },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, here(event, 'publication-demandee'))
  },
  count: async event => {
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/questionnaire/count', { params: paramsOf(event) }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, here(event, 'comptage-demande'))
  },
  retry: async event => {
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/questionnaire/publication/retry', { params: paramsOf(event) }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, here(event, 'publication-demandee'))
  },
  withdraw: async event => {
    const outcome = await send(readApi(event).DELETE('/api/consultations/{id}/questionnaire/publication', { params: paramsOf(event) }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, here(event, 'publication-annulee'))
  },
}
