import { m } from '@parvis/texts'
import type { Handle, HandleServerError, RequestEvent } from '@sveltejs/kit'
import { comfortCookie, comfortOf, communeCookie, readComfort, versionOf } from '$lib/comfort'
import { bare, isPublic, language, languageOf, simple, to } from '$lib/links'
import { readSession, requirePermission } from '$lib/server/api'
import { configuration } from '$lib/server/configuration'
import { inLocale } from '$lib/server/language'
import { sharedPage } from '$lib/server/page-cache'

const hopByHop = ['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'host', 'content-length', 'expect']

/** Layout loads guard the pages of the offices; their form actions run before any load and are guarded here. */
const offices = [{ path: /^\/mediation(\/|$)/, permission: 'desk.use' }, { path: /^\/gestion(\/|$)/, permission: 'console.use' }]

const gallery = /^\/galerie(\/|$)/

export const handle: Handle = ({ event, resolve }) => {
  // The interface explains itself on a page of the site.
  if (event.url.pathname.startsWith('/api/') && event.url.pathname !== '/api/docs') return relay(event)
  return sharedPage(event, () => page(event, resolve))
}

function page(event: RequestEvent, resolve: Parameters<Handle>[0]['resolve']) {
  event.locals.comfort = readComfort(event.cookies.get(comfortCookie))
  const where = languageOf(event.url.pathname)
  // The simple version is French. An address may ask for it, or for the usual one, whatever this browser remembers.
  const asked = where === 'fr' && (versionOf(event.url.searchParams.get('version')) ?? event.locals.comfort.version) === 'simple'
  return inLocale(asked ? 'fr-simple' : where, event.url.origin, () => answer(event, resolve))
}

async function answer(event: RequestEvent, resolve: Parameters<Handle>[0]['resolve']) {
  const path = bare(event.url.pathname)
  event.locals.setCookies = []
  // The gallery shows each theme and size by its address.
  if (gallery.test(path)) event.locals.comfort = comfortOf(event.url.searchParams.get('theme') ?? event.locals.comfort.theme, event.url.searchParams.get('texte') ?? event.locals.comfort.text, event.locals.comfort.motion, event.locals.comfort.version)
  event.locals.commune = /^[0-9AB]{5}$/.exec(event.cookies.get(communeCookie) ?? '')?.[0] ?? null
  event.locals.session = path === '/health' ? null : await readSession(event)

  const office = event.request.method === 'GET' ? undefined : offices.find(office => office.path.test(path))
  if (office) requirePermission(event, office.permission)

  const { theme, text, motion } = event.locals.comfort
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%lang%', language()).replace('%theme%', theme).replace('%text%', text).replace('%motion%', motion).replace('%version%', simple() ? 'simple' : 'complete'),
    preload: ({ type }) => type === 'css' || type === 'js',
  })

  // Loads and actions redirect to bare paths.
  const location = response.headers.get('location')
  if (location) response.headers.set('location', to(location))
  for (const cookie of event.locals.setCookies) response.headers.append('set-cookie', cookie)
  secure(event, path, response.headers)
  return response
}

export const handleError: HandleServerError = ({ error, status, event }) => {
  // A body over the limit is refused while it is read: SvelteKit then says 500.
  if ((error as { status?: number } | null)?.status === 413) return { message: m.error_request_too_large(), code: 'request.too-large' }
  if (status >= 500) console.error(event.request.method, event.url.pathname, error)
  return { message: status === 404 ? m.error_page_not_found() : status < 500 ? m.error_page_unreadable() : m.error_page_broken() }
}

/** The browser knows one origin: /api/* goes to the API as it comes, bodies streaming both ways. */
async function relay(event: RequestEvent): Promise<Response> {
  const headers = new Headers(event.request.headers)
  for (const name of hopByHop) headers.delete(name)
  headers.set('accept-encoding', 'identity')
  headers.set('x-parvis-proxy', configuration.proxySecret)
  headers.set('x-forwarded-for', event.getClientAddress())
  headers.set('x-forwarded-host', event.url.host)
  headers.set('x-forwarded-proto', event.url.protocol.replace(':', ''))

  const streaming: RequestInit & { duplex: 'half' } = {
    method: event.request.method, headers, body: event.request.body, duplex: 'half', redirect: 'manual', signal: event.request.signal,
  }
  try {
    const answer = await fetch(configuration.apiUrl + event.url.pathname + event.url.search, streaming)
    const kept = new Headers(answer.headers)
    for (const name of [...hopByHop.filter(name => name !== 'content-length'), 'content-encoding']) kept.delete(name)
    return new Response(answer.body, { status: answer.status, headers: kept })
  } catch (cause) {
    console.error('api unreachable:', event.request.method, event.url.pathname, (cause as Error).cause ?? cause)
    const problem = { type: 'about:blank', title: 'Service Unavailable', status: 503, code: 'api.unreachable', detail: 'The API does not answer.' }
    return new Response(JSON.stringify(problem), { status: 503, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } })
  }
}

function secure(event: RequestEvent, path: string, headers: Headers) {
  headers.set('x-content-type-options', 'nosniff')
  headers.set('x-frame-options', 'DENY')
  headers.set('referrer-policy', 'strict-origin-when-cross-origin')
  headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()')
  headers.set('cross-origin-opener-policy', 'same-origin')
  if (event.url.protocol === 'https:') headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains')
  if (event.locals.session || event.request.method !== 'GET' || !isPublic(path)) headers.set('cache-control', 'private, no-store')
  else if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache')
}
