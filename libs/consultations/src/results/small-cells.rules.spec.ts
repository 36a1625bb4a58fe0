import fc from 'fast-check'
import { SMALL_CELL_THRESHOLD, suppressOneWay, suppressTwoWay, type Shown } from './small-cells.rules'

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/**
 * What a reader can find out, by trying: every way to move the hidden parts by one or not at all that leaves what is shown as it is.
 * Enough, because two solutions of such a table always differ along rounds of steps of one.
 *
 * @returns per grid entry (totals last), the different values it took
 */
function possibleValues(counts: number[][], shown: Shown[][]): Set<number>[][] {
  const rows = counts.length
  const columns = counts[0]?.length ?? 0
  const found = shown.map((row) => row.map(() => new Set<number>()))
  const trial = counts.map((row) => [...row])
  const places = counts.flatMap((row, r) => row.flatMap((_, c) => (shown[r]?.[c] === null ? [[r, c] as const] : [])))
  const grid = (): number[][] => {
    const inner = trial.map((row) => [...row, sum(row)])
    return [...inner, Array.from({ length: columns + 1 }, (_, c) => sum(inner.map((row) => row[c] ?? 0)))]
  }
  const walk = (index: number): void => {
    const place = places[index]
    if (!place) {
      const values = grid()
      if (values.every((row, r) => row.every((value, c) => shown[r]?.[c] === null || shown[r]?.[c] === value))) {
        values.forEach((row, r) => row.forEach((value, c) => found[r]?.[c]?.add(value)))
      }
      return
    }
    const [r, c] = place
    const row = trial[r] ?? []
    const truth = row[c] ?? 0
    for (const value of [truth - 1, truth, truth + 1]) {
      if (value < 0) continue
      row[c] = value
      walk(index + 1)
    }
    row[c] = truth
  }
  walk(0)
  expect(rows).toBe(counts.length)
  return found
}

describe('one-way tables', () => {
  it.each([
    [[50, 40, 30], [50, 40, 30], 120],
    [[50, 40, 3], [50, null, null], 93],
    [[50, 4, 3], [null, null, null], 57],
    [[50, 6, 5], [50, null, null], 61],
    [[50, 40, 0], [50, null, null], 90],
    [[3, 2], [null, null], null],
    [[12], [12], 12],
    [[9], [null], null],
    [[], [], null],
  ])('%j', (counts, cells, total) => expect(suppressOneWay(counts)).toEqual({ cells, total }))

  it('shows no small count, and hides nothing that could be recomputed', () => {
    fc.assert(fc.property(fc.array(fc.nat(40), { maxLength: 12 }), (counts) => {
      const { cells, total } = suppressOneWay(counts)
      const hidden = counts.filter((_, index) => cells[index] === null)
      for (const [index, cell] of cells.entries()) {
        if (cell === null) continue
        expect(cell).toBe(counts[index])
        expect(cell).toBeGreaterThanOrEqual(SMALL_CELL_THRESHOLD)
      }
      if (total === null) expect(sum(counts)).toBeLessThan(SMALL_CELL_THRESHOLD)
      else if (hidden.length > 0) {
        expect(hidden.length).toBeGreaterThan(1)
        expect(sum(hidden)).toBeGreaterThanOrEqual(SMALL_CELL_THRESHOLD)
      }
    }))
  })
})

describe('two-way tables', () => {
  it('leaves a table without small counts as it is', () => {
    expect(suppressTwoWay([[20, 30], [40, 50]])).toEqual({ cells: [[20, 30], [40, 50]], rowTotals: [50, 90], columnTotals: [60, 80], total: 140 })
  })

  it('hides a round of four for one small count, and keeps all totals', () => {
    const table = suppressTwoWay([[3, 30, 80], [40, 50, 90], [70, 60, 95]])
    expect(table.total).toBe(518)
    expect([...table.rowTotals, ...table.columnTotals]).not.toContain(null)
    expect(table.cells.flat().filter((cell) => cell === null)).toHaveLength(4)
  })

  it('hides the total of a small commune', () => {
    const table = suppressTwoWay([[100, 80], [4, 3], [60, 70]])
    expect(table.rowTotals[1]).toBeNull()
    expect(table.cells[1]).toEqual([null, null])
    expect(table.total).toBe(317)
  })

  it('copes with nothing, one cell, and everything small', () => {
    expect(suppressTwoWay([])).toEqual({ cells: [], rowTotals: [], columnTotals: [], total: null })
    expect(suppressTwoWay([[25]])).toEqual({ cells: [[25]], rowTotals: [25], columnTotals: [25], total: 25 })
    expect(suppressTwoWay([[1, 2], [0, 3]]).total).toBeNull()
  })

  it('shows no small count, and no hidden one can be recomputed', () => {
    const threshold = 4
    const tables = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })).chain(([rows, columns]) =>
      fc.array(fc.array(fc.oneof(fc.nat(5), fc.nat(30)), { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }))
    fc.assert(fc.property(tables, (counts) => {
      const table = suppressTwoWay(counts, threshold)
      const shown = [...table.cells.map((row, index) => [...row, table.rowTotals[index] ?? null]), [...table.columnTotals, table.total]]
      const possible = possibleValues(counts, shown)
      for (const [r, row] of shown.entries()) {
        for (const [c, value] of row.entries()) {
          if (value === null) expect(possible[r]?.[c]?.size).toBeGreaterThan(1)
          else expect(value).toBeGreaterThanOrEqual(threshold)
        }
      }
    }), { numRuns: 300 })
  }, 120_000)

  it('takes a metropolis: 95 communes by 6 channels', () => {
    const counts = Array.from({ length: 95 }, (_, r) => Array.from({ length: 6 }, (_unused, c) => (r * 37 + c * 101) % 60))
    const table = suppressTwoWay(counts)
    expect(table.total).toBe(sum(counts.flat()))
    expect(table.cells.flat().filter((cell) => cell !== null).length).toBeGreaterThan(250)
  })
})
