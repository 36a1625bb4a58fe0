import { redirect, type Actions } from '@sveltejs/kit'
import { errorSentence } from '$lib/errors'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { keptDesk } from '$lib/server/desk'
import { to } from '$lib/links'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const [desk, kiosks] = await Promise.all([read(event, api.GET('/api/desk')), read(event, api.GET('/api/kiosks'))])
  return { centres: desk.centres.map(({ id, name }) => ({ id, name })), ...kiosks, kept: keptDesk(event.cookies, desk).centreId, done: event.url.searchParams.get('fait'), withdrawing: event.url.searchParams.get('retirer') }
}

export const actions: Actions = {
  inscrire: async event => {
    const form = await event.request.formData()
    const values = { centreId: String(form.get('centreId') ?? ''), name: String(form.get('name') ?? '').slice(0, 80) }
    const outcome = await send(readApi(event).POST('/api/kiosks', { body: values }))
    // An empty field is said to be empty, whatever form the API expected of it.
    if (!outcome.ok) return failFrom({ ...outcome.problem, refusals: outcome.problem.refusals.map(one => one.at === 'name' && values.name.trim() === '' ? { ...one, sentence: errorSentence('field.is-not-empty') } : one) }, values)
    return { made: { ...outcome.data, url: event.url.origin + to('/borne', 'fr') } }
  },
  retirer: async event => {
    const id = String((await event.request.formData()).get('id') ?? '')
    const outcome = await send(readApi(event).DELETE('/api/kiosks/{id}', { params: { path: { id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, { centreId: '', name: '' })
    redirect(303, '/mediation/bornes?fait=retiree')
  },
  venir: async event => {
    const id = String((await event.request.formData()).get('id') ?? '')
    await send(readApi(event).DELETE('/api/kiosks/{id}/call', { params: { path: { id } } }))
    redirect(303, '/mediation/bornes')
  },
  annuler: async event => {
    const id = String((await event.request.formData()).get('id') ?? '')
    const outcome = await send(readApi(event).DELETE('/api/kiosks/passes/{id}', { params: { path: { id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, { centreId: '', name: '' })
    redirect(303, '/mediation/bornes?fait=annule')
  },
}
