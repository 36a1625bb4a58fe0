import { read, readApi, requirePermission } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { dateInput } from '$lib/format'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'habilitation.manage')
  const month = /^20\d{2}-(0[1-9]|1[0-2])$/.exec(event.url.searchParams.get('mois') ?? '')?.[0] ?? dateInput(await platformNow(event)).slice(0, 7)
  return await read(event, readApi(event).GET('/api/console/statements', { params: { query: { month } } }))
}
