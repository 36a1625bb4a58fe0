// Strangers who ask for the same public page within two seconds get the same bytes, from here, before SvelteKit works at
// all. What may be shared is decided by the site (src/lib/server/page-cache.ts), never here.

const MILLISECONDS = 2000
/** Pages kept at once, and their bytes together: the oldest make way. */
const MOST = { pages: 300, bytes: 12 * 1024 * 1024 }
const LONGEST_KEY = 2000

/**
 * @param {import('node:http').RequestListener} answer
 * @returns {import('node:http').RequestListener} `request.share(headers, body)`, where it is, keeps a page for whoever sends the very same request
 */
export function sharedPages(answer) {
  /** @type {Map<string, { body: Uint8Array, headers: Record<string, string>, until: number }>} */
  const kept = new Map()
  let bytes = 0

  function drop(key) {
    bytes -= kept.get(key)?.body.length ?? 0
    kept.delete(key)
  }

  function keep(key, headers, body) {
    drop(key)
    kept.set(key, { headers: { ...headers, 'content-length': String(body.length) }, body, until: performance.now() + MILLISECONDS })
    bytes += body.length
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST.pages && bytes <= MOST.bytes) break
      drop(oldest)
    }
  }

  return (request, response) => {
    const key = keyOf(request)
    if (key === null) return answer(request, response)
    const page = kept.get(key)
    if (!page || performance.now() >= page.until) {
      request.share = (headers, body) => keep(key, headers, body)
      return answer(request, response)
    }
    if (request.headers['if-none-match']?.split(/,\s*/).includes(page.headers.etag)) {
      return response.writeHead(304, { 'etag': page.headers.etag, 'cache-control': page.headers['cache-control'] }).end()
    }
    response.writeHead(200, page.headers).end(page.body)
  }
}

/** Everything of a request that an answer may differ by, to the letter; null: an answer for this one alone. */
function keyOf({ method, url, headers }) {
  // No browser says "only JSON" or sends a token for a page.
  if (method !== 'GET' || headers.authorization || !/text\/html|\*\/\*/.test(headers.accept ?? '*/*')) return null
  const key = [headers.host, headers['x-forwarded-host'], headers['x-forwarded-proto'], url, headers.cookie].join('\n')
  return key.length > LONGEST_KEY ? null : key
}
