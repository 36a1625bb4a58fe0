import type { Exact } from '../fraction'
import { approximate, compareExact, lessExact } from '../fraction'
import type { BallotGroups, Supporters } from './ballot-groups'
import { replay } from './shares-exact'
import type { Equal, TieOrder } from './tie-order'
import { watchTies } from './tie-order'

/** An option as equal shares sees it: `scale` is what a supporter's value of one is worth (its cost for cost utilities, else 1). */
export interface Priced extends Equal {
  readonly scale: number
}

/** What one run bought, in order. */
export interface Bought {
  option: number
  /** Ballots that paid; and those of them that had less than asked, and gave all of it. */
  supporters: number
  emptied: number
  /** The highest value of those who paid in full; 1 without values. */
  highest: number
}

export interface Run {
  bought: Bought[]
  totalCost: number
  /** Sets of options whose order among equals decided. */
  ties: number[][]
  /** The last of them, when nothing settles it: the run ended before it. */
  undecided: number[] | undefined
  /** Bought more than the budget: the run was left there. */
  overspent: boolean
  /** What the supporters of an option that was not bought lack to buy it together, exactly. Only until the next run. */
  missing(option: number): Exact
  /** The exact level of each purchase: what it cost per unit of value. Only until the next run. */
  level(k: number): Exact
}

/** A level in whole numbers; the groups it empties; what it leaves to those that floats could not tell from these. */
interface ExactLevel {
  level: Exact
  emptied: Set<number>
  left: Map<number, number>
}

/** Two candidates nearer than this, relatively, are compared exactly; so are a purse and what is asked of it. */
const NEAR = 1e-9
/** What sums over a million purses may be wrong by, relatively. */
const SUM = 1e-10

/**
 * Runs equal shares at one share after another on the same ballots, without completion.
 *
 * Options are bought in order of their price per unit of utility. Balances only shrink, so a price only grows: an old one is a
 * lower bound, and only the least bound is worked on, one Newton step at a time, until it is certain and still the least.
 * Floats find it; whatever lies within 1e-9 is decided by `replay` in whole numbers.
 * @param options those without supporters or cost are passed over
 */
export function sharesRuns(options: readonly Priced[], groups: BallotGroups, supporters: Supporters, order: TieOrder) {
  const count = options.length
  const { times } = groups
  const first = supporters.starts
  const balances = new Float64Array(groups.size)
  const emptiedBy = new Int32Array(groups.size)
  const history = replay(groups, supporters, emptiedBy)
  // Supporters that have something left, in a run: the list of each option shrinks as they are emptied.
  const live = new Int32Array(supporters.groups.length)
  const values = supporters.values?.slice()
  const ends = new Int32Array(count)
  const costs = Float64Array.from(options, ({ cost }) => cost)
  const scales = Float64Array.from(options, ({ scale }) => scale)
  /** Lower bounds of what a unit of value costs; the value of those who would pay it in full; after how many purchases it was certain. */
  const levels = new Float64Array(count)
  const payers = new Float64Array(count)
  const certain = new Int32Array(count)
  const considered = [...options.keys()].filter((option) => supporters.totals[option]! > 0 && costs[option]! > 0)
  const largest = Float64Array.from(options, (_, option) => largestValue(supporters, option))
  const exactLevels = new Map<number, ExactLevel | undefined>()

  return function run(share: Exact, limit = Infinity): Run {
    const each = approximate(share)
    let active = considered.slice()
    const bought: Bought[] = []
    let totalCost = 0
    const watch = watchTies(order, bought)

    history.restart(share)
    balances.fill(each)
    emptiedBy.fill(-1)
    live.set(supporters.groups)
    if (values && supporters.values) values.set(supporters.values)
    exactLevels.clear()
    for (const option of active) {
      ends[option] = first[option + 1]!
      payers[option] = supporters.totals[option]!
      levels[option] = costs[option]! / payers[option]!
      certain[option] = levels[option]! * largest[option]! < each * (1 - NEAR) ? 0 : -1
    }

    const price = (option: number) => levels[option]! / scales[option]!
    const doubt = (option: number) => (NEAR * levels[option]! + (SUM * costs[option]!) / payers[option]!) / scales[option]!
    const exactPrice = (option: number): Exact | undefined => {
      const found = exactLevel(option)
      return found && { top: found.level.top, bottom: found.level.bottom * BigInt(scales[option]!) }
    }
    const drop = (option: number) => {
      active = active.filter((other) => other !== option)
    }

    /** One Newton step from below, over those with something left. */
    function step(option: number): void {
      const level = levels[option]!
      const cost = costs[option]!
      let kept = first[option]!
      let spent = 0
      let purses = 0
      let value = 0
      let least = Infinity
      for (let at = kept, end = ends[option]!; at < end; at++) {
        const group = live[at]!
        const balance = balances[group]!
        if (balance === 0) continue
        live[kept] = group
        let unit = 1
        if (values) values[kept] = unit = values[at]!
        kept++
        if (balance < level * unit) spent += times[group]! * balance
        else {
          value += times[group]! * unit
          purses += times[group]! * balance
          if (balance < least * unit) least = balance / unit
        }
      }
      ends[option] = kept
      const all = spent + purses
      if (all < cost * (1 - NEAR)) return drop(option)
      if (value > 0) {
        const next = (cost - spent) / value
        payers[option] = value
        levels[option] = Math.max(level, next)
        if (next > least) return
      }
      if (value === 0 || all <= cost * (1 + NEAR)) {
        // Exactly enough, or just not: all would be emptied.
        const found = exactLevel(option)
        if (!found) return drop(option)
        levels[option] = approximate(found.level)
      }
      certain[option] = bought.length
    }

    /** The exact level, undefined when they have not enough together. */
    function exactLevel(option: number): ExactLevel | undefined {
      if (exactLevels.has(option)) return exactLevels.get(option)
      const found = findExactLevel(option)
      exactLevels.set(option, found)
      return found
    }

    function findExactLevel(option: number): ExactLevel | undefined {
      const level = levels[option]!
      const emptied: number[] = []
      // Groups with the same past have the same purse: each past is compared once.
      const near = new Map<string, { unit: number; groups: number[]; purse: Exact }>()
      let value = 0
      const window = NEAR * each + (SUM * costs[option]!) / payers[option]!
      for (let at = first[option]!; at < ends[option]!; at++) {
        const group = live[at]!
        const balance = balances[group]!
        if (balance === 0) continue
        const unit = values ? values[at]! : 1
        const asked = level * unit
        if (balance < asked - window * unit) emptied.push(group)
        else {
          value += times[group]! * unit
          if (balance > asked + window * unit) continue
          const key = `${unit} ${history.history(group)}`
          const same = near.get(key)
          if (same) same.groups.push(group)
          else near.set(key, { unit, groups: [group], purse: history.purse(group) })
        }
      }
      for (;;) {
        if (value === 0) return undefined
        const found = history.levelOf(costs[option]!, BigInt(value), emptied)
        const asked = ({ unit }: { unit: number }) => ({ top: found.top * BigInt(unit), bottom: found.bottom })
        const short = [...near].filter(([, one]) => compareExact(one.purse, asked(one)) < 0)
        if (short.length === 0) {
          const left = new Map<number, number>()
          for (const one of near.values()) {
            const rest = approximate(lessExact(one.purse, asked(one)))
            for (const group of one.groups) left.set(group, rest)
          }
          return { level: found, emptied: new Set(emptied), left }
        }
        for (const [key, { unit, groups }] of short) {
          near.delete(key)
          for (const group of groups) {
            emptied.push(group)
            value -= times[group]! * unit
          }
        }
      }
    }

    function buy(option: number): void {
      const level = levels[option]!
      const window = NEAR * each + (SUM * costs[option]!) / payers[option]!
      let exact = exactLevels.get(option)
      if (!exact)
        for (let at = first[option]!; at < ends[option]!; at++) {
          const unit = values ? values[at]! : 1
          const balance = balances[live[at]!]!
          const left = balance - level * unit
          if (balance !== 0 && left <= window * unit && left >= -window * unit) {
            exact = exactLevel(option)
            break
          }
        }
      const k = bought.length
      const purchase = { option, supporters: 0, emptied: 0, highest: 0 }
      let value = 0
      for (let at = first[option]!; at < ends[option]!; at++) {
        const group = live[at]!
        const balance = balances[group]!
        if (balance === 0) continue
        const unit = values ? values[at]! : 1
        const all = exact ? exact.emptied.has(group) : balance < level * unit
        purchase.supporters += times[group]!
        if (all) {
          purchase.emptied += times[group]!
          emptiedBy[group] = k
          balances[group] = 0
        } else {
          value += times[group]! * unit
          if (unit > purchase.highest) purchase.highest = unit
          balances[group] = exact?.left.get(group) ?? balance - level * unit
        }
      }
      history.bought(option, costs[option]!, value)
      bought.push(purchase)
      totalCost += options[option]!.cost
      exactLevels.clear()
      drop(option)
    }

    /** The options with the least price, exactly equal; empty when nobody can buy anything more. */
    function cheapest(): number[] {
      for (;;) {
        let best = -1
        for (const option of active) if (best < 0 || price(option) < price(best)) best = option
        if (best < 0) return []
        if (certain[best] !== bought.length) {
          step(best)
          continue
        }
        const limit = price(best) + doubt(best)
        const rivals = active.filter((option) => price(option) - doubt(option) <= limit)
        const unsure = rivals.find((option) => certain[option] !== bought.length)
        if (unsure !== undefined) {
          step(unsure)
          continue
        }
        if (rivals.length === 1) return rivals
        let least: Exact | undefined
        let equal: number[] = []
        for (const option of rivals) {
          const exact = exactPrice(option)
          if (!exact) {
            drop(option)
            continue
          }
          const difference = least ? compareExact(exact, least) : -1
          if (difference < 0) [least, equal] = [exact, []]
          if (difference <= 0) equal.push(option)
        }
        if (equal.length > 0) return equal
      }
    }

    function missing(option: number): Exact {
      const able = [...supporters.groups.subarray(first[option]!, first[option + 1]!)].filter((group) => balances[group]! > 0)
      return history.levelOf(costs[option]!, 1n, able)
    }

    // An open tie is followed to its end, whatever the limit: only then is it known whether it decided.
    while (totalCost <= limit || watch.open()) {
      const equal = cheapest().sort((a, b) => order.compare(options[a]!, options[b]!))
      const next = equal[0]
      const exact = next !== undefined && (watch.open() || equal.length > 1) ? exactPrice(next) : undefined
      if (!watch.next(equal, exact) || next === undefined || (!watch.open() && totalCost > limit)) break
      buy(next)
    }
    for (const { option } of watch.undone()) totalCost -= options[option]!.cost
    return { bought, totalCost, ties: watch.ties, undecided: watch.undecided(), overspent: totalCost > limit, missing, level: history.level }
  }
}

function largestValue({ starts, values }: Supporters, option: number): number {
  if (!values) return 1
  let largest = 0
  for (let at = starts[option]!; at < starts[option + 1]!; at++) largest = Math.max(largest, values[at]!)
  return largest
}
