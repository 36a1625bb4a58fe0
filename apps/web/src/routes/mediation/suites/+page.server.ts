import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'desk.use')
  const api = readApi(event)
  const { centres } = await read(event, api.GET('/api/desk'))
  const lists = await Promise.all(centres.map(async ({ slug, name }) => ({ slug, name, list: await read(event, api.GET('/api/follow-ups/centres/{slug}', { params: { path: { slug } } })) })))
  return { lists, done: event.url.searchParams.get('fait') === 'affichee' }
}

export const actions: Actions = {
  default: async event => {
    requirePermission(event, 'desk.use')
    const slug = String((await event.request.formData()).get('slug') ?? '')
    const outcome = await send(readApi(event).POST('/api/follow-ups/centres/{slug}/posting', { params: { path: { slug } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, '/mediation/suites?fait=affichee')
  },
}
