import type { Refusal } from '@parvis/platform'

/** Of one person on one proposal, waiting: authors answer them one by one. */
export const MOST_WAITING = 3
/** On one proposal: enough for anybody, and the list can be read. */
export const MOST_AMENDMENTS = 200

export type AmendmentState = 'waiting' | 'accepted' | 'declined' | 'withdrawn' | 'promoted' | 'removed'

export interface ProposeFacts {
  /** Days in which authors answer; null: the phase takes no amendments. */
  days: number | null
  /** The proposal has an official answer. */
  answered: boolean
  /** The amender signs the proposal. */
  own: boolean
  /** Nothing would change. */
  same: boolean
  /** The text changed since it was read. */
  stale: boolean
  waiting: number
  total: number
}

/** Why an amendment may not be proposed. */
export function proposeRefusals({ days, answered, own, same, stale, waiting, total }: ProposeFacts): Refusal[] {
  if (days === null) return [{ code: 'amendment.not-taken' }]
  if (answered) return [{ code: 'proposal.answered' }]
  if (own) return [{ code: 'amendment.own' }]
  if (stale) return [{ code: 'amendment.stale' }]
  if (same) return [{ code: 'amendment.same', at: 'body' }]
  if (waiting >= MOST_WAITING) return [{ code: 'amendment.too-many', facts: { limit: MOST_WAITING } }]
  return total >= MOST_AMENDMENTS ? [{ code: 'amendment.list-full', facts: { limit: MOST_AMENDMENTS } }] : []
}

/** Whether its author may make a proposal of it: it was declined, nobody answered in time, or nobody can any more. */
export function mayPromote({ state, due, gone }: { state: AmendmentState, due: boolean, gone: boolean }): boolean {
  return state === 'declined' || (state === 'waiting' && (due || gone))
}
