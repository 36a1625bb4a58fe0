import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { commitment, openingText, parseOpening, pseudonym, type Opening } from './opening'

const opening: Opening = { voteId: 'v1', pseudonym: Buffer.alloc(32, 7), ordinal: 2, choices: { b: 1, a: 3 } }

describe('openings', () => {
  it('are five lines with the options in order', () => {
    expect(openingText(opening)).toBe(`vote/opening/v1\nv1\n${Buffer.alloc(32, 7).toString('base64')}\n2\na=3,b=1\n`)
    expect(openingText({ ...opening, choices: {} })).toMatch(/\n2\n\n$/)
  })

  it('are read back, in one form only', () => {
    const names = fc.stringMatching(/^[A-Za-zé0-9 ._:-]{1,12}$/)
    fc.assert(fc.property(fc.dictionary(names, fc.maxSafeInteger(), { noNullPrototype: true }), fc.integer({ min: 1, max: 99 }), (choices, ordinal) => {
      const text = openingText({ ...opening, choices, ordinal })
      const read = parseOpening(text)
      expect({ ...read.choices }).toEqual(choices)
      expect(read.ordinal).toBe(ordinal)
      expect(Buffer.from(read.pseudonym)).toEqual(opening.pseudonym)
    }))
    for (const text of ['', 'vote/opening/v1\n', `${openingText(opening)}x`, openingText(opening).replace('a=3,b=1', 'b=1,a=3'), openingText(opening).replace('a=3', 'a=03'), openingText(opening).replace('a=3', 'a=3=4')]) {
      expect(() => parseOpening(text)).toThrow(RangeError)
    }
  })

  it('refuse names that would break the lines, and numbers that are not whole', () => {
    for (const choices of [{ 'a,b': 1 }, { 'a=b': 1 }, { 'a\nb': 1 }, { '': 1 }, { a: 1.5 }, { a: Number.NaN }]) expect(() => openingText({ ...opening, choices })).toThrow(RangeError)
    expect(() => openingText({ ...opening, ordinal: 0 })).toThrow(RangeError)
  })
})

describe('commitments', () => {
  it('are the hash of prefix, nonce and opening', () => {
    const nonce = Buffer.alloc(32, 1)
    const text = openingText(opening)
    expect(commitment(nonce, text)).toEqual(createHash('sha256').update(Buffer.concat([Buffer.from('vote/commit/v1\n'), nonce, Buffer.from(text)])).digest())
    expect(() => commitment(Buffer.alloc(31), text)).toThrow(RangeError)
  })
})

describe('pseudonyms', () => {
  it('depend on the key, the vote and the entry', () => {
    const all = [pseudonym('k', 'v', 'r'), pseudonym('l', 'v', 'r'), pseudonym('k', 'w', 'r'), pseudonym('k', 'v', 's')].map((one) => one.toString('hex'))
    expect(new Set(all).size).toBe(4)
    expect(pseudonym('k', 'v', 'r')).toHaveLength(32)
  })
})
