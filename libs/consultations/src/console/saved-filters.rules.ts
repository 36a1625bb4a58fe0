import { CHANNELS } from '../ballots/precedence.rules'

/** Lists whose filters are kept under a name; the consultations of the console have theirs (`saved-views`). */
export const FILTERED_LISTS = ['moderation', 'proposals', 'journal', 'answers'] as const
export type FilteredList = (typeof FILTERED_LISTS)[number]

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const DAY = /^20\d{2}-\d{2}-\d{2}$/
const WORDS = /^[^\p{Cc}\u2028\u2029]{1,200}$/u
const CHANNEL = new RegExp(`^(${CHANNELS.join('|')})$`)
const CODE = /^[a-z-]{1,40}$/

/** What a filter of each list may say. */
const KNOWN: Readonly<Record<FilteredList, Readonly<Record<string, RegExp>>>> = {
  moderation: { state: /^(waiting|appeals|hidden|kept)$/, kind: /^(comment|proposal)$/, cause: /^(report|words|new-account)$/, channel: CHANNEL },
  proposals: { q: WORDS, sort: /^(supported|recent|oldest)$/, channel: CHANNEL },
  answers: { q: WORDS, state: /^(waiting|draft|published)$/, mine: /^true$/, channel: CHANNEL },
  journal: { consultation: UUID, action: CODE, actor: WORDS, from: DAY, to: DAY },
}

/** What is wrong with a filter: a name that the list does not know, or a value that it would not take. */
export function filterRefusals(list: FilteredList, filter: Readonly<Record<string, unknown>>): { code: string, at: string }[] {
  const known = KNOWN[list]
  const wrong = Object.entries(filter).filter(([name, value]) => !Object.hasOwn(known, name) || typeof value !== 'string' || !known[name]?.test(value))
  return wrong.map(([name]) => ({ code: 'saved-view.filter-wrong', at: `filter.${name.slice(0, 40)}` }))
}
