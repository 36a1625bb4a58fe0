import type { RequestHandler } from '@sveltejs/kit'
import { readApi, send } from '$lib/server/api'

/** Somebody types or reads: the session goes on, though no page is asked for. */
export const GET: RequestHandler = async event => {
  const outcome = await send(readApi(event).GET('/api/kiosks/session'))
  return new Response(null, { status: outcome.ok ? 204 : 410, headers: { 'cache-control': 'no-store' } })
}
