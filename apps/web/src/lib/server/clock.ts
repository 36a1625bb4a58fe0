import type { RequestEvent } from '@sveltejs/kit'
import { read, readPublicApi } from './api'

/** The platform's clock, ISO 8601, two seconds late at most: this machine's may be off, and a demonstration moves that one. */
export function platformNow(event: Pick<RequestEvent, 'request' | 'locals' | 'url' | 'getClientAddress'>): Promise<string> {
  return event.locals.now ??= read(event, readPublicApi(event).GET('/api/clock')).then(({ now }) => now)
}
