import type { Refusal } from '@parvis/platform'
import { addDays, isHoliday, weekdayOf } from '../centres/hours.rules'
import { phoneNumberOf } from '../mandates/mandates.rules'

/** What somebody says is wrong (réclamation), inclusion.md 2.4.5. */
export const CLAIM_KINDS = ['WRONGLY_REJECTED', 'SOMEONE_USED_MY_NAME', 'WANT_TO_CHANGE', 'WANT_TO_WITHDRAW', 'NOT_COUNTED', 'MEDIATOR_CONDUCT', 'DATA_RIGHTS'] as const
export type ClaimKind = (typeof CLAIM_KINDS)[number]

/** How somebody is answered. `code`: they come back with it. */
export const REPLIES = ['code', 'email', 'phone', 'post'] as const
export type Reply = (typeof REPLIES)[number]

/** What a decision does beside being said. Nobody sees a choice for any of them. */
export const CLAIM_ACTS = ['none', 'withdrawn', 'homonym', 'usurped'] as const
export type ClaimAct = (typeof CLAIM_ACTS)[number]

/** Working days in which a claim is decided. */
export const WORKING_DAYS = 10

/** Days in which who is not content goes to the guardian. */
export const APPEAL_DAYS = 15

/** The day that so many working days lead to, `YYYY-MM-DD`: Monday to Friday, French public holidays left out; the first day is not counted. */
export function workingDayAfter(day: string, count: number): string {
  let reached = day
  for (let left = count; left > 0;) {
    reached = addDays(reached, 1)
    if (weekdayOf(reached) < 5 && !isHoliday(reached)) left--
  }
  return reached
}

export interface ClaimStanding {
  decided: boolean
  appealed: boolean
  appealDecided: boolean
  /** Days since the first decision; null before it. */
  daysSinceDecision: number | null
  /** Days beyond the day on which what is open was due; none when negative. */
  daysLate: number
}

export type ClaimState = 'waiting' | 'decided' | 'appealed' | 'closed'

export function claimState({ decided, appealed, appealDecided, daysSinceDecision }: ClaimStanding): ClaimState {
  if (!decided) return 'waiting'
  if (appealed) return appealDecided ? 'closed' : 'appealed'
  return (daysSinceDecision ?? 0) < APPEAL_DAYS ? 'decided' : 'closed'
}

/** Something is owed, and its day has passed. */
export const isOverdue = (standing: ClaimStanding): boolean => ['waiting', 'appealed'].includes(claimState(standing)) && standing.daysLate > 0

export interface Proofs {
  /** The code of a ballot was given. */
  ballotReceipt: boolean
  /** A document was seen at a desk. */
  document: boolean
  account: boolean
}

/** What proves enough for an act. */
const ACTS_OF: Partial<Record<ClaimKind, { act: ClaimAct, needs: (proofs: Proofs) => boolean }>> = {
  WANT_TO_WITHDRAW: { act: 'withdrawn', needs: ({ document, account }) => document || account },
  WRONGLY_REJECTED: { act: 'homonym', needs: ({ ballotReceipt }) => ballotReceipt },
  SOMEONE_USED_MY_NAME: { act: 'usurped', needs: ({ document }) => document },
}

/** What may be done about a claim when it is accepted, `none` first. */
export function actsFor(kind: ClaimKind, proofs: Proofs, sealed: boolean): ClaimAct[] {
  const line = ACTS_OF[kind]
  return line && !sealed && line.needs(proofs) ? ['none', line.act] : ['none']
}

/** Why a decision does not go together with its claim. */
export function decisionRefusals(outcome: 'accepted' | 'rejected', act: ClaimAct, possible: readonly ClaimAct[]): Refusal[] {
  if (outcome === 'rejected' && act !== 'none') return [{ code: 'claim.act-rejected', at: 'act' }]
  return possible.includes(act) ? [] : [{ code: 'claim.act-unproven', at: 'act' }]
}

/** What is missing to answer somebody in the way they chose. */
export function contactRefusals(reply: Reply, contact: string): Refusal[] {
  if (reply === 'code') return []
  if (reply === 'email') return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(contact) ? [] : [{ code: 'claim.email', at: 'contact' }]
  if (reply === 'phone') return phoneNumberOf(contact) === null ? [{ code: 'claim.phone', at: 'contact' }] : []
  return contact.length < 10 ? [{ code: 'claim.address', at: 'contact' }] : []
}
