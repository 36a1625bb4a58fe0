import type { Config } from '@parvis/platform'
import type { FastifyReply, FastifyRequest } from 'fastify'

// The browser keeps it for the longest session; the database decides when it ends.
const MAX_AGE_SECONDS = 30 * 24 * 3600

/** The session token that the browser sent. */
export const sessionTokenIn = (request: FastifyRequest, config: Config): string | null => cookieIn(request, config.cookieName)

/** A cookie of ours: what we keep in one needs no encoding, so it is read as it stands. */
export function cookieIn(request: FastifyRequest, name: string): string | null {
  const prefix = `${name}=`
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const cookie = part.trim()
    if (cookie.startsWith(prefix)) return cookie.slice(prefix.length)
  }
  return null
}

export function setSessionCookie(reply: FastifyReply, config: Config, token: string): void {
  void reply.header('set-cookie', cookie(config, token, MAX_AGE_SECONDS))
}

export function clearSessionCookie(reply: FastifyReply, config: Config): void {
  void reply.header('set-cookie', cookie(config, '', 0))
}

const cookie = (config: Config, value: string, maxAge: number) =>
  `${config.cookieName}=${value}; Max-Age=${maxAge}; Path=/; HttpOnly; SameSite=Lax${config.secureCookies ? '; Secure' : ''}`
