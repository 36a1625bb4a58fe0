/** Below this count a cell could point at somebody. One rule for everything that is published. */
export const SMALL_CELL_THRESHOLD = 10

/** A published count; null: not published. The reason is never told apart (small itself, or hiding a small one). */
export type Shown = number | null

export interface OneWayTable {
  cells: Shown[]
  total: Shown
}

export interface TwoWayTable {
  cells: Shown[][]
  rowTotals: Shown[]
  columnTotals: Shown[]
  total: Shown
}

/** Index of the smallest value among the candidates, the first one when equal; -1 without candidates. */
function smallest(values: readonly number[], candidate: (index: number) => boolean): number {
  return values.reduce((best, value, index) => (candidate(index) && (best < 0 || value < (values[best] ?? 0)) ? index : best), -1)
}

/**
 * Counts with their total, small ones hidden. What is hidden cannot be found by subtraction:
 * at least two cells are hidden together, and together they make at least the threshold.
 * Leave out categories that do not exist; a count of 0 in one that exists is a small count.
 */
export function suppressOneWay(counts: readonly number[], threshold = SMALL_CELL_THRESHOLD): OneWayTable {
  const total = counts.reduce((sum, count) => sum + count, 0)
  // The total of a table that is small as a whole is a small count itself.
  if (total < threshold) return { cells: counts.map(() => null), total: null }
  const hidden = counts.map((count) => count < threshold)
  const together = (): number => counts.reduce((sum, count, index) => (hidden[index] ? sum + count : sum), 0)
  while (hidden.includes(true) && (hidden.filter(Boolean).length < 2 || together() < threshold)) {
    const next = smallest(counts, (index) => !hidden[index])
    if (next < 0) break
    hidden[next] = true
  }
  return { cells: counts.map((count, index) => (hidden[index] ? null : count)), total }
}

/**
 * A table with its totals as one grid: the last row and the last column hold the totals, so that every line of the grid
 * reads "parts minus total = 0". A hidden entry can be recomputed when no other whole numbers, none below zero, fit all lines.
 */
interface Grid {
  values: number[][]
  hidden: boolean[][]
  rows: number
  columns: number
}

type Entry = readonly [row: number, column: number]

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
const valueAt = (grid: Grid, [row, column]: Entry): number => grid.values[row]?.[column] ?? 0
const isHidden = (grid: Grid, [row, column]: Entry): boolean => grid.hidden[row]?.[column] ?? false
const totalsCrossed = (grid: Grid, [row, column]: Entry): number => (row === grid.rows - 1 ? 1 : 0) + (column === grid.columns - 1 ? 1 : 0)
const alongRow = (grid: Grid, row: number): Entry[] => upTo(grid.columns).map((column) => [row, column])
const alongColumn = (grid: Grid, column: number): Entry[] => upTo(grid.rows).map((row) => [row, column])
const allEntries = (grid: Grid): Entry[] => upTo(grid.rows).flatMap((row) => alongRow(grid, row))

function gridOf(counts: readonly (readonly number[])[], threshold: number): Grid {
  const withRowTotals = counts.map((row) => [...row, sum(row)])
  const columnTotals = upTo((counts[0]?.length ?? 0) + 1).map((column) => sum(withRowTotals.map((row) => row[column] ?? 0)))
  const values = [...withRowTotals, columnTotals]
  return { values, hidden: values.map((row) => row.map((value) => value < threshold)), rows: values.length, columns: columnTotals.length }
}

/** Whether a hidden entry may move one step in the signed grid: a total counts as minus, the grand total as plus; nothing falls below zero. */
function mayMove(grid: Grid, entry: Entry, step: 1 | -1): boolean {
  const sign = totalsCrossed(grid, entry) === 1 ? -1 : 1
  return isHidden(grid, entry) && (sign * step > 0 || valueAt(grid, entry) > 0)
}

/** Whether an entry can change by `step` with others making up for it in every line: a walk along hidden entries, one step back and one forth in turn. */
function canChange(grid: Grid, entry: Entry, step: 1 | -1): boolean {
  if (!mayMove(grid, entry, step)) return false
  const back = step === 1 ? -1 : 1
  const [home, start] = entry
  const seenRows = new Set<number>()
  const columns = new Set([start])
  // A set keeps what is added while it is read: the columns reached so far, each visited once.
  for (const column of columns) {
    for (const row of upTo(grid.rows)) {
      if (seenRows.has(row) || (row === home && column === start) || !mayMove(grid, [row, column], back)) continue
      if (row === home) return true
      seenRows.add(row)
      for (const next of upTo(grid.columns)) if (mayMove(grid, [row, next], step)) columns.add(next)
    }
  }
  return false
}

/** Whether the parts hidden in a line, whose total is shown, together make a small count: subtraction would give it. */
function givesSmallSum(grid: Grid, line: readonly Entry[], threshold: number): boolean {
  const total = line[line.length - 1]
  const hidden = line.slice(0, -1).filter((entry) => isHidden(grid, entry))
  return total !== undefined && !isHidden(grid, total) && hidden.length > 0 && sum(hidden.map((entry) => valueAt(grid, entry))) < threshold
}

const HIDING_A_TOTAL = 1e12

/** What hiding an entry costs the reader: its count, and far more for a total. Nothing when it is hidden already. */
const costOf = (grid: Grid, entry: Entry): number => (isHidden(grid, entry) ? 0 : valueAt(grid, entry) + 1 + totalsCrossed(grid, entry) * HIDING_A_TOTAL)

function cheapest(grid: Grid, groups: readonly (readonly Entry[])[]): readonly Entry[] {
  const priced = groups.map((group) => ({ group, cost: sum(group.map((entry) => costOf(grid, entry))) })).filter(({ cost }) => cost > 0)
  return priced.reduce<{ group: readonly Entry[]; cost: number }>((best, one) => (one.cost < best.cost ? one : best), { group: [], cost: Infinity }).group
}

/** What to hide next so that the table gives less away; empty when it gives nothing away. */
function nextToHide(grid: Grid, threshold: number): readonly Entry[] {
  const lines = [...upTo(grid.rows).map((row) => alongRow(grid, row)), ...upTo(grid.columns).map((column) => alongColumn(grid, column))]
  const weakLine = lines.find((line) => givesSmallSum(grid, line, threshold))
  if (weakLine) return cheapest(grid, weakLine.map((entry) => [entry]))
  const weak = allEntries(grid).find((entry) => isHidden(grid, entry) && !canChange(grid, entry, 1) && !canChange(grid, entry, -1))
  if (!weak) return []
  const [row, column] = weak
  // The three other corners of a rectangle: with them the entry can move.
  const rectangles = upTo(grid.rows).filter((other) => other !== row).flatMap((otherRow) =>
    upTo(grid.columns).filter((other) => other !== column).map((otherColumn): Entry[] => [[row, otherColumn], [otherRow, column], [otherRow, otherColumn]]))
  return cheapest(grid, rectangles)
}

/**
 * Counts by two categories with all their totals, small ones hidden, and as many others as it takes that no hidden one
 * can be recomputed from what is shown. Totals are the last to be hidden.
 *
 * @param counts rows of equal length
 */
export function suppressTwoWay(counts: readonly (readonly number[])[], threshold = SMALL_CELL_THRESHOLD): TwoWayTable {
  const grid = gridOf(counts, threshold)
  for (let next = nextToHide(grid, threshold); next.length > 0; next = nextToHide(grid, threshold)) {
    for (const [row, column] of next) grid.hidden[row]?.splice(column, 1, true)
  }
  const show = (row: number, column: number): Shown => (isHidden(grid, [row, column]) ? null : valueAt(grid, [row, column]))
  const [lastRow, lastColumn] = [grid.rows - 1, grid.columns - 1]
  return {
    cells: upTo(lastRow).map((row) => upTo(lastColumn).map((column) => show(row, column))),
    rowTotals: upTo(lastRow).map((row) => show(row, lastColumn)),
    columnTotals: upTo(lastColumn).map((column) => show(lastRow, column)),
    total: show(lastRow, lastColumn),
  }
}
