/** What the charter of moderation knows as a reason, to report and to hide. */
export const REASONS = ['insult', 'hate', 'private', 'advert', 'false', 'off-topic', 'other'] as const
export type Reason = (typeof REASONS)[number]

/** What a place sets; each has a value of its own when it sets nothing. */
export interface ModerationSettings {
  /** Minutes in which an author corrects a comment. */
  editMinutes: number
  /** Comments that one account may write in an hour. */
  commentsPerHour: number
  /** Days for which an account is new. */
  newAccountDays: number
  /** So many first comments of a new account are read before they are shown, when they hold a link. */
  newAccountComments: number
  /** Days in which an author may appeal. */
  appealDays: number
  /** Days in which an appeal is decided. */
  decisionDays: number
}

export const DEFAULT_SETTINGS: Readonly<ModerationSettings> = { editMinutes: 15, commentsPerHour: 20, newAccountDays: 7, newAccountComments: 3, appealDays: 15, decisionDays: 10 }

/** Letters as they are read: without accents, capitals, or marks that nobody sees. */
const fold = (text: string): string => text.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '').toLowerCase()

const LINK = /(?:https?:\/\/|www\.)\S+|\b[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.(?:com|net|org|info|biz|shop|xyz|top|site|online|club|io|co|me|eu|fr|be|nl|de|uk|ru|cn)\b/giu

/** Addresses of other sites in a text, as they stand there. */
export const linksOf = (text: string): string[] => text.match(LINK) ?? []

/** The first pattern of a place's list that a text holds: a whole word or several, or a part of a link when the pattern has a dot. */
export function blockedBy(text: string, patterns: readonly string[]): string | null {
  const folded = fold(text)
  const words = ` ${folded.replace(/[^\p{L}\p{N}]+/gu, ' ')} `
  return patterns.find((pattern) => {
    const wanted = fold(pattern).trim()
    return wanted.includes('.') ? folded.includes(wanted) : words.includes(` ${wanted.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `)
  }) ?? null
}

export interface HeldFacts {
  text: string
  patterns: readonly string[]
  settings: Pick<ModerationSettings, 'newAccountDays' | 'newAccountComments'>
  /** Null: entered at a desk, by a mediator who is known. */
  accountDays: number | null
  /** Comments of the account so far. */
  earlierComments: number
}

/** Why a text is read by somebody before it is shown; null when it is shown at once. Nothing is ever dropped. */
export function heldBecause({ text, patterns, settings, accountDays, earlierComments }: HeldFacts): { cause: 'words' | 'new-account', found: string } | null {
  const pattern = blockedBy(text, patterns)
  if (pattern !== null) return { cause: 'words', found: pattern }
  const link = linksOf(text)[0]
  const restrained = accountDays !== null && accountDays < settings.newAccountDays && earlierComments < settings.newAccountComments
  return link !== undefined && restrained ? { cause: 'new-account', found: link.slice(0, 200) } : null
}

/** A person needs so many seconds at least to read a form and to fill it; a form is good for a day. */
export const FORM_SECONDS = { least: 3, most: 86_400 }

/** What is done with a thing; which of these makes sense depends on where it stands. */
export type Act = 'hide' | 'keep' | 'publish' | 'restore'

/** Whether an act changes anything for a thing in this state. */
export function applies(act: Act, { thing, waiting }: { thing: string, waiting: boolean }): boolean {
  if (act === 'hide') return ['published', 'submitted', 'held'].includes(thing)
  if (act === 'publish') return thing === 'held'
  if (act === 'restore') return thing === 'hidden'
  return waiting && thing !== 'held' && thing !== 'hidden'
}
