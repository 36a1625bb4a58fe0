import { read, readApi } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const asked = event.url.searchParams.get('commune')
  const typed = (asked ?? '').trim().slice(0, 100)
  const api = readApi(event)
  // The commune remembered by this browser, unless something else is asked.
  if (asked === null && event.locals.commune) {
    return { typed: '', choices: [], found: await read(event, api.GET('/api/centres', { params: { query: { municipality: event.locals.commune } } })) }
  }
  if (!typed) return { typed, choices: [], found: await read(event, api.GET('/api/centres', { params: { query: {} } })) }
  if (/^\d{5}$/.test(typed)) {
    const communes = await read(event, api.GET('/api/municipalities', { params: { query: { postalCode: typed } } }))
    // An INSEE code comes from the choice below; a postal code may stand for several communes.
    const query = communes.length ? { postalCode: typed } : { municipality: typed }
    return { typed, choices: [], found: await read(event, api.GET('/api/centres', { params: { query } })) }
  }
  const communes = await read(event, api.GET('/api/municipalities', { params: { query: { q: typed } } }))
  const distinct = [...new Map(communes.map(one => [one.code, one])).values()]
  if (distinct.length > 1) return { typed, choices: distinct.slice(0, 12).map(({ code, name }) => ({ code, name })), found: { municipalities: [], items: [] } }
  if (!distinct[0]) return { typed, choices: [], found: { municipalities: [], items: [] } }
  return { typed, choices: [], found: await read(event, api.GET('/api/centres', { params: { query: { municipality: distinct[0].code } } })) }
}
