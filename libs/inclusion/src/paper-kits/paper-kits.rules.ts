/** Sheets of one order, of one file to print, and handed out in one go. */
export const MOST_ORDERED = 500
export const MOST_IN_BOOKLET = 50
export const MOST_ISSUED = 50

export const SHEET_FORMATS = ['ordinary', 'large-print'] as const
export type SheetFormat = (typeof SHEET_FORMATS)[number]

export const SHEET_STATES = ['printed', 'issued', 'returned', 'spoiled', 'unused', 'missing', 'destroyed'] as const
export type SheetState = (typeof SHEET_STATES)[number]

/** What goes with the forms. `booklet`: the long texts of a ballot, which a form has no room for. */
export const KIT_DOCUMENTS = ['form', 'form-large-print', 'booklet', 'notice', 'poster', 'script', 'batch-slip'] as const
export type KitDocument = (typeof KIT_DOCUMENTS)[number]

/** A longer text of an option stands in the booklet instead of the form. */
export const LONG_TEXT = 280

/** Crockford's base 32, as in receipts. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Printed on every page, `K7QM2-1`: which questions these are, and which version of them. */
export function formCode(contentHash: Uint8Array, version: number): string {
  return `${Array.from(contentHash.subarray(0, 5), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('')}-${version}`
}

/** Sheets 1 to 50, 51 to 100 …: each file is printed, and held in memory, alone. */
export function booklets(sheets: number): { number: number, from: number, to: number }[] {
  return Array.from({ length: Math.ceil(sheets / MOST_IN_BOOKLET) }, (_, index) => ({ number: index + 1, from: index * MOST_IN_BOOKLET + 1, to: Math.min((index + 1) * MOST_IN_BOOKLET, sheets) }))
}

/** Large print comes after the ordinary sheets of an order, so that a pile holds one of both. */
export const formatOf = (position: number, ordinary: number): SheetFormat => (position <= ordinary ? 'ordinary' : 'large-print')

export interface StockLine {
  format: SheetFormat
  /** `onTheWay`: printed, its parcel not received yet. */
  state: SheetState | 'onTheWay'
  sheets: number
}

export type Stock = Record<SheetFormat, Record<StockLine['state'], number>>

/** One line for each format and state, none missing. */
export function stockOf(lines: readonly StockLine[]): Stock {
  const of = (format: SheetFormat): Record<StockLine['state'], number> => Object.fromEntries([...SHEET_STATES, 'onTheWay' as const].map((state) =>
    [state, lines.filter((line) => line.format === format && line.state === state).reduce((sum, { sheets }) => sum + sheets, 0)])) as Record<StockLine['state'], number>
  return { 'ordinary': of('ordinary'), 'large-print': of('large-print') }
}
