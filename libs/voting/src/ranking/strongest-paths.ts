import type { DuelMatrix } from './duels'

/** How strong a duel that is won counts: by the ballots for its winner, or by how many more they are than those against. */
export type DuelStrength = 'winning-votes' | 'margins'

/**
 * `paths[a][b]`: the strength of the strongest path of duels won from a to b, a path being as strong as its weakest duel; 0 where there is none.
 * Markus Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election method",
 * Social Choice and Welfare 36 (2011), section 2.3 (a widest-path search, in the cube of the number of options).
 */
export function strongestPaths(duels: DuelMatrix, strength: DuelStrength): number[][] {
  const paths = duels.map((row, a) => row.map((count, b) => {
    const against = duels[b]?.[a] ?? 0
    return a === b || count <= against ? 0 : strength === 'margins' ? count - against : count
  }))
  paths.forEach((through, k) => {
    paths.forEach((from, i) => {
      const first = from[k] ?? 0
      if (i === k || first === 0) return
      through.forEach((second, j) => {
        if (j !== i) from[j] = Math.max(from[j] ?? 0, Math.min(first, second))
      })
    })
  })
  return paths
}

/**
 * Options by place, best first: those that nobody left beats by a stronger path come next, equals together.
 * "Beats by a stronger path" has no cycle (Schulze 2011, section 4.1), so that each step finds somebody.
 */
export function rankByPaths(paths: readonly (readonly number[])[]): number[][] {
  const groups: number[][] = []
  let left = paths.map((_, place) => place)
  while (left.length > 0) {
    const best = left.filter((a) => left.every((b) => (paths[b]?.[a] ?? 0) <= (paths[a]?.[b] ?? 0)))
    groups.push(best)
    left = left.filter((place) => !best.includes(place))
  }
  return groups
}
