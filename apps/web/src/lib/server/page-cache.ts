import type { RequestEvent } from '@sveltejs/kit'
import { comfortCookie, communeCookie } from '$lib/comfort'
import { bare, isPublic } from '$lib/links'
import { configuration } from './configuration'

const MILLISECONDS = 2000
/** Pages kept at once, and their bytes together: the oldest make way. */
const MOST = { pages: 300, bytes: 12 * 1024 * 1024 }
const LONGEST_KEY = 1000

interface Page {
  body: Uint8Array<ArrayBuffer>
  headers: [string, string][]
  until: number
}

const kept = new Map<string, Page>()
const flights = new Map<string, Promise<Page | null>>()
let bytes = 0

/**
 * Strangers who ask for the same public page within two seconds get the same bytes, and those who ask while it is made
 * wait for it. Never for somebody who is signed in, a form's answer, a page that sets a cookie, nor one that only its
 * reader may see.
 */
export async function sharedPage(event: RequestEvent, make: () => Promise<Response>): Promise<Response> {
  const key = keyOf(event)
  if (key === null) return make()
  const known = kept.get(key)
  if (known && performance.now() < known.until) return give(known)
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
    if (page) keep(key, page)
    return page ? give(page) : response
  } finally {
    flights.delete(key)
    land(page)
  }
}

/** Everything a public page may differ by: its address, the reading comfort, the commune; null: not to be shared. */
function keyOf({ request, url, cookies, isDataRequest, isSubRequest }: RequestEvent): string | null {
  if (!configuration.cachedPages || request.method !== 'GET' || isDataRequest || isSubRequest || !isPublic(bare(url.pathname))) return null
  // No browser says "only JSON" or sends a token for a page.
  if (request.headers.has('authorization') || !/text\/html|\*\/\*/.test(request.headers.get('accept') ?? '*/*')) return null
  // Whoever brings another cookie may be somebody, or half way through something.
  if (cookies.getAll().some(({ name }) => name !== comfortCookie && name !== communeCookie)) return null
  const key = `${url.href}\n${cookies.get(comfortCookie) ?? ''}\n${cookies.get(communeCookie) ?? ''}`
  return key.length > LONGEST_KEY ? null : key
}

async function pageOf(response: Response): Promise<Page | null> {
  const { status, headers } = response
  if (status !== 200 || headers.has('set-cookie') || !headers.get('content-type')?.startsWith('text/html') || headers.get('cache-control')?.includes('no-store')) return null
  const body = new Uint8Array(await response.arrayBuffer())
  return { body, headers: [...headers], until: performance.now() + MILLISECONDS }
}

function keep(key: string, page: Page) {
  drop(key)
  kept.set(key, page)
  bytes += page.body.length
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST.pages && bytes <= MOST.bytes) break
    drop(oldest)
  }
}

function drop(key: string) {
  bytes -= kept.get(key)?.body.length ?? 0
  kept.delete(key)
}

// The etag that SvelteKit gave the page goes with it: whoever has it already is answered 304 by SvelteKit itself.
const give = ({ body, headers }: Page) => new Response(body, { headers })
