import * as fc from 'fast-check'
import { countDuels } from './duels'
import { rankByPaths, strongestPaths } from './strongest-paths'

/** Rankings of five options: some left out, some equal. */
const ranks = fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 5, maxLength: 5 })
  .map((row) => [0, 1, 2, 3, 4].map((rank) => row.flatMap((one, place) => (one === rank ? [place] : []))).filter((rank) => rank.length > 0))
const boxes = fc.array(fc.tuple(ranks, fc.integer({ min: 1, max: 3 })), { maxLength: 12 })

function matrixOf(box: [number[][], number][], unranked: 'last' | 'ignored') {
  const duels = countDuels(5, unranked)
  for (const [ballot, times] of box) duels.add(ballot, times)
  return duels.matrix()
}

describe('duels', () => {
  it.each(['last', 'ignored'] as const)('are counted as they are by looking at each pair of options on each ballot (unranked %s)', (unranked) => {
    fc.assert(fc.property(boxes, (box) => {
      const matrix = matrixOf(box, unranked)
      for (let a = 0; a < 5; a++) {
        for (let b = 0; b < 5; b++) {
          const preferring = box.filter(([ballot]) => {
            const [x, y] = [ballot.findIndex((rank) => rank.includes(a)), ballot.findIndex((rank) => rank.includes(b))]
            return x >= 0 && (y >= 0 ? x < y : unranked === 'last')
          })
          expect(matrix[a]?.[b]).toBe(preferring.reduce((sum, [, times]) => sum + times, 0))
        }
      }
    }))
  })

  it('a circle is settled by the strongest paths, as in the first example of Schulze 2011', () => {
    // 45 voters, section 3.1: the ranking E > A > C > B > D.
    const box = ([[5, 'ACBED'], [5, 'ADECB'], [8, 'BEDAC'], [3, 'CABED'], [7, 'CAEBD'], [2, 'CBADE'], [7, 'DCEBA'], [8, 'EBADC']] as const)
      .map(([times, order]): [number[][], number] => [[...order].map((letter) => ['ABCDE'.indexOf(letter)]), times])
    const matrix = matrixOf(box, 'last')
    for (const strength of ['winning-votes', 'margins'] as const) {
      const paths = strongestPaths(matrix, strength)
      expect(rankByPaths(paths).map((group) => group.map((place) => 'ABCDE'[place]).join('='))).toEqual(['E', 'A', 'C', 'B', 'D'])
    }
    expect(strongestPaths(matrix, 'winning-votes')).toEqual([
      [0, 28, 28, 30, 24], [25, 0, 28, 33, 24], [25, 29, 0, 29, 24], [25, 28, 28, 0, 24], [25, 28, 28, 31, 0],
    ])
  })

  it('put first who wins every duel, and last who loses every duel', () => {
    fc.assert(fc.property(boxes, fc.constantFrom('winning-votes' as const, 'margins' as const), (box, strength) => {
      const matrix = matrixOf(box, 'last')
      const ranking = rankByPaths(strongestPaths(matrix, strength))
      const beats = (a: number, b: number) => (matrix[a]?.[b] ?? 0) > (matrix[b]?.[a] ?? 0)
      for (let a = 0; a < 5; a++) {
        const others = [0, 1, 2, 3, 4].filter((b) => b !== a)
        if (others.every((b) => beats(a, b))) expect(ranking[0]).toEqual([a])
        if (others.every((b) => beats(b, a))) expect(ranking.at(-1)).toEqual([a])
      }
    }))
  })
})
