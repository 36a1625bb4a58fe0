import { RouteConfig } from '@nestjs/platform-fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import { performance } from 'node:perf_hooks'

/** Answers kept at once, and their bytes together: the oldest make way. */
const MOST = { answers: 500, bytes: 8 * 1024 * 1024 }
/** Longer addresses and headers name nothing that many people ask for. */
const LONGEST_KEY = 1000
/** Nobody waits longer for an answer that somebody else asked for. */
const PATIENCE_MS = 3_000
/** What belongs to one request, or is made anew for each. */
const OWN_HEADERS = new Set(['content-length', 'date', 'connection', 'keep-alive', 'transfer-encoding', 'x-request-id'])

interface Answer {
  body: Buffer
  headers: Record<string, string | number | string[]>
  until: number
}

interface Flight {
  key: string
  milliseconds: number
  settle: (answer: Answer | null) => void
}

/**
 * Beside `@Public()`: strangers who ask the same within `seconds` get the same bytes. Never for whoever sends a session
 * or a token, nor for an answer that sets a cookie or is not 200. Nothing else ends it than time: a route says so only
 * where every stranger may see what a stranger saw a moment ago.
 */
export const Cached = (seconds: number) => RouteConfig({ cachedSeconds: seconds })

/** Keeps the answers of `@Cached()` routes for strangers. Registered before the other hooks: what is kept has their headers already. */
export function cacheAnswers(fastify: FastifyInstance, { cookieName }: { cookieName: string }): void {
  const kept = new Map<string, Answer>()
  const flights = new Map<string, Promise<Answer | null>>()
  const mine = new WeakMap<FastifyRequest, Flight>()
  let bytes = 0

  const drop = (key: string): void => {
    bytes -= kept.get(key)?.body.length ?? 0
    kept.delete(key)
  }
  const keep = (key: string, answer: Answer): void => {
    drop(key)
    kept.set(key, answer)
    bytes += answer.body.length
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST.answers && bytes <= MOST.bytes) break
      drop(oldest)
    }
  }
  const abandon = async (request: FastifyRequest): Promise<void> => mine.get(request)?.settle(null)

  fastify.addHook('onRequest', async (request, reply) => {
    const seconds = cachedSeconds(request)
    if (!seconds || request.method !== 'GET' || isPersonal(request, cookieName)) return
    const key = keyOf(request)
    if (key.length > LONGEST_KEY) return
    const known = kept.get(key)
    if (known && performance.now() < known.until) return give(request, reply, known)
    const flight = flights.get(key)
    if (flight) {
      const arrived = await flight
      // What cannot be kept, everybody asks for by themselves.
      return arrived ? give(request, reply, arrived) : undefined
    }
    flights.set(key, new Promise((resolve) => {
      const timer = setTimeout(() => settle(null), PATIENCE_MS)
      const settle = (answer: Answer | null): void => {
        clearTimeout(timer)
        mine.delete(request)
        flights.delete(key)
        resolve(answer)
      }
      mine.set(request, { key, milliseconds: seconds * 1000, settle })
    }))
  })
  fastify.addHook('onSend', async (request, reply, payload) => {
    const flight = mine.get(request)
    if (!flight) return
    if (reply.statusCode !== 200 || reply.hasHeader('set-cookie') || (typeof payload !== 'string' && !Buffer.isBuffer(payload))) return flight.settle(null)
    const body = Buffer.from(payload)
    reply.header('cache-control', `public, max-age=${flight.milliseconds / 1000}`).header('etag', `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`)
    reply.header('vary', varying(reply.getHeader('vary')))
    const headers = Object.fromEntries(Object.entries(reply.getHeaders()).filter((entry): entry is [string, string | number | string[]] => entry[1] !== undefined && !OWN_HEADERS.has(entry[0])))
    const answer = { body, headers, until: performance.now() + flight.milliseconds }
    keep(flight.key, answer)
    flight.settle(answer)
    if (isUnchanged(request, answer)) return emptied(reply)
  })
  fastify.addHook('onResponse', abandon)
  fastify.addHook('onRequestAbort', abandon)
}

const cachedSeconds = (request: FastifyRequest): number => (request.routeOptions.config as { cachedSeconds?: number }).cachedSeconds ?? 0

const isPersonal = ({ headers }: FastifyRequest, cookieName: string): boolean => headers.authorization !== undefined || (headers.cookie?.includes(`${cookieName}=`) ?? false)

/** Everything that may change the answer to a stranger. */
const keyOf = ({ url, headers }: FastifyRequest): string => `${url}\n${headers.accept ?? ''}\n${headers.origin ?? ''}`

function varying(said: string | number | string[] | undefined): string {
  const names = [...(said === undefined ? [] : String(said).split(',')), 'Accept', 'Authorization', 'Cookie', 'Origin'].map((name) => name.trim())
  return names.filter((name, index) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === index).join(', ')
}

function isUnchanged({ headers }: FastifyRequest, answer: Answer): boolean {
  return headers['if-none-match']?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === answer.headers.etag) ?? false
}

function give(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
  reply.headers(answer.headers)
  return isUnchanged(request, answer) ? reply.status(304).send() : reply.send(answer.body)
}

function emptied(reply: FastifyReply): string {
  reply.status(304).removeHeader('content-type')
  return ''
}
