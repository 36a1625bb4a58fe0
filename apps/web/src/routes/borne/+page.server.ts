import { redirect, type Actions } from '@sveltejs/kit'
import { comfortCookie, comfortOf, writeComfort } from '$lib/comfort'
import { languages, returnPath, to } from '$lib/links'
import { problemOf, read, readApi, send } from '$lib/server/api'
import { orFirstScreen } from '$lib/server/kiosk'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { device, session } = await event.parent()
  if (session) redirect(303, session.noticeRead ? '/borne/faire' : '/borne/notice')
  return {
    demonstrationCode: device.state === 'enrolled' ? null : (await read(event, readApi(event).GET('/api/kiosks/demonstration'))).code,
    ended: event.url.searchParams.has('fin'),
    problem: event.url.searchParams.has('inconnu') ? problemOf(422, { code: 'kiosk.code-unknown', refusals: [{ code: 'kiosk.code-unknown', at: 'code' }] }) : null,
  }
}

export const actions: Actions = {
  enroler: async event => {
    const code = String((await event.request.formData()).get('code') ?? '').slice(0, 40)
    const outcome = await send(readApi(event).POST('/api/kiosks/device', { body: { code } }))
    // Every form of a kiosk leads elsewhere: the browser keeps nothing that it could send again.
    redirect(303, outcome.ok ? '/borne' : '/borne?inconnu')
  },
  /** Language and comfort, for this visit: the end forgets them. */
  commencer: async event => {
    const form = await event.request.formData()
    const wanted = String(form.get('langue') ?? 'fr')
    const comfort = comfortOf(form.get('theme'), form.get('text'), 'auto', wanted === 'simple' ? 'simple' : 'complete')
    event.cookies.set(comfortCookie, writeComfort(comfort), { path: '/', sameSite: 'lax', httpOnly: true, secure: event.url.protocol === 'https:' })
    redirect(303, to('/borne/code', languages.find(one => one === wanted) ?? 'fr'))
  },
  appeler: async event => {
    orFirstScreen(await send(readApi(event).POST('/api/kiosks/device/call')))
    redirect(303, returnPath(event.url, '/borne'))
  },
}
