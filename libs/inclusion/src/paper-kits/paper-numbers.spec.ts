import { randomBytes, randomUUID } from 'node:crypto'
import { hashReceipt, parseReceipt } from '@parvis/consultations'
import { SHEET_PARTS, sheetHashes, sheetNumber, sheetNumberHash } from './paper-numbers'

const key = randomBytes(32)
const id = randomUUID()

it('three numbers of one sheet, each with its check, the same whenever they are asked', () => {
  const numbers = SHEET_PARTS.map((part) => sheetNumber(key, id, part))
  expect(new Set(numbers).size).toBe(3)
  for (const number of numbers) expect(parseReceipt(number)).toBe(number)
  expect(SHEET_PARTS.map((part) => sheetNumber(key, id, part))).toEqual(numbers)
})

it('a number of one part is known as no other part, and without the key as nothing', () => {
  const kept = sheetHashes(key, id)
  for (const part of SHEET_PARTS) {
    for (const as of SHEET_PARTS) expect(sheetNumberHash(key, as, sheetNumber(key, id, part)).equals(kept[as])).toBe(part === as)
    expect(sheetNumberHash(randomBytes(32), part, sheetNumber(key, id, part)).equals(kept[part])).toBe(false)
    expect(sheetNumber(randomBytes(32), id, part)).not.toBe(sheetNumber(key, id, part))
  }
})

it('the code of a stub is kept like any receipt', () => expect(sheetHashes(key, id).receipt).toEqual(hashReceipt(key, sheetNumber(key, id, 'receipt'))))
