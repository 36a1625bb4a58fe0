import { m } from '@parvis/texts'
import { error, redirect, type Handle, type HandleServerError, type RequestEvent } from '@sveltejs/kit'
import { STATUS_CODES } from 'node:http'
import { comfortCookie, comfortOf, communeCookie, readComfort, versionOf } from '$lib/comfort'
import { bare, codePath, isKiosk, isPublic, language, languageOf, signInPath, simple, to } from '$lib/links'
import { readSession, requirePermission } from '$lib/server/api'
import { configuration } from '$lib/server/configuration'
import { inLocale } from '$lib/server/language'
import { may } from '$lib/session'
import { sharedPage } from '$lib/server/page-cache'
import { isForm } from '$lib/server/typed'
import { isVotePath } from '$lib/server/way-back'
import { mostOf } from '$lib/server/uploads'

const hopByHop = ['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'host', 'content-length', 'expect']

/** Layout loads guard the pages of the offices; their form actions run before any load and are guarded here. */
/** Of the desk, whoever learns or asks for it comes in too: these pages ask only who is signed in. */
const offices = [{ path: /^\/mediation\/papier\/(lots|jour)(\/|$)/, permission: 'paper.enter' }, { path: /^\/mediation(?!\/(?:formation|habilitation|equipe)(?:\/|$))(\/|$)/, permission: 'desk.use' }, { path: /^\/gestion(\/|$)/, permission: 'console.use' }]

const gallery = /^\/galerie(\/|$)/

export const handle: Handle = ({ event, resolve }) => {
  // The interface explains itself on a page of the site.
  if (event.url.pathname.startsWith('/api/') && !/^\/api\/docs(\/|$)/.test(event.url.pathname)) return relay(event)
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
  event.locals.session = path === '/health' || isKiosk(path) ? null : await readSession(event)

  const office = event.request.method === 'GET' ? undefined : offices.find(office => office.path.test(path))
  if (office && office.permission !== 'console.use' && event.locals.session?.desk === 'code-needed' && !may(event.locals.session, office.permission) && isForm(event.request)) return askCodeWithTyped(event)
  // A form whose right is gone meanwhile: its page says so, and what is left to do.
  if (office && event.locals.session && isForm(event.request) && !may(event.locals.session, office.permission)) redirect(303, event.url.pathname)
  if (office && (event.locals.session || !isForm(event.request))) requirePermission(event, office.permission)
  else if (office) return signInWithTyped(event)

  if (event.request.method !== 'GET') refuseLong(event.request, mostOf(path))

  const { theme, text, motion } = event.locals.comfort
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => addressed(thousands(html), event.url).replace('%lang%', language()).replace('%theme%', theme).replace('%text%', text).replace('%motion%', motion).replace('%version%', simple() ? 'simple' : 'complete'),
    preload: ({ type }) => type === 'css' || type === 'js',
  })

  if (response.status === 413) response.headers.set('connection', 'close')
  if (wantsSignIn(event, path, response)) return signInWithTyped(event)

  // Loads and actions redirect to bare paths.
  const location = response.headers.get('location')
  if (location) response.headers.set('location', to(location))
  for (const cookie of event.locals.setCookies) response.headers.append('set-cookie', cookie)
  secure(event, path, response.headers)
  return response
}

/** A session that ended, or never was, while somebody wrote. A ballot has its own way: the choice is kept before. */
const wantsSignIn = ({ request, locals }: RequestEvent, path: string, { status, headers }: Response) =>
  request.method === 'POST' && !locals.session && isForm(request) && path !== '/connexion' && !isKiosk(path) && !isVotePath(path) &&
  (status === 401 || (status === 303 && /^\/connexion\?retour=/.test(bare(headers.get('location') ?? ''))))

/** The browser sends the same form to the sign-in, which carries it until somebody is signed in. */
function signInWithTyped(event: RequestEvent) {
  const headers = new Headers({ location: `${signInPath(event.url)}&garder` })
  for (const cookie of event.locals.setCookies) headers.append('set-cookie', cookie)
  secure(event, '/connexion', headers)
  return new Response(null, { status: 307, headers })
}

/** The same for a desk that was left alone: the code is asked, and the form is carried. */
function askCodeWithTyped(event: RequestEvent) {
  const headers = new Headers({ location: `${codePath(event.url)}&garder` })
  for (const cookie of event.locals.setCookies) headers.append('set-cookie', cookie)
  secure(event, '/connexion/code', headers)
  return new Response(null, { status: 307, headers })
}

export const handleError: HandleServerError = ({ error: cause, status, event }) => {
  if (status >= 500) console.error(event.request.method, event.url.pathname, cause)
  return { message: status === 404 ? m.error_page_not_found() : status < 500 ? m.error_page_unreadable() : m.error_page_broken() }
}

/** Browsers draw the thin space of Intl and of typists far too thin between our digits (1 200 000 read 1200 000): the usual space that does not break. */
const thousands = (html: string) => !html.includes('\u202f') ? html : html.replace(/(?<=\d)\u202f(?=\d)/g, '\u00a0')

/**
 * A form without an address posts to the page's, with whatever #field the person was led to before; the browser then goes
 * to that field again instead of the reasons on top. A form that says its address posts without it, script or not. One slash: "//…" would be another site.
 */
const addressed = (html: string, { pathname, search }: URL) =>
  html.replace(/<form method="post"(?![^>]* action=)/g, () => `<form method="post" action="${(pathname.replace(/^\/+/, '/') + search).replaceAll('&', '&amp;')}"`)

/**
 * A body over BODY_SIZE_LIMIT fails while it is read, and SvelteKit would call that a fault of ours. That limit is for the pages that
 * take files: on the others a form says how long it is, and is no longer than forms of text are.
 */
function refuseLong(request: Request, most: number) {
  const length = request.headers.get('content-length')
  const long = length === null ? request.body !== null : Number(length) > most
  const read = long ? () => Promise.reject<FormData>(Object.assign(new Error('too long'), { status: 413 })) : request.formData.bind(request)
  request.formData = () => read().catch((cause: unknown) => isTooLong(cause) ? error(413, { message: m.error_request_too_large(), code: 'request.too-large' }) : Promise.reject(cause))
}

const isTooLong = (cause: unknown): boolean => {
  const { status, cause: inner } = (cause ?? {}) as { status?: number, cause?: unknown }
  return status === 413 || (inner !== undefined && isTooLong(inner))
}

/** The browser knows one origin: /api/* goes to the API as it comes, bodies streaming both ways. */
/** Bytes of JSON that the API reads. It hangs up on more while more is still being sent, and its answer may be lost. */
const MOST_JSON = 256 * 1024

async function relay(event: RequestEvent): Promise<Response> {
  const { headers: sent } = event.request
  if (/json/i.test(sent.get('content-type') ?? '') && Number(sent.get('content-length') ?? 0) > MOST_JSON) return tooLong()
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
    if (isTooLong(cause)) return tooLong()
    console.error('api unreachable:', event.request.method, event.url.pathname, (cause as Error).cause ?? cause)
    return problem({ status: 503, code: 'api.unreachable', detail: 'The API does not answer.' })
  }
}

/** The rest of the body is not read: nothing else comes over this connection (RFC 9110, 15.5.14). */
const tooLong = () => problem({ status: 413, code: 'request.too-large', detail: 'The body is longer than what is taken.' }, { connection: 'close' })

const problem = (said: { status: number, code: string, detail: string }, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ type: 'about:blank', title: STATUS_CODES[said.status], ...said }), { status: said.status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers } })

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
