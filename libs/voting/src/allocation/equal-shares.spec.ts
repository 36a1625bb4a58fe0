import * as fc from 'fast-check'
import type { Exact } from '../fraction'
import { compareExact, exact, inDecimals } from '../fraction'
import type { TieRule } from '../voting-method'
import { groupBallots } from './ballot-groups'
import type { Costed, SharesRules } from './equal-shares'
import { equalShares } from './equal-shares'

interface Instance {
  options: Costed[]
  /** Value that each voter gives each option; 0 = not named. */
  voters: number[][]
  budget: number
}

const plain: SharesRules = { utility: 'cost', completion: 'none', start: 'exact', increment: 1, tie: 'smallest-id' }

function run({ options, voters, budget }: Instance, rules: Partial<SharesRules> = {}, drawn?: readonly string[]) {
  const grouping = groupBallots()
  for (const values of voters) {
    const named = values.flatMap((value, place) => (value > 0 ? [place] : []))
    grouping.add(named, rules.utility === 'value' ? named.map((place) => values[place] ?? 0) : undefined, 1)
  }
  return equalShares(options, grouping.groups(), budget, { ...plain, ...rules }, drawn)
}

const add = (a: Exact, b: Exact): Exact => ({ top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom })
const less = (a: Exact, b: Exact): Exact => ({ top: a.top * b.bottom - b.top * a.bottom, bottom: a.bottom * b.bottom })
const times = (a: Exact, n: number): Exact => ({ top: a.top * BigInt(n), bottom: a.bottom })
const least = (a: Exact, b: Exact) => (compareExact(a, b) <= 0 ? a : b)

/** The definition, voter by voter, in fractions: slow and plain, sharing nothing with what it checks. */
function byDefinition({ options, voters, budget }: Instance, utility: SharesRules['utility'], share = exact(budget, voters.length)) {
  const purses = voters.map(() => share)
  const purchases: { option: string; supporters: number; price: string; most: string; emptied: number }[] = []
  for (;;) {
    let best: { place: number; price: Exact; level: Exact } | undefined
    for (const [place, { id, cost }] of options.entries()) {
      if (purchases.some(({ option }) => option === id)) continue
      const worth = (voter: number) => (utility === 'value' ? voters[voter]?.[place] ?? 0 : (voters[voter]?.[place] ?? 0) > 0 ? 1 : 0)
      const supporters = voters.flatMap((_, voter) => (worth(voter) > 0 ? [voter] : []))
      const purse = (voter: number) => purses[voter] ?? exact(0)
      if (compareExact(supporters.reduce((sum, voter) => add(sum, purse(voter)), exact(0)), exact(cost)) < 0 || supporters.length === 0) continue
      // Who empties their purse at the level of the voter after them, from the poorest for their value on.
      const poorest = supporters.sort((a, b) => compareExact({ top: purse(a).top, bottom: purse(a).bottom * BigInt(worth(a)) }, { top: purse(b).top, bottom: purse(b).bottom * BigInt(worth(b)) }))
      let rest = exact(cost)
      let value = poorest.reduce((sum, voter) => sum + worth(voter), 0)
      for (const voter of poorest) {
        const level = { top: rest.top, bottom: rest.bottom * BigInt(value) }
        if (compareExact(times(level, worth(voter)), purse(voter)) <= 0) {
          const price = { top: level.top, bottom: level.bottom * BigInt(utility === 'cost' ? cost : 1) }
          const order = best ? compareExact(price, best.price) : -1
          if (order < 0 || (order === 0 && best && id < (options[best.place]?.id ?? ''))) best = { place, price, level }
          break
        }
        rest = less(rest, purse(voter))
        value -= worth(voter)
      }
    }
    if (!best) return { purchases, purses }
    const { place, price, level } = best
    const purchase = { option: options[place]?.id ?? '', supporters: 0, price: inDecimals(price), most: '', emptied: 0 }
    let most = exact(0)
    for (const [voter, purse] of purses.entries()) {
      const value = utility === 'value' ? voters[voter]?.[place] ?? 0 : (voters[voter]?.[place] ?? 0) > 0 ? 1 : 0
      if (value === 0 || purse.top === 0n) continue
      const asked = times(level, value)
      const paid = least(asked, purse)
      if (compareExact(purse, asked) < 0) purchase.emptied++
      else if (compareExact(asked, most) > 0) most = asked
      purchase.supporters++
      purses[voter] = less(purse, paid)
    }
    purchases.push({ ...purchase, most: inDecimals(most) })
  }
}

/** Small whole numbers, so that prices are often equal, and purses often exactly what is asked. */
const instances = (size: number, values = 1): fc.Arbitrary<Instance> =>
  fc.integer({ min: 1, max: size }).chain((count) => fc.record({
    options: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: count, maxLength: count }).map((costs) => costs.map((cost, place) => ({ id: `p${place}`, cost }))),
    voters: fc.array(fc.array(fc.integer({ min: 0, max: values }), { minLength: count, maxLength: count }), { minLength: 1, maxLength: 6 }),
    budget: fc.integer({ min: 1, max: 40 }),
  }))

const utilities = fc.constantFrom('cost' as const, 'cardinality' as const)

describe('equal shares', () => {
  it('buys what the definition says, at the same prices, for the same people', () => {
    fc.assert(fc.property(instances(6), utilities, (instance, utility) => {
      const ours = run(instance, { utility })
      const { purchases, purses } = byDefinition(instance, utility)
      expect(ours.winners).toEqual(purchases.map(({ option }) => option))
      expect(ours.explain()).toMatchObject({
        purchases, completed: [], share: inDecimals(exact(instance.budget, instance.voters.length)),
        unspentShares: inDecimals(purses.reduce(add, exact(0))), left: instance.budget - ours.totalCost,
      })
    }), { numRuns: 1000 })
  })

  it('does so with points, and from any share', () => {
    fc.assert(fc.property(instances(5, 4), (instance) => {
      const ours = run(instance, { utility: 'value' })
      expect(ours.winners).toEqual(byDefinition(instance, 'value').purchases.map(({ option }) => option))
      expect(ours.explain().purchases).toEqual(byDefinition(instance, 'value').purchases)
    }), { numRuns: 1000 })
    fc.assert(fc.property(instances(5), (instance) => {
      const share = exact(Math.floor(instance.budget / instance.voters.length))
      expect(run(instance, { start: 'floor' }).winners).toEqual(byDefinition(instance, 'cost', share).purchases.map(({ option }) => option))
    }))
  })

  it('tells apart what floats hold equal, and holds equal what floats tell apart', () => {
    const hair = fc.integer({ min: -1, max: 1 })
    const large = instances(6, 3).chain((instance) => fc.record({
      instance: fc.constant(instance), hairs: fc.array(hair, { minLength: instance.options.length, maxLength: instance.options.length }), more: hair, utility: fc.constantFrom('cost' as const, 'cardinality' as const, 'value' as const),
    }))
    fc.assert(fc.property(large, ({ instance, hairs, more, utility }) => {
      const scale = 100_000_000_000_000
      const scaled = { ...instance, budget: instance.budget * scale + more, options: instance.options.map(({ id, cost }, place) => ({ id, cost: cost * scale + (hairs[place] ?? 0) })) }
      const { purchases } = byDefinition(scaled, utility)
      expect(run(scaled, { utility }).winners).toEqual(purchases.map(({ option }) => option))
      expect(run(scaled, { utility }).explain().purchases).toEqual(purchases)
    }), { numRuns: 1000 })
  })

  it('finds purses that hold exactly enough, or a hair too little', () => {
    // After a third each for the first, seven of ten parts are left: exactly the second.
    const options = [{ id: 'a', cost: 3 }, { id: 'b', cost: 7 }]
    const voters = [[1, 1], [1, 1], [1, 1]]
    expect(run({ options, voters, budget: 10 }, { utility: 'cardinality' }).winners).toEqual(['a', 'b'])
    const large = 1_000_000_000_000_000
    const hair = [{ id: 'a', cost: 3 * large }, { id: 'b', cost: 7 * large + 1 }]
    expect(run({ options: hair, voters, budget: 10 * large }, { utility: 'cardinality' }).winners).toEqual(['a'])
  })

  it('never spends more than the budget, whatever the completion, and completes what it says', () => {
    const completions = fc.constantFrom('none' as const, 'utilitarian' as const, 'add1' as const, 'add1-utilitarian' as const, 'add1-overspend' as const)
    fc.assert(fc.property(instances(6), utilities, completions, fc.constantFrom('exact' as const, 'floor' as const), fc.integer({ min: 1, max: 3 }), (instance, utility, completion, start, increment) => {
      const { winners, totalCost, explain } = run(instance, { utility, completion, start, increment })
      const cost = (ids: readonly string[]) => instance.options.reduce((sum, option) => sum + (ids.includes(option.id) ? option.cost : 0), 0)
      expect(totalCost).toBe(cost(winners))
      expect(totalCost).toBeLessThanOrEqual(instance.budget)
      const { completed, purchases, left } = explain()
      expect([...purchases.map(({ option }) => option), ...completed]).toEqual(winners)
      expect(left).toBe(instance.budget - totalCost)
      if (completion.endsWith('utilitarian')) {
        const fits = instance.options.filter((option) => !winners.includes(option.id) && option.cost <= left)
        expect(fits).toEqual([])
      }
    }), { numRuns: 500 })
  })

  it('grows the shares step by step as the definition says, up to the last outcome kept', () => {
    fc.assert(fc.property(instances(5), utilities, fc.boolean(), fc.boolean(), (instance, utility, toTheEnd, floor) => {
      const { options, voters, budget } = instance
      const cost = (ids: readonly string[]) => options.reduce((sum, option) => sum + (ids.includes(option.id) ? option.cost : 0), 0)
      const supported = options.filter((_, place) => voters.some((values) => (values[place] ?? 0) > 0))
      let share = floor ? exact(Math.floor(budget / voters.length)) : exact(budget, voters.length)
      const at = (one: Exact) => byDefinition(instance, utility, one).purchases.map(({ option }) => option)
      let kept = at(share)
      for (;;) {
        const left = budget - cost(kept)
        if (kept.length === supported.length || (!toTheEnd && !supported.some((option) => !kept.includes(option.id) && option.cost <= left))) break
        const next = add(share, exact(1))
        const outcome = at(next)
        if (cost(outcome) > budget) break
        ;[share, kept] = [next, outcome]
      }
      const ours = run(instance, { utility, completion: toTheEnd ? 'add1-overspend' : 'add1', start: floor ? 'floor' : 'exact' })
      expect(ours.winners).toEqual(kept)
      expect(compareExact(ours.share, share)).toBe(0)
    }), { numRuns: 300 })
  })

  it('gives every group that agrees as much as its share could buy, up to any project', () => {
    // Markus Brill, Stefan Forster, Martin Lackner, Jan Maly, Jannik Peters, "Proportionality in Approval-Based Participatory Budgeting", AAAI 2023.
    fc.assert(fc.property(instances(6), utilities, (instance, utility) => {
      const { options, voters, budget } = instance
      const won = new Set(run(instance, { utility }).winners)
      const worth = (place: number) => (utility === 'cost' ? options[place]?.cost ?? 0 : 1)
      for (const group of subsets(voters.length)) {
        const common = options.flatMap((_, place) => (group.every((voter) => (voters[voter]?.[place] ?? 0) > 0) ? [place] : []))
        for (const chosen of subsets(common.length)) {
          const wanted = chosen.map((at) => common[at] ?? 0)
          if (wanted.reduce((sum, place) => sum + (options[place]?.cost ?? 0), 0) * voters.length > group.length * budget) continue
          const aim = wanted.reduce((sum, place) => sum + worth(place), 0)
          const missing = wanted.filter((place) => !won.has(options[place]?.id ?? ''))
          const satisfied = group.some((voter) => {
            const has = options.reduce((sum, { id }, place) => sum + (won.has(id) && (voters[voter]?.[place] ?? 0) > 0 ? worth(place) : 0), 0)
            return missing.every((place) => has + worth(place) > aim)
          })
          if (!satisfied) throw new Error(`group ${group.join()} wants ${wanted.join()} and ${[...won].join()} won`)
        }
      }
    }), { numRuns: 500 })
  })

  it('reports every tie that decides, and without a draw ends before it', () => {
    const completions = fc.constantFrom('none' as const, 'utilitarian' as const, 'add1' as const, 'add1-overspend' as const)
    fc.assert(fc.property(instances(4), utilities, completions, (instance, utility, completion) => {
      const ids = instance.options.map(({ id }) => id)
      const outcomes = permutations(ids).map((drawn) => run(instance, { utility, completion, tie: 'drawn' }, drawn).winners)
      const different = new Set(outcomes.map((winners) => [...winners].sort().join()))
      const { ties } = run(instance, { utility, completion })
      if (different.size > 1) expect(ties.length).toBeGreaterThan(0)
      const open = run(instance, { utility, completion, tie: 'drawn' })
      if (different.size > 1) expect(open.tied.length).toBeGreaterThan(1)
      // What stands without a draw stands with any.
      for (const winners of outcomes) expect(winners).toEqual(expect.arrayContaining(open.winners))
    }), { numRuns: 400 })
  })

  it('settles ties by each rule', () => {
    const options = [{ id: '9', cost: 4 }, { id: '10', cost: 5 }, { id: '2', cost: 4 }]
    const equal = { options, voters: [[1, 1, 1], [1, 1, 1]], budget: 5 }
    const winners = (tie: TieRule, drawn?: string[]) => run(equal, { tie }, drawn).winners
    expect(winners('smallest-id')).toEqual(['10'])
    expect(winners('cost-votes')).toEqual(['9'])
    expect(winners('drawn', ['2', '10', '9'])).toEqual(['2'])
    expect(run(equal, { tie: 'drawn' })).toMatchObject({ winners: [], ties: [['9', '10', '2']], tied: ['9', '10', '2'] })
  })

  it('buys what is free for those who ask, and nothing for an empty box', () => {
    expect(run({ options: [{ id: 'a', cost: 0 }, { id: 'b', cost: 0 }, { id: 'c', cost: 3 }], voters: [[0, 1, 1]], budget: 3 }).winners).toEqual(['b', 'c'])
    expect(run({ options: [{ id: 'a', cost: 0 }], voters: [], budget: 3 })).toMatchObject({ winners: [], totalCost: 0, ties: [] })
  })
})

function subsets(count: number): number[][] {
  return Array.from({ length: 2 ** count - 1 }, (_, mask) => [...Array(count).keys()].filter((bit) => ((mask + 1) >> bit) & 1))
}

function permutations(items: string[]): string[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]))
}
