import type { IdentityEvidence } from '../ballots/precedence.rules'

/**
 * `certain` and `probable`: the same civil status by two doors, of which one waits for review (README item 12). `possible`: another key
 * agrees; both count unless people decide otherwise, and whoever is left undecided at the sealing counts.
 */
export type DuplicateStatus = 'certain' | 'probable' | 'possible'

const SEEN: readonly IdentityEvidence[] = ['E2', 'E3']

/**
 * How sure one may be that two participations are of one person.
 * @param sameCivilStatus K0 is equal; without it nothing is more than possible
 * @param conventionalDate the birth date is one that registers give when the true one is unknown
 */
export function duplicateStatus({ sameCivilStatus, conventionalDate, evidences }: { sameCivilStatus: boolean, conventionalDate: boolean, evidences: readonly IdentityEvidence[] }): DuplicateStatus {
  if (!sameCivilStatus) return 'possible'
  return !conventionalDate && evidences.every((evidence) => SEEN.includes(evidence)) ? 'certain' : 'probable'
}
