import { read, readApi } from '$lib/server/api'
import type { PageServerLoad } from './$types'

/** Mails of the demonstration. Without that page in the API, there is none here. */
export const load: PageServerLoad = async event => {
  const to = (event.url.searchParams.get('a') ?? '').trim()
  const mails = await read(event, readApi(event).GET('/api/mailbox', { params: { query: to ? { to } : {} } }))
  return { to, mails: mails.map(({ body, ...mail }) => ({ ...mail, parts: partsOf(body, event.url.origin) })) }
}

/** Links of this site become links; the rest stays text. */
function partsOf(body: string, origin: string): { text: string, href?: string }[] {
  return body.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/).map(text => text.startsWith(`${origin}/`) ? { text, href: text.slice(origin.length) } : { text })
}
