import { read, readApi } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({ consent: await read(event, readApi(event).GET('/api/consent-texts/current')) })
