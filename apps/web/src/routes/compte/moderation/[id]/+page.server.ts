import { failFrom, read, readApi, send } from '$lib/server/api'
import { redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({
  notice: await read(event, readApi(event).GET('/api/moderation/notices/{id}', { params: { path: { id: event.params.id } } })),
  done: event.url.searchParams.get('fait') === 'contestation',
})

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const values = { words: String(form.get('words') ?? '') }
    const outcome = await send(readApi(event).POST('/api/moderation/notices/{id}/appeal', { params: { path: { id: event.params.id ?? '' } }, body: values }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `/compte/moderation/${event.params.id}?fait=contestation`)
  },
}
