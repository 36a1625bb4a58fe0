import * as fc from 'fast-check'
import { compareMajority, majorityGauge, majorityGrade, whatDecided } from './majority'

const exact = (counts: number[]) => counts.map(BigInt)
const sign = (value: number) => Math.sign(value)

/** The majority value by its definition: take the (lower) middle voter away again and again, and read the grade each time. */
function majorityValue(counts: number[]): number[] {
  const voters = counts.flatMap((count, grade) => Array.from({ length: count }, () => grade))
  const value: number[] = []
  while (voters.length > 0) value.push(...voters.splice(Math.ceil(voters.length / 2) - 1, 1))
  return value
}

function compareValues(a: number[], b: number[]): number {
  const [x, y] = [majorityValue(a), majorityValue(b)]
  const at = x.findIndex((grade, index) => grade !== y[index])
  return at < 0 ? 0 : (x[at] ?? 0) - (y[at] ?? 0)
}

/**
 * The majority gauge as MieuxVoter's libraries read it: the majority grade; then the larger of the groups above and below it, which speaks for or
 * against (against when they are equal); when all that is equal, everybody on the majority grade moves to that group's nearest grade, and again.
 */
function compareGauges(a: number[], b: number[]): number {
  const [x, y] = [gauge(a), gauge(b)]
  const at = x.findIndex((part, index) => part !== y[index])
  return at < 0 ? 0 : (x[at] ?? 0) - (y[at] ?? 0)
}

function gauge(counts: number[]): number[] {
  const left = [...counts]
  return counts.flatMap(() => {
    const grade = majorityGrade(exact(left))
    const below = left.slice(0, grade).reduce((sum, count) => sum + count, 0)
    const above = left.slice(grade + 1).reduce((sum, count) => sum + count, 0)
    const next = above > below ? left.findIndex((count, at) => at > grade && count > 0) : left.findLastIndex((count, at) => at < grade && count > 0)
    if (next >= 0) {
      left[next] = (left[next] ?? 0) + (left[grade] ?? 0)
      left[grade] = 0
    }
    return [grade, above > below ? above : -below]
  })
}

/** Two profiles of as many voters. */
const pairs = fc.integer({ min: 2, max: 6 }).chain((grades) => fc.integer({ min: 1, max: 24 }).chain((voters) => {
  const profile = fc.array(fc.nat(grades - 1), { minLength: voters, maxLength: voters })
    .map((list) => Array.from({ length: grades }, (_, grade) => list.filter((one) => one === grade).length))
  return fc.tuple(profile, profile)
}))

describe('the majority grade', () => {
  it.each([
    [[0, 0, 0], 0],
    [[1, 0, 0], 0],
    [[0, 1, 1], 1],
    [[2, 0, 2], 0],
    [[2, 0, 3], 2],
    [[0, 0, 1], 2],
  ])('of %j is %i: the lower of the two in the middle', (counts, grade) => {
    expect(majorityGrade(exact(counts))).toBe(grade)
  })
})

describe('the majority value', () => {
  it('is compared on the counts as on the list of voters', () => {
    fc.assert(fc.property(pairs, ([a, b]) => {
      expect(sign(compareMajority(exact(a), exact(b)))).toBe(sign(compareValues(a, b)))
    }), { numRuns: 2_000 })
  })

  it('is what the majority gauge says, applied again where it is equal', () => {
    fc.assert(fc.property(pairs, ([a, b]) => {
      expect(sign(compareMajority(exact(a), exact(b)))).toBe(sign(compareGauges(a, b)))
    }), { numRuns: 2_000 })
  })

  it('does not change when every voter is counted as often, nor with billions of them', () => {
    fc.assert(fc.property(pairs, fc.bigInt({ min: 1n, max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 20n }), ([a, b], m, n) => {
      const times = (counts: number[], by: bigint) => counts.map((count) => BigInt(count) * by)
      expect(sign(compareMajority(times(a, m), times(b, n)))).toBe(sign(compareMajority(exact(a), exact(b))))
      expect(compareMajority(times(a, m), times(a, n))).toBe(0)
    }))
  })

  it('orders any three profiles without a circle, and nobody\'s last', () => {
    fc.assert(fc.property(fc.array(fc.array(fc.nat(5), { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 }), (profiles) => {
      const [a = [], b = [], c = []] = profiles.map(exact).sort(compareMajority)
      expect(compareMajority(a, c)).toBeLessThanOrEqual(0)
      expect(sign(compareMajority(a, b))).toBe(0 - sign(compareMajority(b, a)))
      expect(sign(compareMajority(b, c))).toBe(0 - sign(compareMajority(c, b)))
    }))
    expect(compareMajority([0n, 0n], [1n, 0n])).toBeLessThan(0)
    expect(compareMajority([0n, 0n], [0n, 0n])).toBe(0)
  })
})

describe('what put one option before another', () => {
  it.each([
    ['another majority grade', [0, 4, 6], [0, 6, 4], 'grade'],
    ['more who judge it better', [2, 5, 3], [2, 6, 2], 'above'],
    ['more who judge the other worse', [2, 6, 2], [3, 5, 2], 'below'],
    ['the voters in the middle, where both sides weigh as much', [1, 2, 4, 0, 3], [2, 1, 4, 0, 3], 'middle'],
    ['nothing', [2, 6, 2], [2, 6, 2], 'nothing'],
  ])('is %s', (_what, better, worse, decided) => {
    expect(whatDecided(exact(better), exact(worse))).toBe(decided)
  })

  it('is never said of the one that comes after', () => {
    fc.assert(fc.property(pairs, ([a, b]) => {
      const order = compareMajority(exact(a), exact(b))
      const [better, worse] = order >= 0 ? [a, b] : [b, a]
      expect(whatDecided(exact(better), exact(worse)) === 'nothing').toBe(order === 0)
      expect(['above', 'below']).not.toContain(whatDecided(exact(worse), exact(better)))
      const { grade, above, below } = majorityGauge(exact(a))
      expect(above + below + BigInt(a[grade] ?? 0)).toBe(BigInt(a.reduce((sum, count) => sum + count, 0)))
    }), { numRuns: 2_000 })
  })
})
