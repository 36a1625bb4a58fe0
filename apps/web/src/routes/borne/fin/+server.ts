import type { RequestHandler } from '@sveltejs/kit'
import { comfortCookie, communeCookie } from '$lib/comfort'
import { readApi, send } from '$lib/server/api'

/**
 * « J’ai fini », or nobody is there any more: the session ends and the browser forgets what it kept of these pages. The device stays enrolled.
 * A link may end it too: without a script the page leads here by itself, and no other site can, its cookies being of ours alone.
 */
const end: RequestHandler = async event => {
  await send(readApi(event).DELETE('/api/kiosks/session'))
  for (const name of [comfortCookie, communeCookie]) event.cookies.delete(name, { path: '/' })
  return new Response(null, { status: 303, headers: { 'location': '/borne?fin', 'clear-site-data': '"cache", "storage"', 'cache-control': 'no-store' } })
}

export const GET = end
export const POST = end
