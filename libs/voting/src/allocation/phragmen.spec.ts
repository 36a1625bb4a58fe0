import * as fc from 'fast-check'
import type { Exact } from '../fraction'
import { compareExact, exact } from '../fraction'
import type { TieRule } from '../voting-method'
import { groupBallots } from './ballot-groups'
import type { Costed } from './equal-shares'
import { phragmen } from './phragmen'

interface Instance {
  options: Costed[]
  /** Places of the options that each voter names. */
  voters: number[][]
  budget: number
}

function run({ options, voters, budget }: Instance, tie: TieRule = 'smallest-id', drawn?: string[]) {
  const grouping = groupBallots()
  for (const named of voters) grouping.add(named, undefined, 1)
  return phragmen(options, grouping.groups(), budget, tie, drawn)
}

/** The definition, voter by voter, in fractions; equals by the order given. */
function byDefinition({ options, voters, budget }: Instance, order: (a: Costed, b: Costed) => number): string[] {
  const debts = voters.map(() => exact(0))
  const winners: string[] = []
  let left = budget
  for (;;) {
    const debtOf = (place: number): Exact => {
      const supporters = debts.filter((_, voter) => voters[voter]?.includes(place))
      const owed = supporters.reduce((sum, debt) => ({ top: sum.top * debt.bottom + debt.top * sum.bottom, bottom: sum.bottom * debt.bottom }), exact(options[place]?.cost ?? 0))
      return { top: owed.top, bottom: owed.bottom * BigInt(supporters.length) }
    }
    const open = options.flatMap((option, place) => (!winners.includes(option.id) && voters.some((named) => named.includes(place)) ? [{ option, place, debt: debtOf(place) }] : []))
    if (open.length === 0) return winners
    const least = open.reduce((a, b) => (compareExact(b.debt, a.debt) < 0 ? b : a))
    const equal = open.filter(({ debt }) => compareExact(debt, least.debt) === 0).sort((a, b) => order(a.option, b.option))
    const [next] = equal
    if (!next || equal.some(({ option }) => option.cost > left)) return winners
    winners.push(next.option.id)
    left -= next.option.cost
    voters.forEach((named, voter) => {
      if (named.includes(next.place)) debts[voter] = next.debt
    })
  }
}

const instances = (size: number, scale = 1): fc.Arbitrary<Instance> => fc.integer({ min: 1, max: size }).chain((count) => fc.record({
  options: fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: -1, max: 1 })), { minLength: count, maxLength: count })
    .map((costs) => costs.map(([cost, hair], place) => ({ id: `p${place}`, cost: cost * scale + (scale > 1 ? hair : 0) }))),
  voters: fc.array(fc.subarray([...Array(count).keys()], { minLength: 1 }), { minLength: 1, maxLength: 6 }),
  budget: fc.integer({ min: 1, max: 30 }).map((budget) => budget * scale),
}))
const byId = (a: Costed, b: Costed) => (a.id < b.id ? -1 : 1)

describe('sequential Phragmén', () => {
  it('buys what the definition says, until one of the cheapest does not fit, and never spends more than the budget', () => {
    fc.assert(fc.property(fc.oneof(instances(6), instances(6, 100_000_000_000_000)), (instance) => {
      const { winners, totalCost, fates } = run(instance)
      expect(winners).toEqual(byDefinition(instance, byId))
      expect(totalCost).toBe(instance.options.reduce((sum, { id, cost }) => sum + (winners.includes(id) ? cost : 0), 0))
      expect(totalCost).toBeLessThanOrEqual(instance.budget)
      expect([...fates].filter(([, fate]) => fate === 'selected').map(([id]) => id).sort()).toEqual([...winners].sort())
    }), { numRuns: 1000 })
  })

  it('reports every tie that decides, and without a draw ends before it', () => {
    fc.assert(fc.property(instances(4), (instance) => {
      const ids = instance.options.map(({ id }) => id)
      const outcomes = permutations(ids).map((drawn) => run(instance, 'drawn', drawn).winners)
      const different = new Set(outcomes.map((winners) => [...winners].sort().join()))
      const open = run(instance, 'drawn')
      if (different.size > 1) {
        expect(run(instance).ties.length).toBeGreaterThan(0)
        expect([...open.fates.values()].filter((fate) => fate === 'tied').length).toBeGreaterThan(1)
      }
      for (const winners of outcomes) expect(winners).toEqual(expect.arrayContaining(open.winners))
    }), { numRuns: 400 })
  })
})

function permutations(items: string[]): string[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]))
}
