import { read, readApi } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({ ...await read(event, readApi(event).GET('/api/phone/checks')), done: event.url.searchParams.get('fait') })
