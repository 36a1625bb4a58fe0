import type { Refusal } from '@parvis/platform'

/** United at once: a page says which ones, and staff read them all. */
export const MOST_UNITED = 20
export const MOST_PARTS = 6

/** A proposal that would be united with others, or split. */
export interface SourceFacts {
  number: number
  phaseId: string
  state: string
  /** It has a published official answer: that was given to this text and to these people. */
  answered: boolean
  /** It is a choice of a vote. */
  inVote: boolean
}

/** Why these proposals may not be united, or this one split. */
export function reshapingRefusals(kind: 'merge' | 'split', asked: number, sources: readonly SourceFacts[]): Refusal[] {
  if (sources.length < asked) return [{ code: 'reshaping.proposal-unknown', at: 'proposalIds' }]
  if (kind === 'merge' && asked < 2) return [{ code: 'reshaping.two-needed', at: 'proposalIds' }]
  const numbered = (code: string, found: SourceFacts | undefined): Refusal[] => (found ? [{ code, at: 'proposalIds', facts: { number: found.number } }] : [])
  return [
    ...(new Set(sources.map(({ phaseId }) => phaseId)).size > 1 ? [{ code: 'reshaping.other-phase', at: 'proposalIds' }] : []),
    ...numbered('reshaping.gone', sources.find(({ state }) => state !== 'submitted')),
    ...numbered('reshaping.answered', sources.find(({ answered }) => answered)),
    ...numbered('reshaping.in-vote', sources.find(({ inVote }) => inVote)),
  ]
}

export interface Signatory {
  accountId: string | null
  name: string
  channel: string
}

/**
 * Who signs what is made of several: each person once, in their order. The first who has an account comes first, since an account is
 * what acts; who was helped at a desk stays, by the channel. Who left no name and no account is nobody any more.
 */
export function signatoriesOf(given: readonly Signatory[]): [first: Signatory, ...others: Signatory[]] {
  const accounts = new Set<string>()
  const kept = given.filter(({ accountId, name, channel }) => {
    if (accountId === null) return name !== '' || channel !== 'online'
    if (accounts.has(accountId)) return false
    accounts.add(accountId)
    return true
  })
  const first = kept.find(({ accountId }) => accountId !== null) ?? kept[0] ?? { accountId: null, name: '', channel: 'online' }
  return [first, ...kept.filter((one) => one !== first)]
}
