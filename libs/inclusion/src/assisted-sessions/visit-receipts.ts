import { Sealed } from '@parvis/platform'
import type { EntryKind } from './modes.rules'

/** What was handed to the person in this visit; an invitation is the code by which somebody else signs. */
export interface VisitReceipt {
  kind: Exclude<EntryKind, 'report'> | 'invitation' | 'withdrawal' | 'follow-up'
  /** `K7QM-2D9X-4TRW`. */
  code: string
}

/** Receipts that a visit shows again; nobody does as much in half an hour. */
const MOST = 60
const VISIT_RECEIPTS = 'visit-receipts/v1'

export const sealReceipts = (pepper: Buffer, sessionId: string, receipts: readonly VisitReceipt[]): Buffer => new Sealed({ masterPepper: pepper }, VISIT_RECEIPTS).seal(JSON.stringify(receipts), sessionId)

export const openReceipts = (pepper: Buffer, sessionId: string, sealed: Buffer | null): VisitReceipt[] =>
  sealed === null ? [] : JSON.parse(new Sealed({ masterPepper: pepper }, VISIT_RECEIPTS).open(sealed, sessionId)) as VisitReceipt[]

/** One more; the same code is there once. */
export function withReceipt(receipts: readonly VisitReceipt[], given: VisitReceipt): VisitReceipt[] {
  return receipts.some(({ code }) => code === given.code) ? [...receipts] : [...receipts, given].slice(-MOST)
}
