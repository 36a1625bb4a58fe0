import { read, readApi } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({
  desk: await read(event, readApi(event).GET('/api/desk')),
  ended: event.url.searchParams.get('fait'),
  now: await platformNow(event),
})
