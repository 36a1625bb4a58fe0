import type { Refusal } from '@parvis/platform'
import type { VoteState } from '../consultations/phases.rules'

/** What is known when somebody asks to publish the result of a vote. */
export interface PublicationFacts {
  state: VoteState
  /** Null when nothing was counted. Hashes in hexadecimal. */
  tally: { inputHash: string; cast: number } | null
  /** The same hash, computed again from the sealed ballots now; what was counted must be what lies there. */
  inputHashNow: string | null
  /** Admitted entries of the roll, by channel. */
  admittedByChannel: Readonly<Record<string, number>>
  /** Sets of equal options of which some win, that nobody has settled by the announced procedure. */
  unsettledTies: number
  contestedPending: number
  pendingBatches: number
  unsyncedDevices: number
  /** What happens next, in words: nobody is left without. */
  nextSteps: string
}

/** Why a result may not be published; empty when it may. A late result may be published: that it is late is shown, not hidden. */
export function publicationRefusals(facts: PublicationFacts): Refusal[] {
  if (facts.state === 'published') return [{ code: 'results.already-published' }]
  if (facts.state !== 'tallied' || facts.tally === null) return [{ code: 'results.not-tallied', facts: { state: facts.state } }]
  const admitted = Object.values(facts.admittedByChannel).reduce((sum, count) => sum + count, 0)
  const refusals: Refusal[] = []
  if (facts.inputHashNow !== facts.tally.inputHash) refusals.push({ code: 'results.ballots-changed', facts: { counted: facts.tally.inputHash, now: facts.inputHashNow } })
  if (facts.tally.cast !== admitted) refusals.push({ code: 'results.counts-differ', facts: { ballots: facts.tally.cast, admitted } })
  if (facts.unsettledTies > 0) refusals.push({ code: 'results.tie-unsettled', facts: { ties: facts.unsettledTies } })
  if (facts.contestedPending > 0) refusals.push({ code: 'vote.contested-pending', facts: { contested: facts.contestedPending } })
  if (facts.pendingBatches > 0) refusals.push({ code: 'vote.batches-pending', facts: { batches: facts.pendingBatches } })
  if (facts.unsyncedDevices > 0) refusals.push({ code: 'vote.devices-unsynced', facts: { devices: facts.unsyncedDevices } })
  if (facts.nextSteps.trim() === '') refusals.push({ code: 'results.next-steps-missing', at: 'nextSteps' })
  return refusals
}
