import { approvals, methodNamed } from '@parvis/voting'
import type { Choice } from '@parvis/voting'
import type { Chance } from './chance'
import type { VoteText } from './shapes'

interface Weighted {
  key: string
  weight: number
}

/** The ballot of somebody invented, filled as the method of the vote asks; two in a hundred are blank. */
export function inventChoice(chance: Chance, { method, rules }: VoteText, options: readonly Weighted[]): Choice {
  if (chance.next() < 0.02) return []
  const form = methodNamed(method)?.form
  if (form === 'grades') return options.map(({ key, weight }) => ({ option: key, value: gradeNear(chance, weight, rules.grades ?? 6) }))
  const keys = chance.severalWeighted([...options], chance.between(rules.min, rules.max)).map(({ key }) => key)
  if (form === 'ranking') return keys.map((option, index) => ({ option, value: index + 1 }))
  if (form === 'points') return spread(chance, keys, rules.points ?? 10, rules.pointsPerOption ?? rules.points ?? 10)
  return approvals(keys)
}

/** A grade from 0 to `grades - 1`, around a usual one out of 100. */
function gradeNear(chance: Chance, usual: number, grades: number): number {
  const drawn = (usual + 50 * (chance.next() + chance.next() - 1)) / 100
  return Math.max(0, Math.min(grades - 1, Math.floor(drawn * grades)))
}

/** At least a point each, the others where chance puts them. */
function spread(chance: Chance, keys: readonly string[], points: number, most: number): Choice {
  const given = new Map(keys.map((key) => [key, 1]))
  for (let left = points - keys.length; left > 0; left--) {
    const key = chance.pick(keys)
    if ((given.get(key) ?? 0) < most) given.set(key, (given.get(key) ?? 0) + 1)
  }
  return [...given].map(([option, value]) => ({ option, value }))
}
