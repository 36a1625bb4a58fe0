import { read, readApi } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({ people: (await read(event, readApi(event).GET('/api/team'))).items })
