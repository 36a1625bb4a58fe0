/** By which door a participation came in. */
export type Channel = 'online' | 'accompanied' | 'kiosk' | 'on_behalf' | 'paper' | 'phone'

export const CHANNELS: readonly Channel[] = ['online', 'accompanied', 'kiosk', 'on_behalf', 'paper', 'phone']

/** How sure one is of who it was: E0 nothing, E1 declared, E2 a document was seen, E3 a verified account. */
export type IdentityEvidence = 'E0' | 'E1' | 'E2' | 'E3'

/** One participation, as the roll knows it: never what was chosen. */
export interface Door {
  channel: Channel
  evidence: IdentityEvidence
}

/** A row of the roll with the same civil status (K0), or of the same account. */
export interface RollRow extends Door {
  id: string
  status: 'admitted' | 'contested'
  /** The account that comes in now made this row. */
  sameAccount: boolean
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

/**
 * What becomes of somebody whose civil status may have taken part already: paper, then a desk that saw a document, then the rest;
 * within the first two ranks the last one counts, within the rest only the same account replaces its own.
 *
 * @param existing the row that counts now for this civil status; null when there is none.
 *   `sameAccount` protects nothing once a counter or paper took its place: what counts then was not entered by the account
 * @param conventionalBirthDate the birth date is one that registers give when the true one is unknown: many people share it,
 *   so nobody's ballot is replaced on such a date except by their own account
 */
export function admissionDecision(existing: (Door & { sameAccount: boolean }) | null, incoming: Door, conventionalBirthDate: boolean): AdmissionDecision {
  if (existing === null) return 'first'
  if (existing.sameAccount && OWN_ACCOUNT.includes(existing.channel) && OWN_ACCOUNT.includes(incoming.channel)) return 'replace'
  if (conventionalBirthDate) return 'contested'
  return rank(incoming) > RANK.other && rank(incoming) >= rank(existing) ? 'replace' : 'contested'
}

/**
 * Which rows somebody at this door takes back: their own account its own ones, a desk those that a ballot entered there would replace.
 * None where several people of one civil status count: nobody can tell by the key whose they are. Then, and for paper, it takes a claim.
 *
 * @param rows every row that stands, in a stable order
 */
export function withdrawable(rows: readonly RollRow[], incoming: Door, conventionalBirthDate: boolean): string[] {
  if (OWN_ACCOUNT.includes(incoming.channel)) return rows.filter((row) => row.sameAccount && OWN_ACCOUNT.includes(row.channel)).map(({ id }) => id)
  if (rows.filter(({ status }) => status === 'admitted').length > 1) return []
  return rows.filter((row) => admissionDecision({ ...row, sameAccount: false }, incoming, conventionalBirthDate) === 'replace').map(({ id }) => id)
}

/**
 * The same decision against all rows at once: the own row of the account first, whatever its status; else the admitted one.
 * Where several people of one civil status were admitted (homonyms), nobody can tell by the key which of them comes, so it is contested.
 *
 * @param rows every row that is not rejected, in a stable order
 * @returns `rowId`: the row to replace, or the one that is contested; null when first
 */
export function admission(rows: readonly RollRow[], incoming: Door, conventionalBirthDate: boolean): { decision: AdmissionDecision; rowId: string | null } {
  const admitted = rows.filter((row) => row.status === 'admitted')
  const own = rows.find((row) => row.sameAccount)
  const existing = own ?? admitted[0] ?? rows[0]
  if (!existing) return { decision: 'first', rowId: null }
  const decision = !own && admitted.length !== 1 ? 'contested' : admissionDecision(existing, incoming, conventionalBirthDate)
  return { decision, rowId: existing.id }
}
