import { redirect, type Actions } from '@sveltejs/kit'
import { failFrom, readApi, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const found = await send(readApi(event).GET('/api/phone/receipts/{id}', { params: { path: { id: event.params.id } } }))
  if (!found.ok) redirect(303, '/mediation/telephone/recus')
  return { receipt: found.data, now: await platformNow(event) }
}

export const actions: Actions = {
  default: async event => {
    const sent = await send(readApi(event).PUT('/api/phone/receipts/{id}/sending', { params: { path: { id: event.params.id ?? '' } } }))
    if (!sent.ok) return failFrom(sent.problem, {})
    redirect(303, '/mediation/telephone/recus?fait=note')
  },
}
