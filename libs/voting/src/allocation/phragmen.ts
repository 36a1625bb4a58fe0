import type { Exact } from '../fraction'
import { approximate, compareExact } from '../fraction'
import type { Fate, TieRule } from '../voting-method'
import type { BallotGroups } from './ballot-groups'
import { supportersOf } from './ballot-groups'
import type { Costed } from './equal-shares'
import { tieOrder, watchTies } from './tie-order'

export interface PhragmenOutcome {
  /** In order of selection. */
  winners: string[]
  totalCost: number
  /** Sets of equals whose order decided, or which nothing settles. */
  ties: string[][]
  fates: Map<string, Fate>
}

/** Loads nearer than this, relatively, are compared exactly. */
const NEAR = 1e-9

/**
 * Sequential Phragmén: each purchase is a debt shared out among those who name the option so that the highest debt is as low as it
 * can be; the option with the lowest comes first. It ends as soon as one of the options with the lowest does not fit.
 * Lars Edvard Phragmén (1894), for costs as in Maaike Los, Zoé Christoff, Davide Grossi, "Proportional Budget Allocations", IJCAI 2022.
 *
 * After purchase k all its supporters owe the same, debt k = (cost k + what they owed) / supporters. Debts only grow, so an old one
 * is a lower bound. All debts up to k are whole numbers over supporters 0 * … * supporters k.
 * @param groups ballots; their values are not looked at
 */
export function phragmen(options: readonly Costed[], groups: BallotGroups, budget: number, tie: TieRule, drawn?: readonly string[]): PhragmenOutcome {
  const { starts, groups: members, ballots } = supportersOf(groups, options.length)
  const equals = options.map(({ id, cost }, place) => ({ id, cost, votes: ballots[place] ?? 0 }))
  const order = tieOrder(equals, tie, drawn)
  /** The last purchase of each group, -1 for none. */
  const last = new Int32Array(groups.size).fill(-1)
  const bought: { option: number }[] = []
  const debts: { near: number; top: bigint; supporters: bigint }[] = []
  let denominator = 1n
  let active = [...options.keys()].filter((option) => ballots[option]! > 0)
  const bounds = options.map(({ cost }, option) => cost / ballots[option]!)
  const checked = new Int32Array(options.length).fill(0)
  const watch = watchTies(order, bought)
  const fates = new Map<string, Fate>()
  let totalCost = 0

  /** How many supporters made each purchase last. */
  function debtors(option: number): Float64Array {
    const counts = new Float64Array(bought.length)
    for (let at = starts[option]!; at < starts[option + 1]!; at++) {
      const group = members[at]!
      if (last[group]! >= 0) counts[last[group]!]! += groups.times[group]!
    }
    return counts
  }

  function check(option: number): void {
    const owed = debtors(option).reduce((sum, count, k) => sum + count * debts[k]!.near, 0)
    bounds[option] = (options[option]!.cost + owed) / ballots[option]!
    checked[option] = bought.length
  }

  function exactTop(option: number): bigint {
    const counts = debtors(option)
    let sum = BigInt(options[option]!.cost)
    for (const [k, { top, supporters }] of debts.entries()) sum = sum * supporters + BigInt(counts[k]!) * top
    return sum
  }

  const exactDebt = (option: number): Exact => ({ top: exactTop(option), bottom: denominator * BigInt(ballots[option]!) })

  function lowest(): number[] {
    for (;;) {
      let best = -1
      for (const option of active) if (best < 0 || bounds[option]! < bounds[best]!) best = option
      if (best < 0) return []
      const limit = bounds[best]! * (1 + NEAR)
      const rivals = active.filter((option) => bounds[option]! <= limit)
      const unsure = rivals.filter((option) => checked[option] !== bought.length)
      if (unsure.length > 0) {
        unsure.forEach(check)
        continue
      }
      if (rivals.length === 1) return rivals
      const exact = rivals.map((option) => ({ option, debt: exactDebt(option) }))
      const least = exact.reduce((a, b) => (compareExact(b.debt, a.debt) < 0 ? b : a))
      return exact.filter(({ debt }) => compareExact(debt, least.debt) === 0).map(({ option }) => option)
    }
  }

  for (;;) {
    const equal = lowest().sort((a, b) => order.compare(equals[a]!, equals[b]!))
    const [next] = equal
    const tooDear = equal.filter((option) => options[option]!.cost > budget - totalCost)
    const ended = next === undefined || tooDear.length > 0
    if (!watch.next(ended ? [] : equal, ended ? undefined : exactDebt(next))) break
    for (const option of tooDear) fates.set(options[option]!.id, 'does-not-fit')
    if (ended) break
    const top = exactTop(next)
    const supporters = BigInt(ballots[next]!)
    denominator *= supporters
    debts.push({ near: approximate({ top, bottom: denominator }), top, supporters })
    for (let at = starts[next]!; at < starts[next + 1]!; at++) last[members[at]!] = bought.length
    bought.push({ option: next })
    active = active.filter((option) => option !== next)
    totalCost += options[next]!.cost
  }
  for (const { option } of watch.undone()) totalCost -= options[option]!.cost
  for (const { option } of bought) fates.set(options[option]!.id, 'selected')
  for (const option of watch.undecided() ?? []) fates.set(options[option]!.id, 'tied')
  for (const { id } of options) if (!fates.has(id)) fates.set(id, 'not-reached')
  return {
    winners: bought.map(({ option }) => options[option]!.id),
    totalCost,
    ties: watch.ties.map((places) => places.map((option) => options[option]!.id)),
    fates,
  }
}
