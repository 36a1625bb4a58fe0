import fc from 'fast-check'
import { RECEIPT_LENGTH, formatReceipt, hashReceipt, parseReceipt, receiptCode } from './receipts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const receipts = fc.string().map((input) => receiptCode('key', 'vote', input))

describe('receipts', () => {
  it('are the same when the request is sent again, and differ by ballot, vote and key', () => {
    expect(receiptCode('key', 'vote', 'a')).toBe(receiptCode('key', 'vote', 'a'))
    expect(new Set([receiptCode('key', 'vote', 'a'), receiptCode('key', 'vote', 'b'), receiptCode('key', 'other', 'a'), receiptCode('other', 'vote', 'a')]).size).toBe(4)
  })

  it('are read back as people write them', () => {
    expect(formatReceipt('K7QM2D9X4TRW')).toBe('K7QM-2D9X-4TRW')
    fc.assert(fc.property(receipts, (code) => {
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/)
      expect(parseReceipt(code)).toBe(code)
      expect(parseReceipt(formatReceipt(code).toLowerCase())).toBe(code)
      expect(parseReceipt(` ${formatReceipt(code).replace(/0/g, 'o').replace(/1/g, 'l').replace(/-/g, ' ')} `)).toBe(code)
      expect(parseReceipt(code.replace(/1/g, 'I'))).toBe(code)
    }))
  })

  it('refuse what cannot be one', () => {
    for (const typed of ['', 'K7QM', 'U'.repeat(12), 'K7QM-2D9X-4TR', '🙂'.repeat(12), '0'.repeat(13)]) expect(parseReceipt(typed)).toBeNull()
  })

  it('catch every single wrong character', () => {
    fc.assert(fc.property(receipts, (code) => {
      for (let place = 0; place < RECEIPT_LENGTH; place++) {
        for (const character of alphabet) {
          if (character !== code[place]) expect(parseReceipt(code.slice(0, place) + character + code.slice(place + 1))).toBeNull()
        }
      }
    }), { numRuns: 40 })
  })

  it('catch every swap of two different neighbours but 0 with Z: 99.8 % of them', () => {
    fc.assert(fc.property(receipts, fc.nat(RECEIPT_LENGTH - 2), (code, place) => {
      const [one, other] = [code.charAt(place), code.charAt(place + 1)]
      fc.pre(one !== other)
      const swapped = code.slice(0, place) + other + one + code.slice(place + 2)
      expect(parseReceipt(swapped) === null).toBe([one, other].sort().join('') !== '0Z')
    }))
    const pairs = alphabet.length * (alphabet.length - 1)
    expect(1 - 2 / pairs).toBeGreaterThan(0.997)
  })

  it('are kept as a keyed hash only', () => {
    const code = receiptCode('key', 'vote', 'a')
    expect(hashReceipt('key', code)).toHaveLength(32)
    expect(hashReceipt('key', code)).not.toEqual(hashReceipt('other', code))
  })
})
