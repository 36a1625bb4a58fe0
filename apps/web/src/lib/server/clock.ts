import type { RequestEvent } from '@sveltejs/kit'
import { read, readApi } from './api'

/** The platform's clock, ISO 8601, asked once for each request: this machine's may be off, and a demonstration moves that one. */
export function platformNow(event: Pick<RequestEvent, 'request' | 'locals' | 'url' | 'getClientAddress'>): Promise<string> {
  return event.locals.now ??= read(event, readApi(event).GET('/api/clock')).then(({ now }) => now)
}
