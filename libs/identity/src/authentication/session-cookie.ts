import type { Config } from '@parvis/platform'
import type { FastifyReply, FastifyRequest } from 'fastify'

// The browser keeps it for the longest session; the database decides when it ends.
const MAX_AGE_SECONDS = 30 * 24 * 3600

type WithCookies = FastifyRequest & { cookies?: Record<string, string | undefined> }
type SetsCookies = FastifyReply & {
  setCookie(name: string, value: string, options: object): unknown
  clearCookie(name: string, options: object): unknown
}

export const sessionTokenIn = (request: FastifyRequest, config: Config): string | null =>
  (request as WithCookies).cookies?.[config.cookieName] ?? null

const attributes = (config: Config) => ({ path: '/', httpOnly: true, sameSite: 'lax', secure: config.secureCookies })

export function setSessionCookie(reply: FastifyReply, config: Config, token: string): void {
  (reply as SetsCookies).setCookie(config.cookieName, token, { ...attributes(config), maxAge: MAX_AGE_SECONDS })
}

export function clearSessionCookie(reply: FastifyReply, config: Config): void {
  (reply as SetsCookies).clearCookie(config.cookieName, attributes(config))
}
