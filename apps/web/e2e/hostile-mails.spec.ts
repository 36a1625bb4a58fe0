// What somebody wrote stays text in both parts of a mail: three hundred payloads in every text that a mail carries.
import * as texts from '@parvis/texts'
import type { NewsItemView } from '@parvis/consultations'
import { PAYLOADS } from '../../../test/support/payloads'
import { digestMail, letterMail } from '../../api/src/notifications/many-mails'

const links = { at: (path: string) => `https://parvis.example${path}`, unsubscribe: 'https://parvis.example/desabonnement/x' }
const reader = { email: 'lectrice@example.org', language: 'fr' as const }

/** Tags that our mails are made of, and what each may carry. */
const OURS: Record<string, readonly string[]> = { html: ['lang'], head: [], meta: ['charset', 'name', 'content'], title: [], body: ['style'], div: ['style'], h2: ['style'], ul: ['style'], li: ['style'], p: ['style'], a: ['href', 'style'], hr: ['style'], strong: [], br: [] }

/** Every tag of a page with what it carries; what is not ours is told. */
function foreign(html: string): string[] {
  const found: string[] = []
  for (const [, name = '', rest = ''] of html.matchAll(/<\/?([a-z][^\s>/]*)([^>]*)>/gi)) {
    const known = OURS[name.toLowerCase()]
    const carried = [...rest.matchAll(/([^\s=]+)="[^"]*"/g)].map(([, attribute = '']) => attribute.toLowerCase())
    if (!known || carried.some((attribute) => !known.includes(attribute)) || rest.replace(/[^\s=]+="[^"]*"/g, '').trim() !== '') found.push(`<${name}${rest}>`)
  }
  for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g)) if (!/^https?:\/\//.test(href)) found.push(href)
  return found
}

const item = (over: Partial<NewsItemView>): NewsItemView => ({
  kind: 'consultation.announced', sentence: 'news_consultation_announced', at: '2027-03-01T10:00:00Z', count: 1, phase: null, closesAt: null, proposal: null, number: null, consultation: { slug: 'parc', title: 'Le parc' }, ...over,
} as NewsItemView)

it.each(PAYLOADS.map((payload, index) => [index, payload]))('payload %i is text in letters and digests', (_, payload) => {
  const letter = letterMail(texts, reader, { subject: payload, body: `${payload}\n\n${payload}`, ownerName: payload }, links)
  const digest = digestMail(texts, reader, [item({ consultation: { slug: 'parc', title: payload } as NewsItemView['consultation'], phase: payload, proposal: payload, number: 3 })], links)
  for (const mail of [letter, digest]) {
    expect(foreign(mail.html ?? '')).toEqual([])
    // Nothing adds a line to the head of a mail.
    expect(mail.subject).not.toMatch(/[\r\n]/)
    expect(JSON.stringify(mail.headers)).not.toContain(payload.slice(0, 12))
  }
})
