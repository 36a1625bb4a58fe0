import { redirect, type Actions } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'centre.manage')
  const api = readApi(event)
  const path = { id: event.params.id }
  const [centre, appointments] = await Promise.all([read(event, api.GET('/api/console/centres/{id}', { params: { path } })), read(event, api.GET('/api/console/centres/{id}/appointments', { params: { path } }))])
  return { centre: { id: centre.id, name: centre.name }, ...appointments, saved: event.url.searchParams.get('fait') === 'regle' }
}

export const actions: Actions = {
  regler: async event => {
    requirePermission(event, 'centre.manage')
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').slice(0, 10)
    const values = { minutes: text('minutes'), places: text('places'), onlineMost: text('onlineMost'), daysAhead: text('daysAhead') }
    const outcome = await send(readApi(event).PUT('/api/console/centres/{id}/appointments', {
      params: { path: { id: event.params.id ?? '' } }, body: { minutes: Number(values.minutes), places: Number(values.places), onlineMost: Number(values.onlineMost), daysAhead: Number(values.daysAhead) },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `/gestion/centres/${event.params.id}/rendez-vous?fait=regle`)
  },
  arreter: async event => {
    requirePermission(event, 'centre.manage')
    const outcome = await send(readApi(event).DELETE('/api/console/centres/{id}/appointments', { params: { path: { id: event.params.id ?? '' } } }))
    if (!outcome.ok) return failFrom(outcome.problem, { minutes: '', places: '', onlineMost: '', daysAhead: '' })
    redirect(303, `/gestion/centres/${event.params.id}/rendez-vous?fait=regle`)
  },
}
