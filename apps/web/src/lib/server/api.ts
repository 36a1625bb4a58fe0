import { apiClient, type ApiClient } from '@parvis/api-client'
import { error, fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit'
import { errorSentence } from '$lib/errors'
import type { Problem, Refusal } from '$lib/problem'
import { bare, codePath, isKiosk, signInPath } from '$lib/links'
import { may, type Session } from '$lib/session'
import { configuration, sessionCookie } from './configuration'
import { get, type Received } from './get'
import { sharedGet } from './shared-reads'

type Event = Pick<RequestEvent, 'request' | 'locals' | 'url' | 'getClientAddress'>

interface Answer<T> { data?: T, error?: unknown, response: Response }

export type Outcome<T> = { ok: true, data: T, response: Response } | { ok: false, problem: Problem }

/** The typed API client of this request: speaks for the person who sent it, and hands cookies back to the browser. */
export function readApi(event: Event): ApiClient {
  return apiClient({ baseUrl: configuration.apiUrl, Request: Asked, fetch: request => callApi(event, request) })
}

/**
 * The same, speaking for nobody, for what everybody may see and sees alike: what it reads may be two seconds old. What
 * the reader may do, or did, is asked with `readApi`.
 */
export function readPublicApi(event: Event): ApiClient {
  const headers = { 'origin': event.url.origin, 'x-parvis-proxy': configuration.proxySecret }
  return apiClient({ baseUrl: configuration.apiUrl, Request: Asked, fetch: async ({ url }) => asResponse(await sharedGet(url, headers)) })
}

// Most requests are reads without a body: they need none of the streams that a Request makes.
const Asked = function (url: string, init: RequestInit) {
  return (init.method ?? 'GET') === 'GET' ? { url, method: 'GET', headers: new Headers(init.headers) } : new Request(url, init)
} as unknown as typeof Request

/** The client reads status, headers and the body as text or JSON, nothing else. */
const asResponse = (received: Received) => received as unknown as Response

/** What a page needs to exist: the data, or the error page (or signing in, when that is what is missing). */
export async function read<T>(event: Event, answer: Promise<Answer<T>>): Promise<T> {
  const outcome = await send(answer)
  if (outcome.ok) return outcome.data
  const { status, code, sentence } = outcome.problem
  if (status === 401) redirect(303, signInPath(event.url))
  // The desk was left alone since the page began.
  if (code === 'second-factor.needed') redirect(303, codePath(event.url))
  error(status, { message: sentence, code })
}

/** What a form sends: the data, or the problem to show beside the form (see failFrom). */
export async function send<T>(answer: Promise<Answer<T>>): Promise<Outcome<T>> {
  try {
    const { data, error: body, response } = await answer
    if (response.ok) return { ok: true, data: data as T, response }
    return { ok: false, problem: problemOf(response.status, body) }
  } catch (cause) {
    console.error('api unreachable:', (cause as Error).cause ?? cause)
    return { ok: false, problem: problemOf(503, { code: 'api.unreachable', detail: String(cause) }) }
  }
}

/** Answer of a form action that was refused: the form shows the problem and keeps what was typed. */
export function failFrom<V extends Record<string, unknown>>(problem: Problem, values: V): ActionFailure<{ problem: Problem, values: V }> {
  return fail(problem.status, { problem, values })
}

/** Turns an answer that is not a success into what pages show, whatever its body is. */
export function problemOf(status: number, body: unknown): Problem {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const code = typeof given.code === 'string' ? given.code : `http.${status}`
  const facts = (given.facts ?? {}) as Record<string, unknown>
  const refusals = (Array.isArray(given.refusals) ? given.refusals : []) as Omit<Refusal, 'sentence'>[]
  return {
    status,
    code,
    detail: typeof given.detail === 'string' ? given.detail : '',
    facts,
    refusals: refusals.map(({ code, at, facts }) => ({ code, at, facts, sentence: errorSentence(code, facts) })),
    sentence: errorSentence(code, facts),
  }
}

/** Signed in and allowed, or sent to sign in (stranger), or the 403 page (somebody else's place). */
export function requirePermission(event: Pick<RequestEvent, 'locals' | 'url'>, permission: string): Session {
  const { session } = event.locals
  if (!session) redirect(303, signInPath(event.url))
  if ((permission === 'desk.use' || (permission === 'paper.enter' && !may(session, permission))) && session.desk === 'code-needed') redirect(303, codePath(event.url))
  if (!may(session, permission)) {
    // Whoever lost a desk, or wants one, reads there what is missing.
    const code = permission === 'desk.use' ? 'access.desk' : 'access.forbidden'
    error(403, { message: errorSentence(code), code })
  }
  return session
}

/** The session of the request, asked of the API only when the browser shows a session cookie. */
export async function readSession(event: Event & Pick<RequestEvent, 'cookies'>): Promise<Session | null> {
  if (!event.cookies.get(sessionCookie(event.url))) return null
  try {
    const response = await callApi(event, new Asked(`${configuration.apiUrl}/api/session`, { headers: { accept: 'application/json' } }))
    const text = response.ok ? await response.text() : ''
    const session = (text ? JSON.parse(text) : null) as Session | null
    return session?.account ? session : null
  } catch (cause) {
    console.error('session unreadable:', (cause as Error).cause ?? cause)
    return null
  }
}

/** Sends what a form sent on, as it comes: a file is never whole in this server. */
export async function forward<T>(event: Event, path: string): Promise<Answer<T>> {
  const { body, headers } = event.request
  const sent: RequestInit & { duplex: 'half' } = { method: 'POST', headers: { 'content-type': headers.get('content-type') ?? '', 'accept': 'application/json' }, body, duplex: 'half' }
  const response = await callApi(event, new Request(configuration.apiUrl + path, sent))
  const said: unknown = await response.json().catch(() => undefined)
  return response.ok ? { data: said as T, response } : { error: said, response }
}

async function callApi(event: Event, request: Request): Promise<Response> {
  const headers = Object.fromEntries(request.headers)
  // The session alone: what else the browser keeps, such as a ballot half made, is none of the API's business. A kiosk shows its
  // own two instead, and never an account.
  const name = sessionCookie(event.url)
  const wanted = isKiosk(bare(event.url.pathname)) ? [`${name}_borne=`, `${name}_passage=`] : [`${name}=`]
  const shown = event.request.headers.get('cookie')?.split(/;\s*/).filter(cookie => wanted.some(one => cookie.startsWith(one))) ?? []
  if (shown.length > 0) headers.cookie = shown.join('; ')
  headers.origin = event.url.origin
  headers['x-parvis-proxy'] = configuration.proxySecret
  headers['x-forwarded-for'] = event.getClientAddress()
  const response = request.method === 'GET' ? asResponse(await get(request.url, headers)) : await fetch(new Request(request, { headers, redirect: 'manual' }))
  event.locals.setCookies.push(...response.headers.getSetCookie())
  return response
}
