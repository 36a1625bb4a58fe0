import fc from 'fast-check'
import { equityTable, minutesOf, type CommuneTurnout } from './equity.rules'

const commune = (code: string, population: number, people: number | null): CommuneTurnout => ({ code, population, people })
const standings = (communes: CommuneTurnout[]) => Object.fromEntries(equityTable(communes).communes.map(({ code, standing }) => [code, standing]))

describe('equity of a consultation', () => {
  it.each([
    ['far under the middle', [commune('a', 10_000, 100), commune('b', 10_000, 120), commune('c', 10_000, 10)], { a: 'within', b: 'within', c: 'under-half' }],
    ['half and a little more or less is not said', [commune('a', 10_000, 100), commune('b', 10_000, 100), commune('c', 10_000, 50)], { a: 'within', b: 'within', c: 'unsure' }],
    ['few, in a large commune', [commune('a', 10_000, 100), commune('b', 10_000, 100), commune('c', 10_000, null)], { a: 'within', b: 'within', c: 'under-half' }],
    ['few, in a village: nine of two hundred are many', [commune('a', 10_000, 100), commune('b', 10_000, 100), commune('c', 200, null)], { a: 'within', b: 'within', c: 'unsure' }],
    ['nobody came yet', [commune('a', 10_000, null), commune('b', 5000, null)], { a: 'unsure', b: 'unsure' }],
    ['one commune alone', [commune('a', 10_000, 200)], { a: 'within' }],
  ])('%s', (_, communes, expected) => {
    expect(standings(communes)).toEqual(expected)
  })

  it('has the smallest share first, the largest of equals before', () => {
    const { communes, medianPerThousand } = equityTable([commune('a', 1000, 50), commune('b', 2000, null), commune('c', 4000, null), commune('d', 1000, 20)])
    expect(communes.map(({ code, perThousand }) => [code, perThousand])).toEqual([['c', 0], ['b', 0], ['d', 20], ['a', 50]])
    expect(medianPerThousand).toBe(10)
  })

  // Whatever the true counts behind the tens are, what is said of a commune is true of them.
  it('says nothing that the true counts could deny', () => {
    const towns = fc.array(fc.record({ population: fc.integer({ min: 50, max: 250_000 }), share: fc.double({ min: 0, max: 0.2, noNaN: true }) }), { minLength: 1, maxLength: 20 })
    fc.assert(fc.property(towns, (drawn) => {
      const true_ = drawn.map(({ population, share }, index) => ({ code: String(index), population, count: Math.round(population * share) }))
      const rates = true_.map(({ count, population }) => count / population).sort((one, other) => one - other)
      const middle = (rates.length - 1) / 2
      const median = ((rates[Math.floor(middle)] ?? 0) + (rates[Math.ceil(middle)] ?? 0)) / 2
      const told = standings(true_.map(({ code, population, count }) => commune(code, population, count < 10 ? null : Math.floor(count / 10) * 10)))
      for (const { code, population, count } of true_) {
        if (told[code] === 'under-half') expect(count / population).toBeLessThan(median / 2)
        if (told[code] === 'within') expect(count / population).toBeGreaterThanOrEqual(median / 2 - 1e-12)
      }
    }))
  })

  it('adds up hours', () => {
    expect(minutesOf([{ opens: '09:00', closes: '12:30' }, { opens: '14:00', closes: '17:00' }])).toBe(390)
    expect(minutesOf([])).toBe(0)
  })
})
