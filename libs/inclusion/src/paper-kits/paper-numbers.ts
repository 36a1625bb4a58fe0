import { hashReceipt, receiptCode } from '@parvis/consultations'

/** What a sheet is torn into: the outer envelope (a name, no choice), the form inside (a choice, no name), the stub that the person keeps. */
export const SHEET_PARTS = ['envelope', 'form', 'receipt'] as const
export type SheetPart = (typeof SHEET_PARTS)[number]

/**
 * The number printed on one part of a sheet: 12 characters, the last a check, without separators. None of the three says anything of the other two
 * without the key, which stands outside of the database.
 */
export function sheetNumber(receiptKey: string | Uint8Array, sheetId: string, part: SheetPart): string {
  return receiptCode(receiptKey, sheetId, `paper-${part}`)
}

/** What the database keeps of a number, 32 bytes. A number of another part has another hash; that of a stub is the one every receipt has, so that `/recu` finds it. */
export function sheetNumberHash(receiptKey: string | Uint8Array, part: SheetPart, number: string): Buffer {
  return hashReceipt(receiptKey, part === 'receipt' ? number : `paper-${part} ${number}`)
}

/** A sheet as it is kept: the hashes of its three numbers. */
export function sheetHashes(receiptKey: string | Uint8Array, sheetId: string): Record<SheetPart, Buffer> {
  const hashOf = (part: SheetPart): Buffer => sheetNumberHash(receiptKey, part, sheetNumber(receiptKey, sheetId, part))
  return { envelope: hashOf('envelope'), form: hashOf('form'), receipt: hashOf('receipt') }
}
