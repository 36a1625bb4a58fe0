import { env } from '$env/dynamic/private'
import { readFileSync } from 'node:fs'

/** The one place that reads the environment of the web. */
export const configuration = {
  get apiUrl() {
    return (env.API_URL || `http://127.0.0.1:${env.API_PORT || 3001}`).replace(/\/$/, '')
  },
  /** Shared with the API: it believes forwarded client addresses only from who knows it. */
  get proxySecret() {
    secret ??= env.PARVIS_PROXY_SECRET_FILE ? readFileSync(env.PARVIS_PROXY_SECRET_FILE, 'utf8').trim() : env.PARVIS_PROXY_SECRET ?? ''
    return secret
  },
  /** Strangers who ask for the same page within a moment get the same bytes. Off where every step looks at once at what the one before it did. */
  get cachedPages() {
    return env.PARVIS_CACHE !== '0'
  },
}

let secret: string | undefined

/** A cookie of the demonstration on http carries the port, so that two copies on one machine do not sign each other out. */
export const sessionCookie = (url: URL) => url.protocol === 'https:' ? '__Host-parvis' : `parvis_${env.PORT || 3000}`
