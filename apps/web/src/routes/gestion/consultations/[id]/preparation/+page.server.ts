import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { mendsOf, voteMends } from '../../../_parts/mends'
import { onlyWhoEdits, refusedHere } from '../../../_parts/server'
import { overviewPath } from '../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  const api = readApi(event)
  const [preparation, communes, ...votes] = await Promise.all([
    read(event, api.GET('/api/consultations/{id}/preparation', { params: { path: { id: consultation.id } } })),
    read(event, api.GET('/api/municipalities', { params: { query: {} } })),
    ...consultation.votes.map(({ id }) => read(event, api.GET('/api/votes/{id}', { params: { path: { id } } }))),
  ])
  return { preparation, mends: mendsOf(consultation.id, preparation), voteMends: voteMends(consultation.id, votes), votes, communeNames: Object.fromEntries(communes.map(({ code, name }) => [code, name])), communeCount: communes.filter(({ alias }) => !alias).length }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const { id } = event.params
    if (form.get('lu') !== 'oui') return failFrom(refusedHere([{ code: 'field.read-first', at: 'lu' }]), {})
    const outcome = await send(readApi(event).POST('/api/consultations/{id}/announcement', { params: { path: { id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `${overviewPath(id)}?fait=annoncee`)
  },
}
