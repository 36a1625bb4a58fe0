/** By which door a participation came in. */
export type Channel = 'online' | 'accompanied' | 'kiosk' | 'on_behalf' | 'paper' | 'phone'

export const CHANNELS: readonly Channel[] = ['online', 'accompanied', 'kiosk', 'on_behalf', 'paper', 'phone']

/** How sure one is of who it was: E0 nothing, E1 declared, E2 a document was seen, E3 a verified account. */
export type IdentityEvidence = 'E0' | 'E1' | 'E2' | 'E3'

/** One participation, as the register knows it: never what was chosen. */
export interface Door {
  channel: Channel
  evidence: IdentityEvidence
  /** The account the person used themselves; null at a counter that entered for them, and on paper. */
  accountId: string | null
}

/**
 * `first`: nobody of that civil status took part yet. `replace`: it takes the place of what is there.
 * `contested`: kept for review, not counted; answered like the others at a counter.
 */
export type AdmissionDecision = 'first' | 'replace' | 'contested'

const DESK: readonly Channel[] = ['accompanied', 'kiosk', 'on_behalf']
const OWN_ACCOUNT: readonly Channel[] = ['online', 'accompanied']

const RANK = { paper: 3, deskWithDocument: 2, other: 1 } as const

function rank(door: Door): number {
  if (door.channel === 'paper') return RANK.paper
  return DESK.includes(door.channel) && door.evidence === 'E2' ? RANK.deskWithDocument : RANK.other
}

function sameAccount(existing: Door, incoming: Door): boolean {
  const bothOwn = OWN_ACCOUNT.includes(existing.channel) && OWN_ACCOUNT.includes(incoming.channel)
  return bothOwn && existing.accountId !== null && existing.accountId === incoming.accountId
}

/**
 * What becomes of somebody whose civil status (K0) may have taken part already: paper, then a desk that saw a document, then the rest;
 * within the first two ranks the last one counts, within the rest only the same account replaces its own.
 *
 * @param existing the row that counts now for this civil status; null when there is none
 * @param conventionalBirthDate the birth date is one that registers give when the true one is unknown: many people share it,
 *   so nobody's ballot is replaced on such a date except by their own account
 */
export function admissionDecision(existing: Door | null, incoming: Door, conventionalBirthDate: boolean): AdmissionDecision {
  if (existing === null) return 'first'
  if (sameAccount(existing, incoming)) return 'replace'
  if (conventionalBirthDate) return 'contested'
  return rank(incoming) > RANK.other && rank(incoming) >= rank(existing) ? 'replace' : 'contested'
}
