import { redirect, type Actions } from '@sveltejs/kit'
import { problemOf, readApi, send } from '$lib/server/api'
import { orFirstScreen } from '$lib/server/kiosk'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { device, session } = await event.parent()
  if (device.state !== 'enrolled' || session) redirect(303, '/borne')
  return { problem: event.url.searchParams.has('inconnu') ? problemOf(422, { code: 'kiosk-pass.unknown', refusals: [{ code: 'kiosk-pass.unknown', at: 'code' }] }) : null }
}

export const actions: Actions = {
  default: async event => {
    const code = String((await event.request.formData()).get('code') ?? '').replace(/[^0-9A-Za-z .–—-]/g, '').slice(0, 40)
    const outcome = orFirstScreen(await send(readApi(event).POST('/api/kiosks/session', { body: { code } })))
    redirect(303, outcome.ok ? '/borne/notice' : '/borne/code?inconnu')
  },
}
