import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'habilitation.manage')
  return { denials: await read(event, readApi(event).GET('/api/phone/denials')), done: event.url.searchParams.get('fait') }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const values = { id: String(form.get('id') ?? ''), review: String(form.get('review') ?? '').trim().slice(0, 1000) }
    const outcome = await send(readApi(event).PUT('/api/phone/denials/{id}/review', { params: { path: { id: values.id } }, body: { review: values.review } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, '/gestion/telephone?fait=note')
  },
}
