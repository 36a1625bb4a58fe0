import { seal, unseal } from '../sealed'
import type { EntryKind } from './modes.rules'

/** What was handed to the person in this visit; an invitation is the code by which somebody else signs. */
export interface VisitReceipt {
  kind: Exclude<EntryKind, 'report'> | 'invitation' | 'withdrawal' | 'follow-up'
  /** `K7QM-2D9X-4TRW`. */
  code: string
}

/** Receipts that a visit shows again; nobody does as much in half an hour. */
const MOST = 60

export const sealReceipts = (pepper: Buffer, sessionId: string, receipts: readonly VisitReceipt[]): Buffer => seal(pepper, 'visit-receipts', sessionId, JSON.stringify(receipts))

export const openReceipts = (pepper: Buffer, sessionId: string, sealed: Buffer | null): VisitReceipt[] =>
  sealed === null ? [] : JSON.parse(unseal(pepper, 'visit-receipts', sessionId, sealed)) as VisitReceipt[]

/** One more; the same code is there once. */
export function withReceipt(receipts: readonly VisitReceipt[], given: VisitReceipt): VisitReceipt[] {
  return receipts.some(({ code }) => code === given.code) ? [...receipts] : [...receipts, given].slice(-MOST)
}
