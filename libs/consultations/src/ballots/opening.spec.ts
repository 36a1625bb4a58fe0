import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { commitment, openingText, parseOpening, pseudonym, type Opening } from './opening'

const opening: Opening = { voteId: 'v1', pseudonym: Buffer.alloc(32, 7), ordinal: 2, choice: [{ option: 'b', value: 1 }, { option: 'a', value: 3 }] }

describe('openings', () => {
  it('are five lines with the options in order', () => {
    expect(openingText(opening)).toBe(`vote/opening/v1\nv1\n${Buffer.alloc(32, 7).toString('base64')}\n2\na=3,b=1\n`)
    expect(openingText({ ...opening, choice: [] })).toMatch(/\n2\n\n$/)
  })

  it('are read back, in one form only', () => {
    const marks = fc.uniqueArray(fc.record({ option: fc.stringMatching(/^[A-Za-z0-9._:-]{1,12}$/), value: fc.maxSafeInteger() }), { selector: (mark) => mark.option })
    fc.assert(fc.property(marks, fc.integer({ min: 1, max: 99 }), (choice, ordinal) => {
      const read = parseOpening(openingText({ ...opening, choice, ordinal }))
      expect(new Map(read.choice.map((mark) => [mark.option, mark.value]))).toEqual(new Map(choice.map((mark) => [mark.option, mark.value])))
      expect(read.ordinal).toBe(ordinal)
      expect(Buffer.from(read.pseudonym)).toEqual(opening.pseudonym)
    }))
    const text = openingText(opening)
    for (const wrong of ['', 'vote/opening/v1\n', `${text}x`, text.replace('a=3,b=1', 'b=1,a=3'), text.replace('a=3', 'a=03'), text.replace('a=3', 'a=3=4'), text.replace('\n2\n', '\n02\n')]) {
      expect(() => parseOpening(wrong)).toThrow(RangeError)
    }
  })

  it('refuse what cannot be written', () => {
    expect(() => openingText({ ...opening, voteId: 'v\n1' })).toThrow(RangeError)
    expect(() => openingText({ ...opening, ordinal: 0 })).toThrow(RangeError)
    expect(() => openingText({ ...opening, choice: [{ option: 'a,b', value: 1 }] })).toThrow(RangeError)
    expect(() => openingText({ ...opening, choice: [{ option: 'a', value: 1.5 }] })).toThrow(RangeError)
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
