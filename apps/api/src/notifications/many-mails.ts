import type { MailingRecipient, NewsItemView } from '@parvis/consultations'
import type { Mail } from '@parvis/platform'
import { asHtml, asText, oneLine } from './mail-page'
import type { Piece } from './mail-page'

type Reader = Pick<MailingRecipient, 'email' | 'language'>
type Texts = typeof import('@parvis/texts')

export interface Links {
  /** A path of the site in the language of the reader. */
  at(path: string): string
  /** The link that ends these mails; null for a test, which ends nothing. */
  unsubscribe: string | null
}

/** RFC 8058: the reader's mail program ends these mails by itself, with one tap. */
const oneClick = (unsubscribe: string | null): Pick<Mail, 'headers'> =>
  unsubscribe === null ? {} : { headers: { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } }

const catalogue = ({ m }: Texts) => m as unknown as Record<string, ((facts: Record<string, unknown>, options: { locale: Reader['language'] }) => string) | undefined>

const REGIONS = { fr: 'fr-FR', en: 'en-GB', nl: 'nl-BE' } as const
const dayOf = (language: Reader['language'], instant: string): string =>
  new Intl.DateTimeFormat(REGIONS[language], { timeZone: 'Europe/Paris', day: 'numeric', month: 'long' }).format(new Date(instant))

/** The sentence of an item, in the language of its reader. */
export function newsSentence(texts: Texts, language: Reader['language'], item: NewsItemView): string {
  const { sentence, count, phase, closesAt, proposal, number, consultation } = item
  const say = catalogue(texts)[sentence] ?? texts.m.news_other
  return oneLine(say({ count, phase: phase ?? '', date: closesAt ? dayOf(language, closesAt) : '', proposal: proposal ?? '', number: number ?? '', title: consultation.title }, { locale: language }))
}

/** Where an item leads. */
export function newsPath({ kind, consultation: { slug }, number, count }: NewsItemView): string {
  const here = `/consultations/${slug}`
  if (kind === 'results.published') return `${here}/resultats`
  if (kind.startsWith('proposal.')) return number !== null && count === 1 ? `${here}/propositions/${number}` : `${here}/propositions`
  return here
}

/** News of what somebody follows: a title for each consultation, its lines, one link. */
export function digestMail(texts: Texts, { email, language }: Reader, items: readonly NewsItemView[], { at, unsubscribe }: Links): Mail {
  const { m } = texts
  const locale = { locale: language }
  const bySlug = grouped(items)
  const pieces: Piece[] = [{ kind: 'text', text: m.news_mail_hello({}, locale) }]
  for (const [slug, lines] of bySlug) {
    pieces.push({ kind: 'title', text: oneLine(lines[0]?.consultation.title ?? '') })
    for (const item of lines) pieces.push({ kind: 'item', when: dayOf(language, item.at), text: newsSentence(texts, language, item) })
    pieces.push({ kind: 'link', text: m.news_mail_open({}, locale), href: at(`/consultations/${slug}`) })
  }
  pieces.push({ kind: 'link', text: m.news_mail_all({}, locale), href: at('/compte/nouvelles') })
  const foot: Piece[] = [
    { kind: 'text', text: m.news_mail_why({}, locale) },
    { kind: 'link', text: m.news_mail_change({}, locale), href: at('/compte/suivis') },
    ...(unsubscribe === null ? [] : [{ kind: 'link' as const, text: m.news_mail_stop({}, locale), href: unsubscribe }]),
  ]
  const subject = m.news_mail_subject({ count: items.length }, locale)
  return { to: email, subject, body: asText(pieces, foot), html: asHtml(language, subject, pieces, foot), ...oneClick(unsubscribe) }
}

/** A letter of staff, as it was written. What surrounds it is in the language of its reader. */
export function letterMail({ m }: Texts, { email, language }: Reader, { subject, body, ownerName }: { subject: string, body: string, ownerName: string }, { at, unsubscribe }: Links): Mail {
  const locale = { locale: language }
  const pieces: Piece[] = body.split(/\n\s*\n/).map((text) => ({ kind: 'text', text: text.trim() }))
  const foot: Piece[] = [
    { kind: 'text', text: unsubscribe === null ? m.news_letter_test({}, locale) : m.news_letter_why({ owner: ownerName }, locale) },
    ...(unsubscribe === null ? [] : [{ kind: 'link' as const, text: m.news_letter_stop({}, locale), href: unsubscribe }]),
    { kind: 'link', text: m.news_mail_change({}, locale), href: at('/compte/suivis') },
  ]
  return { to: email, subject: oneLine(subject), body: asText(pieces, foot), html: asHtml('fr', subject, pieces, foot), ...oneClick(unsubscribe) }
}

function grouped(items: readonly NewsItemView[]): Map<string, NewsItemView[]> {
  const groups = new Map<string, NewsItemView[]>()
  for (const item of items) groups.set(item.consultation.slug, [...groups.get(item.consultation.slug) ?? [], item])
  return groups
}
