import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { EntryKind } from './modes.rules'

/** What was handed to the person in this visit; an invitation is the code by which somebody else signs. */
export interface VisitReceipt {
  kind: Exclude<EntryKind, 'report'> | 'invitation'
  /** `K7QM-2D9X-4TRW`. */
  code: string
}

/** Receipts that a visit shows again; nobody does as much in half an hour. */
const MOST = 60

const keyOf = (pepper: Buffer): Buffer => Buffer.from(hkdfSync('sha256', pepper, '', 'parvis/visit-receipts/v1', 32))

/** Sealed with a secret that the database does not hold, and for this session alone. */
export function sealReceipts(pepper: Buffer, sessionId: string, receipts: readonly VisitReceipt[]): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(pepper), nonce).setAAD(Buffer.from(sessionId))
  const sealed = Buffer.concat([cipher.update(JSON.stringify(receipts), 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

export function openReceipts(pepper: Buffer, sessionId: string, sealed: Buffer | null): VisitReceipt[] {
  if (sealed === null) return []
  const decipher = createDecipheriv('aes-256-gcm', keyOf(pepper), sealed.subarray(0, 12)).setAAD(Buffer.from(sessionId)).setAuthTag(sealed.subarray(12, 28))
  return JSON.parse(Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')) as VisitReceipt[]
}

/** One more; the same code is there once. */
export function withReceipt(receipts: readonly VisitReceipt[], given: VisitReceipt): VisitReceipt[] {
  return receipts.some(({ code }) => code === given.code) ? [...receipts] : [...receipts, given].slice(-MOST)
}
