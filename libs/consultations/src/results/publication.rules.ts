import type { Refusal } from '@parvis/platform'
import type { Outcome } from '@parvis/voting'
import type { VoteState } from '../consultations/phases.rules'

/** What is known when somebody asks to publish the result of a vote. */
export interface PublicationFacts {
  state: VoteState
  /** Null when nothing was counted. Hashes in hexadecimal. */
  tally: { inputHash: string; cast: number } | null
  /**
   * Ballots that lie in the sealed box now; as many were counted. That each is still the same is held by the database (nothing
   * changes a sealed ballot, migration 1764300000000), so that no publication reads a million of them again.
   */
  ballotsNow: number
  /** Admitted entries of the roll, by channel. */
  admittedByChannel: Readonly<Record<string, number>>
  /** Sets of equal options of which some win, that the announced draw has not settled; none where none was announced: they stay equal. */
  unsettledTies: number
  contestedPending: number
  pendingBatches: number
  unsyncedDevices: number
  /** What happens next, in words: nobody is left without. */
  nextSteps: string
}

/** Sets of equals that the count did not settle: the public draw does, where one was announced before the vote. */
export function leftEqual({ options, ties }: Pick<Outcome, 'options' | 'ties'>): string[][] {
  const tied = new Set(options.filter(({ fate }) => fate === 'tied').map(({ option }) => option))
  return ties.filter((equals) => equals.some((option) => tied.has(option)))
}

/** The draw that the vote announced; null: none, and equals are published as equals. A draw chosen once the count is known could choose who wins. */
export const announcedDraw = ({ draw }: { draw?: string }): string | null => draw?.trim() || null

/** Why a result may not be published; empty when it may. A late result may be published: that it is late is shown, not hidden. */
export function publicationRefusals(facts: PublicationFacts): Refusal[] {
  if (facts.state === 'published') return [{ code: 'results.already-published' }]
  if (facts.state !== 'tallied' || facts.tally === null) return [{ code: 'results.not-tallied', facts: { state: facts.state } }]
  const admitted = Object.values(facts.admittedByChannel).reduce((sum, count) => sum + count, 0)
  const refusals: Refusal[] = []
  if (facts.ballotsNow !== facts.tally.cast) refusals.push({ code: 'results.ballots-changed', facts: { counted: facts.tally.cast, now: facts.ballotsNow } })
  if (facts.tally.cast !== admitted) refusals.push({ code: 'results.counts-differ', facts: { ballots: facts.tally.cast, admitted } })
  if (facts.unsettledTies > 0) refusals.push({ code: 'results.tie-unsettled', facts: { ties: facts.unsettledTies } })
  if (facts.contestedPending > 0) refusals.push({ code: 'vote.contested-pending', facts: { contested: facts.contestedPending } })
  if (facts.pendingBatches > 0) refusals.push({ code: 'vote.batches-pending', facts: { batches: facts.pendingBatches } })
  if (facts.unsyncedDevices > 0) refusals.push({ code: 'vote.devices-unsynced', facts: { devices: facts.unsyncedDevices } })
  if (facts.nextSteps.trim() === '') refusals.push({ code: 'results.next-steps-missing', at: 'nextSteps' })
  return refusals
}
