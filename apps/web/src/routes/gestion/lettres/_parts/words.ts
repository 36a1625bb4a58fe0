import type { components } from '@parvis/api-client'
import { m } from '@parvis/texts'

export type Letter = components['schemas']['NewsletterView']

export const stateWords = {
  draft: { word: m.news_letters_state_draft, tone: 'plain', icon: 'pencil' }, sending: { word: m.news_letters_state_sending, tone: 'blue', icon: 'send' },
  stopped: { word: m.news_letters_state_stopped, tone: 'amber', icon: 'pause' }, sent: { word: m.news_letters_state_sent, tone: 'green', icon: 'circle-check' },
} as const

/** Whom it is for, in words. */
export function audienceOf({ municipality, consultation, owner }: Pick<Letter, 'municipality' | 'consultation' | 'owner'>): string[] {
  const people = municipality ? m.news_letters_to_municipality({ name: municipality }) : owner.kind === 'metropolis' && !consultation ? m.news_letters_to_all() : m.news_letters_to_anywhere()
  return consultation ? [people, m.news_letters_to_took_part({ title: consultation.title })] : [people]
}
