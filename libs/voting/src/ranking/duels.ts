import type { Ranks } from '../ballots/rankings'

/** `matrix[a][b]`: how many ballots prefer a to b. By place in the question. */
export type DuelMatrix = readonly (readonly number[])[]

/**
 * Counts every duel while ballots pass. `unranked: 'last'`: a ranked option beats one that is left out; `'ignored'`: they do not meet.
 * Work per ballot grows with the square of what it ranks, not with the number of options.
 */
export function countDuels(size: number, unranked: 'last' | 'ignored'): { add(ranks: Ranks, times: number): void; matrix(): DuelMatrix } {
  const square = () => Array.from({ length: size }, () => new Array<number>(size).fill(0))
  const preferred = square()
  const together = square()
  const ranked = new Array<number>(size).fill(0)
  return {
    add(ranks, times) {
      for (const [index, rank] of ranks.entries()) {
        for (const a of rank) {
          ranked[a] = (ranked[a] ?? 0) + times
          for (const b of rank) more(together, a, b, times)
          for (let below = index + 1; below < ranks.length; below++) {
            for (const b of ranks[below] ?? []) {
              more(preferred, a, b, times)
              more(together, a, b, times)
              more(together, b, a, times)
            }
          }
        }
      }
    },
    matrix: () => preferred.map((row, a) => row.map((count, b) => (a === b || unranked === 'ignored' ? count : count + (ranked[a] ?? 0) - (together[a]?.[b] ?? 0)))),
  }
}

function more(square: number[][], a: number, b: number, times: number): void {
  const row = square[a]
  if (row) row[b] = (row[b] ?? 0) + times
}

/** Duels of each option against all others, won and lost. */
export function duelRecord(matrix: DuelMatrix): { won: number; lost: number }[] {
  return matrix.map((row, a) => ({
    won: row.filter((count, b) => count > (matrix[b]?.[a] ?? 0)).length,
    lost: row.filter((count, b) => count < (matrix[b]?.[a] ?? 0)).length,
  }))
}
