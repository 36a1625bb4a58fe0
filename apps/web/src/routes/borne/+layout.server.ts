import { read, readApi, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import type { LayoutServerLoad } from './$types'

/** Every page of a kiosk is heard by the desk, and asks anew whose it is: whatever the browser goes back to, the server says what is there. */
export const load: LayoutServerLoad = async event => {
  event.setHeaders({ 'cache-control': 'private, no-store' })
  const api = readApi(event)
  const device = await read(event, api.GET('/api/kiosks/device'))
  const session = device.session ? await send(api.GET('/api/kiosks/session')) : null
  return { device, session: session?.ok ? session.data : null, now: await platformNow(event), here: event.url.pathname }
}
