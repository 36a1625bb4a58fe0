import * as fc from 'fast-check'
import { compareFractions, fraction } from '../fraction'
import type { Candidate } from './greedy'
import { greedy } from './greedy'
import type { GreedyAllocation } from '../voting-method'

const usual: GreedyAllocation = { by: 'votes', whenFull: 'skip', threshold: 0, tie: 'smallest-id' }
const candidate = (id: string, score: number, cost: number): Candidate => ({ id, score, cost, votes: score })

describe('fractions', () => {
  it('compare exactly where floats see no difference', () => {
    const a = fraction(9007199254740990, 9007199254740991)
    const b = fraction(9007199254740989, 9007199254740990)
    expect(a.top / a.bottom).toBe(b.top / b.bottom)
    expect(compareFractions(a, b)).toBeGreaterThan(0)
    expect(compareFractions(b, a)).toBeLessThan(0)
  })

  it('know what costs nothing: better than all else when somebody wants it, nothing when nobody does', () => {
    expect(compareFractions(fraction(1, 0), fraction(1e15, 1))).toBeGreaterThan(0)
    expect(compareFractions(fraction(1, 0), fraction(7, 0))).toBe(0)
    expect(compareFractions(fraction(0, 0), fraction(1, 1e15))).toBeLessThan(0)
  })

  it('are ordered like whole numbers on one denominator', () => {
    const parts = fc.tuple(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 1, max: 1e9 }))
    fc.assert(fc.property(parts, parts, ([a, b], [c, d]) => {
      const exact = BigInt(a) * BigInt(d) - BigInt(c) * BigInt(b)
      expect(Math.sign(compareFractions(fraction(a, b), fraction(c, d)))).toBe(exact > 0n ? 1 : exact < 0n ? -1 : 0)
    }))
  })
})

describe('greedy allocation', () => {
  const three = [candidate('park', 50, 80), candidate('pool', 40, 90), candidate('path', 30, 15)]

  it('passes over what no longer fits, or ends there', () => {
    expect(greedy(three, 100, usual)).toMatchObject({ winners: ['park', 'path'], totalCost: 95, ties: [] })
    const stopped = greedy(three, 100, { ...usual, whenFull: 'stop' })
    expect(stopped).toMatchObject({ winners: ['park'], totalCost: 80 })
    expect([...stopped.fates]).toEqual([['park', 'selected'], ['pool', 'does-not-fit'], ['path', 'not-reached']])
  })

  it('by votes per cost takes the cheap first', () => {
    expect(greedy(three, 100, { ...usual, by: 'votes-per-cost' }).winners).toEqual(['path', 'park'])
  })

  it('leaves out what has less than the threshold; exactly the threshold is enough', () => {
    expect(greedy(three, 200, { ...usual, threshold: 40 }).winners).toEqual(['park', 'pool'])
    expect(greedy(three, 200, { ...usual, threshold: 40 }).fates.get('path')).toBe('below-threshold')
  })

  it('settles equals by smallest id in string order, or by lowest cost, most votes, then order of the file', () => {
    const equals = [candidate('9', 5, 40), candidate('10', 5, 60), candidate('2', 5, 40)]
    expect(greedy(equals, 100, usual)).toMatchObject({ winners: ['10', '2'], ties: [['10', '2', '9']] })
    expect(greedy(equals, 100, { ...usual, tie: 'cost-votes' })).toMatchObject({ winners: ['9', '2'], ties: [['9', '2', '10']] })
    const points = [{ ...candidate('a', 6, 10), votes: 2 }, { ...candidate('b', 6, 10), votes: 3 }]
    expect(greedy(points, 10, { ...usual, tie: 'cost-votes' }).winners).toEqual(['b'])
  })

  it('settles equals by the draw, and without one ends before the first tie that would decide', () => {
    const equals = [candidate('a', 5, 60), candidate('b', 5, 60), candidate('c', 4, 10), candidate('d', 5, 200)]
    expect(greedy(equals, 100, { ...usual, tie: 'drawn' }, ['d', 'b', 'a', 'c'])).toMatchObject({ winners: ['b', 'c'], ties: [['b', 'a']] })
    const open = greedy(equals, 100, { ...usual, tie: 'drawn' })
    expect(open).toMatchObject({ winners: [], totalCost: 0, ties: [['a', 'b']] })
    expect([...open.fates]).toEqual([['a', 'tied'], ['b', 'tied'], ['d', 'does-not-fit'], ['c', 'not-reached']])
    expect(greedy(equals, 130, { ...usual, tie: 'drawn' })).toMatchObject({ winners: ['a', 'b', 'c'], ties: [] })
  })

  it('keeps a winner that gets one vote more', () => {
    const elections = fc.record({
      candidates: fc.array(fc.record({ score: fc.integer({ min: 0, max: 5 }), cost: fc.integer({ min: 0, max: 6 }) }), { minLength: 1, maxLength: 6 })
        .map((list) => list.map(({ score, cost }, index) => candidate(`p${index}`, score, cost))),
      budget: fc.integer({ min: 0, max: 15 }),
      rules: fc.record({
        by: fc.constantFrom('votes' as const, 'votes-per-cost' as const),
        whenFull: fc.constantFrom('skip' as const, 'stop' as const),
        threshold: fc.integer({ min: 0, max: 2 }),
        tie: fc.constantFrom('smallest-id' as const, 'cost-votes' as const),
      }),
    })
    fc.assert(fc.property(elections, ({ candidates, budget, rules }) => {
      for (const winner of greedy(candidates, budget, rules).winners) {
        const more = candidates.map((one) => (one.id === winner ? { ...one, score: one.score + 1, votes: one.votes + 1 } : one))
        expect(greedy(more, budget, rules).winners).toContain(winner)
      }
    }), { numRuns: 500 })
  })

  it('reports a tie exactly when another order of the equals would give other winners', () => {
    const elections = fc.record({
      candidates: fc.array(fc.record({ score: fc.integer({ min: 0, max: 3 }), cost: fc.integer({ min: 0, max: 6 }) }), { minLength: 1, maxLength: 5 })
        .map((list) => list.map(({ score, cost }, index) => candidate(`p${index}`, score, cost))),
      budget: fc.integer({ min: 0, max: 15 }),
      rules: fc.record({
        by: fc.constantFrom('votes' as const, 'votes-per-cost' as const),
        whenFull: fc.constantFrom('skip' as const, 'stop' as const),
        threshold: fc.integer({ min: 0, max: 2 }),
        tie: fc.constant('smallest-id' as const),
      }),
    })
    fc.assert(fc.property(elections, ({ candidates, budget, rules }) => {
      const outcomes = new Set(permutations(candidates.map(({ id }) => id)).map((ids) => {
        const names = new Map(candidates.map(({ id }, index) => [ids[index] ?? id, id]))
        const renamed = candidates.map((one, index) => ({ ...one, id: ids[index] ?? one.id }))
        return greedy(renamed, budget, rules).winners.map((id) => names.get(id)).sort().join()
      }))
      expect(greedy(candidates, budget, rules).ties.length > 0).toBe(outcomes.size > 1)
    }), { numRuns: 300 })
  })
})

function permutations(items: string[]): string[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]))
}
