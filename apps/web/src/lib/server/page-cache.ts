import type { RequestEvent } from '@sveltejs/kit'
import { comfortCookie, communeCookie } from '$lib/comfort'
import { bare, isPublic } from '$lib/links'

interface Page {
  body: Uint8Array<ArrayBuffer>
  headers: Record<string, string>
}

const flights = new Map<string, Promise<Page | null>>()

/**
 * Strangers who ask for a public page while it is made wait for it, and those who ask in the next two seconds get the
 * same bytes (server/shared-pages.js keeps them). Never for somebody who is signed in, a form's answer, a page that sets
 * a cookie, nor one that only its reader may see.
 */
export async function sharedPage(event: RequestEvent, make: () => Promise<Response>): Promise<Response> {
  const share = event.platform?.req.share
  const key = share ? keyOf(event) : null
  if (!share || key === null) return make()
  const flight = flights.get(key)
  if (flight) {
    const page = await flight
    // What cannot be shared, everybody asks for by themselves.
    return page ? give(page) : make()
  }
  let land: (page: Page | null) => void = () => {}
  flights.set(key, new Promise(resolve => { land = resolve }))
  let page: Page | null = null
  try {
    const response = await make()
    page = await pageOf(response)
    if (page) share(page.headers, page.body)
    return page ? give(page) : response
  } finally {
    flights.delete(key)
    land(page)
  }
}

/** Everything a public page may differ by: its address, the reading comfort, the commune; null: not to be shared. */
function keyOf({ url, cookies, isDataRequest, isSubRequest }: RequestEvent): string | null {
  if (isDataRequest || isSubRequest || !isPublic(bare(url.pathname))) return null
  // Whoever brings another cookie may be somebody, or half way through something.
  if (cookies.getAll().some(({ name }) => name !== comfortCookie && name !== communeCookie)) return null
  return `${url.href}\n${cookies.get(comfortCookie) ?? ''}\n${cookies.get(communeCookie) ?? ''}`
}

async function pageOf(response: Response): Promise<Page | null> {
  const { status, headers } = response
  if (status !== 200 || headers.has('set-cookie') || !headers.get('content-type')?.startsWith('text/html') || headers.get('cache-control')?.includes('no-store')) return null
  return { body: new Uint8Array(await response.arrayBuffer()), headers: Object.fromEntries(headers) }
}

// The etag that SvelteKit gave the page goes with it: whoever has it already is answered 304 by SvelteKit itself.
const give = ({ body, headers }: Page) => new Response(body, { headers })
