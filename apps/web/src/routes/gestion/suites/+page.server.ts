import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { redirect } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'follow-up.send')
  return { letters: await read(event, readApi(event).GET('/api/follow-ups/letters')), sent: event.url.searchParams.get('fait') === 'partis' }
}

export const actions: Actions = {
  default: async event => {
    requirePermission(event, 'follow-up.send')
    const ids = (await event.request.formData()).getAll('id').map(String)
    const outcome = await send(readApi(event).POST('/api/follow-ups/letters/sending', { body: { ids } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, '/gestion/suites?fait=partis')
  },
}
