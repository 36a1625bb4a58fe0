import type { Exact } from '../fraction'
import type { BallotGroups, Supporters } from './ballot-groups'

/**
 * The exact side of a run of equal shares. A run works on floats; here its purchases are replayed in whole numbers, only for
 * the groups concerned. The level of purchase k (what one unit of value costs a supporter who still has enough) is
 *
 *     level k = (cost k - what the emptied groups gave) / value of those who paid in full
 *
 * and what a group that purchase k emptied gave is the share minus earlier levels times its values. All levels up to k are
 * therefore whole numbers over one denominator, share bottom * payers 0 * … * payers k: one multiplication a step, no division.
 */
export interface Replay {
  /** Forgets all purchases: another share. */
  restart(share: Exact): void
  /** Notes purchase k. `emptied` groups are found by `emptiedBy[group] === k`. @param payers whole value of those who paid in full */
  bought(option: number, cost: number, payers: number): void
  /** The level of purchase k. */
  level(k: number): Exact
  /** What a purchase would cost now: (cost - what the `emptied` groups have) / payers, after all purchases so far. */
  levelOf(cost: number, payers: bigint, emptied: readonly number[]): Exact
  /** What one ballot of a group has after all purchases so far; none may have emptied it. */
  purse(group: number): Exact
  /** Whether groups have the same history: equal keys, equal purses. */
  history(group: number): string
}

/** @param emptiedBy which purchase emptied each group, -1 for none: kept by the run */
export function replay(groups: BallotGroups, supporters: Supporters, emptiedBy: Int32Array): Replay {
  let share: Exact = { top: 0n, bottom: 1n }
  let purchases: { option: number; cost: number; payers: bigint }[] = []
  const order = new Int32Array(supporters.starts.length).fill(-1)
  /** levels[k] over denominators[k + 1]. */
  let levels: (bigint | undefined)[] = []
  let denominators: bigint[] = []

  /** Value that these groups, or one ballot of each, gave to each purchase before `end`. */
  function given(members: Iterable<number>, end: number, one: boolean): { ballots: bigint; values: Float64Array } {
    const values = new Float64Array(end)
    let ballots = 0
    for (const group of members) {
      const times = one ? 1 : groups.times[group]!
      ballots += times
      for (let at = groups.starts[group]!; at < groups.starts[group + 1]!; at++) {
        const k = order[groups.options[at]!]!
        if (k >= 0 && k < end) values[k]! += times * (groups.values ? groups.values[at]! : 1)
      }
    }
    return { ballots: BigInt(ballots), values }
  }

  /** cost - purses of the members, over the denominator before purchase `end`. */
  function rest(cost: number, members: Iterable<number>, end: number, one = false): bigint {
    const { ballots, values } = given(members, end, one)
    let sum = BigInt(cost) * share.bottom - ballots * share.top
    for (let k = 0; k < end; k++) {
      sum *= purchases[k]!.payers
      if (values[k]! > 0) sum += BigInt(values[k]!) * levelTop(k)
    }
    return sum
  }

  function* emptiedIn(k: number): Generator<number> {
    const { option } = purchases[k]!
    for (let at = supporters.starts[option]!; at < supporters.starts[option + 1]!; at++) {
      const group = supporters.groups[at]!
      if (emptiedBy[group] === k) yield group
    }
  }

  function levelTop(k: number): bigint {
    return levels[k] ??= rest(purchases[k]!.cost, emptiedIn(k), k)
  }

  return {
    restart(next) {
      share = next
      for (const { option } of purchases) order[option] = -1
      purchases = []
      levels = []
      denominators = [share.bottom]
    },
    bought(option, cost, payers) {
      order[option] = purchases.length
      denominators.push(denominators.at(-1)! * BigInt(payers))
      purchases.push({ option, cost, payers: BigInt(payers) })
    },
    level: (k) => ({ top: levelTop(k), bottom: denominators[k + 1]! }),
    levelOf(cost, payers, emptied) {
      // Nobody emptied: no history is needed.
      if (emptied.length === 0) return { top: BigInt(cost), bottom: payers }
      return { top: rest(cost, emptied, purchases.length), bottom: denominators.at(-1)! * payers }
    },
    purse: (group) => ({ top: -rest(0, [group], purchases.length, true), bottom: denominators.at(-1)! }),
    history(group) {
      const parts: string[] = []
      for (let at = groups.starts[group]!; at < groups.starts[group + 1]!; at++) {
        const k = order[groups.options[at]!]!
        if (k >= 0) parts.push(groups.values ? `${k}:${groups.values[at]!}` : String(k))
      }
      return parts.join()
    },
  }
}
