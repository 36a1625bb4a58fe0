import { m } from '@parvis/texts'
import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { filterOf, listPath, queryOf, states } from '../_parts/listing'
import { naming, pageOf } from '../_parts/server'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'console.use')
  const filter = filterOf(event.url)
  const api = readApi(event)
  const [list, views] = await Promise.all([
    read(event, api.GET('/api/console/consultations', { params: { query: { ...filter, page: pageOf(event.url), perPage: 20 } } })),
    read(event, api.GET('/api/console/views')),
  ])
  return { list, filter, tabs: states.map(value => ({ value, total: list.counts[value] })), views: views.items.map(view => ({ ...view, href: listPath(view.filter), here: queryOf(view.filter) === queryOf(filter) })) }
}

const doneOn = (url: URL, done: string) => {
  const query = queryOf(filterOf(url))
  return `/gestion/consultations${query ? `${query}&` : '?'}fait=${done}`
}

export const actions: Actions = {
  save: async event => {
    const name = String((await event.request.formData()).get('name') ?? '')
    const outcome = await send(readApi(event).POST('/api/console/views', { body: { name, filter: filterOf(event.url) } }))
    if (!outcome.ok) return failFrom(naming(outcome.problem, { name: m.gestion_wrong_view_name() }), { name })
    redirect(303, doneOn(event.url, 'vue'))
  },
  remove: async event => {
    const id = String((await event.request.formData()).get('view') ?? '')
    const outcome = await send(readApi(event).DELETE('/api/console/views/{id}', { params: { path: { id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, { name: '' })
    redirect(303, doneOn(event.url, 'vue-supprimee'))
  },
}
