import type { components } from '@parvis/api-client'
import { m } from '@parvis/texts'
import type { RequestEvent } from '@sveltejs/kit'
import { createHash } from 'node:crypto'
import { language, to } from '$lib/links'
import { read, readPublicApi } from './api'
import { newsPath, newsSentence } from './news'
import { themeName } from '$lib/themes'

const ENTRIES = 50
const SECONDS = 300

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&apos;' }
/** Text and nothing else: what XML cannot hold at all is left out, what it would read as markup is written. */
// eslint-disable-next-line no-control-regex -- these are the characters that XML forbids
const xml = (text: string) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '').replace(/[&<>"']/g, found => entities[found] ?? found)

type Query = { consultation?: string, theme?: (typeof import('$lib/themes').themes)[number], municipality?: string }
type News = components['schemas']['PublicNewsView']

const titleOf = ({ about }: News) => about.consultation ? m.news_feed_of({ name: about.consultation.title })
  : [about.theme && themeName(about.theme), about.municipality].filter(Boolean).length ? m.news_feed_of({ name: [about.theme && themeName(about.theme), about.municipality].filter(Boolean).join(', ') })
    : m.news_feed_all()

/**
 * An Atom feed of what happened (RFC 4287), written by hand: fifteen elements, each escaped here; the libraries there are
 * put titles through as HTML. Readers ask again with the tag they were given, and are told that nothing changed.
 */
export async function atomFeed(event: RequestEvent, query: Query, page: string): Promise<Response> {
  const news = await read(event, readPublicApi(event).GET('/api/news', { params: { query: { ...query, page: 1, perPage: ENTRIES } } }))
  const { origin } = event.url
  const self = origin + event.url.pathname + event.url.search
  const entries = news.items.map(item => `
  <entry>
    <id>urn:uuid:${xml(item.id)}</id>
    <title type="text">${xml(`${item.consultation.title} — ${newsSentence(item)}`)}</title>
    <updated>${xml(item.at)}</updated>
    <link rel="alternate" type="text/html" href="${xml(origin + to(newsPath(item)))}"/>
    <content type="text">${xml(newsSentence(item))}</content>
  </entry>`).join('')
  const body = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language()}">
  <id>${xml(self)}</id>
  <title type="text">${xml(titleOf(news))}</title>
  <updated>${xml(news.items[0]?.at ?? '2020-01-01T00:00:00.000Z')}</updated>
  <author><name>${xml(m.common_brand())}</name></author>
  <link rel="self" type="application/atom+xml" href="${xml(self)}"/>
  <link rel="alternate" type="text/html" href="${xml(origin + to(page))}"/>${entries}
</feed>
`
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
  const headers = { etag, 'cache-control': `public, max-age=${SECONDS}`, 'vary': 'Cookie' }
  const known = event.request.headers.get('if-none-match')?.split(',').some(tag => tag.trim().replace(/^W\//, '') === etag)
  return known ? new Response(null, { status: 304, headers }) : new Response(body, { headers: { ...headers, 'content-type': 'application/atom+xml; charset=utf-8' } })
}
