import { failFrom, read, readApi, send } from '$lib/server/api'
import { signInPath } from '$lib/links'
import { redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({
  meeting: await read(event, readApi(event).GET('/api/consultations/{slugOrId}/meetings/{number}', { params: { path: { slugOrId: event.params.slug, number: event.params.number } } })),
  gone: event.url.searchParams.get('fait') === 'annulation',
})

export const actions: Actions = {
  annuler: async event => {
    const api = readApi(event)
    const meeting = await read(event, api.GET('/api/consultations/{slugOrId}/meetings/{number}', { params: { path: { slugOrId: event.params.slug ?? '', number: event.params.number ?? '' } } }))
    const outcome = await send(api.DELETE('/api/meetings/{id}/registration', { params: { path: { id: meeting.id } } }))
    if (outcome.ok) redirect(303, `/consultations/${event.params.slug}/rencontres/${event.params.number}?fait=annulation`)
    if (outcome.problem.status === 401) redirect(303, signInPath(new URL(event.url.pathname, event.url)))
    return failFrom(outcome.problem, {})
  },
}
