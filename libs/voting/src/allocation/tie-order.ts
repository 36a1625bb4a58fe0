import { inStringOrder } from '../choice'
import type { Exact } from '../fraction'
import { compareExact } from '../fraction'
import type { TieRule } from '../voting-method'

/** What tie rules look at. */
export interface Equal {
  readonly id: string
  readonly cost: number
  /** Ballots that name it. */
  readonly votes: number
}

/** Who comes first among equals; `settled` false: nobody said, and what depends on it is left to people. */
export interface TieOrder {
  readonly settled: boolean
  compare(a: Equal, b: Equal): number
}

/** @param drawn ids by the public draw, for the rule `drawn`; one that is not in it comes last */
export function tieOrder(all: readonly Equal[], tie: TieRule, drawn?: readonly string[]): TieOrder {
  const place = new Map(all.map(({ id }, index) => [id, index]))
  const inFile = (a: Equal, b: Equal) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0)
  if (tie === 'smallest-id') return { settled: true, compare: (a, b) => inStringOrder(a.id, b.id) }
  if (tie === 'cost-votes') return { settled: true, compare: (a, b) => a.cost - b.cost || b.votes - a.votes || inFile(a, b) }
  const turn = new Map(drawn?.map((id, index) => [id, index]))
  const turnOf = ({ id }: Equal) => turn.get(id) ?? turn.size
  return { settled: drawn !== undefined, compare: (a, b) => turnOf(a) - turnOf(b) || inFile(a, b) }
}

/** Follows the equals that a rule meets on its way, where one purchase changes what the others cost. */
export interface TieWatch {
  /** Sets of places whose order decided. */
  readonly ties: number[][]
  /** Whether a tie was met and it is not known yet if it decides. */
  open(): boolean
  /**
   * To be asked before each purchase, and once at the end with nobody.
   * @param equal the options that come next, all at the same price @param price theirs, needed when they are several or a tie is open
   * @returns false when the selection ends before a tie that nothing settles
   */
  next(equal: readonly number[], price: Exact | undefined): boolean
  /** The tie that nothing settles. */
  undecided(): number[] | undefined
  /** What was bought since and does not hold. */
  undone(): { option: number }[]
}

/**
 * A tie decides when some of its members are not bought at its price: what the first ones took made them dearer. When all are,
 * one after the other, any order would have bought them all and left everybody the same.
 * @param bought the list of purchases, which it shortens when a tie is undecided
 */
export function watchTies(order: TieOrder, bought: { option: number }[]): TieWatch {
  let open: { members: number[]; price: Exact; at: number } | undefined
  let undecided: number[] | undefined
  let undone: { option: number }[] = []
  const ties: number[][] = []
  return {
    ties,
    open: () => open !== undefined,
    undecided: () => undecided,
    undone: () => undone,
    next(equal, price) {
      if (open && !(equal.length > 0 && price && compareExact(price, open.price) === 0)) {
        const { members, at } = open
        const since = new Set(bought.slice(at).map(({ option }) => option))
        open = undefined
        if (!members.every((option) => since.has(option))) {
          ties.push(members)
          if (!order.settled) {
            undecided = members
            undone = bought.splice(at)
            return false
          }
        }
      }
      if (!open && equal.length > 1 && price) open = { members: [...equal], price, at: bought.length }
      return true
    },
  }
}
