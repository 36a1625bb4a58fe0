import { booklets, formatOf, formCode, stockOf } from './paper-kits.rules'

it.each([[1, [[1, 1]]], [50, [[1, 50]]], [51, [[1, 50], [51, 51]]], [500, Array.from({ length: 10 }, (_, index) => [index * 50 + 1, index * 50 + 50])]])('%i sheets are printed fifty by fifty', (sheets, parts) => {
  expect(booklets(sheets).map(({ from, to }) => [from, to])).toEqual(parts)
  expect(booklets(sheets).map(({ number }) => number)).toEqual(parts.map((_, index) => index + 1))
})

it('large print comes after the ordinary sheets', () => expect([1, 2, 3].map((position) => formatOf(position, 2))).toEqual(['ordinary', 'ordinary', 'large-print']))

it('a form code is short, without letters that look alike, and changes with the questions and the version', () => {
  const hash = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7))
  expect(formCode(hash, 3)).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-3$/)
  expect(formCode(hash, 3)).not.toBe(formCode(Buffer.from(hash).fill(9, 0, 2), 3))
})

it('counts add up by format and state, none missing', () => {
  const stock = stockOf([{ format: 'ordinary', state: 'printed', sheets: 2 }, { format: 'ordinary', state: 'printed', sheets: 3 }, { format: 'large-print', state: 'issued', sheets: 1 }])
  expect(stock).toEqual({
    'ordinary': { printed: 5, issued: 0, returned: 0, spoiled: 0, unused: 0, missing: 0, destroyed: 0, onTheWay: 0 },
    'large-print': { printed: 0, issued: 1, returned: 0, spoiled: 0, unused: 0, missing: 0, destroyed: 0, onTheWay: 0 },
  })
})
