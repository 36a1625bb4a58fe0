import type { components } from '@parvis/api-client'
import { m } from '@parvis/texts'
import { dateShort } from '$lib/format'

export type NewsItem = components['schemas']['NewsItemView']

const catalogue = m as unknown as Record<string, ((facts: Record<string, unknown>) => string) | undefined>

/** What an item says. Keys are looked up by name, which keeps the whole catalogue: on the server only. */
export function newsSentence({ sentence, count, phase, closesAt, proposal, number, consultation }: NewsItem): string {
  const say = catalogue[sentence] ?? m.news_other
  return say({ count, phase: phase ?? '', date: closesAt ? dateShort(closesAt) : '', proposal: proposal ?? '', number: number ?? '', title: consultation.title })
}

/** Where an item leads. */
export function newsPath({ kind, consultation: { slug }, number, count }: NewsItem): string {
  const here = `/consultations/${slug}`
  if (kind === 'results.published') return `${here}/resultats`
  if (kind === 'questionnaire.published') return `${here}/questionnaire/resultats`
  if (kind.startsWith('debate.')) return `${here}/debats`
  if (kind.startsWith('meeting.')) return `${here}/rencontres`
  if (kind.startsWith('proposal.')) return number !== null && count === 1 ? `${here}/propositions/${number}` : `${here}/propositions`
  return here
}

/** As a page shows it. */
export const told = (item: NewsItem) => ({ id: item.id, at: item.at, title: item.consultation.title, says: newsSentence(item), path: newsPath(item) })
