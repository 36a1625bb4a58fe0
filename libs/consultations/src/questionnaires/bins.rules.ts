import type { Answer, Item } from './questionnaire'

/** A stretch of numbers or dates. An end that is null is open: nobody's own number is told by the edges. */
export interface Bin {
  key: string
  from: number | string | null
  /** Not part of it, but for a bin of one value, of a month, of a year or of ten. */
  to: number | string | null
}

/** How answers spread, as far as it takes to choose stretches: the values where they are few, else where the 5th and the 95th of a hundred stand. Dates: their months or their years. */
export type Spread = { values: readonly string[] } | { low: number, high: number }

export const MOST = { bins: 8, values: 12, months: 24, years: 40 } as const

/**
 * Stretches of a question of numbers or dates: those that staff gave; else single values where there are few, else round steps
 * between the 5th and the 95th of a hundred, and what lies beyond has an open end. Dates by month, by year or by ten years.
 */
export function binsOf(item: Pick<Item, 'kind' | 'bands'>, spread: Spread): Bin[] {
  if (item.kind === 'date') return 'values' in spread ? dateBins(spread.values) : []
  if (item.bands?.length) return between(item.bands)
  return 'values' in spread ? spread.values.map(Number).sort((one, other) => one - other).map((value) => ({ key: String(value), from: value, to: value })) : between(steps(spread))
}

/** The stretch that an answer falls into. */
export function binOf(bins: readonly Bin[], { value, date }: Answer): string {
  const found = bins.find(({ from, to }) => (date === undefined ? holds(value ?? 0, from, to) : String(from) <= date.slice(0, String(from).length) && date.slice(0, String(to).length) <= String(to)))
  return found?.key ?? ''
}

const holds = (value: number, from: Bin['from'], to: Bin['to']): boolean => (from !== null && from === to ? value === from : (from === null || value >= Number(from)) && (to === null || value < Number(to)))

/** Below the first limit, between each and the next, from the last on. */
function between(limits: readonly number[]): Bin[] {
  const ends: [number | null, number | null][] = [[null, limits[0] ?? 0], ...limits.slice(0, -1).map((limit, index): [number, number | null] => [limit, limits[index + 1] ?? null]), [limits.at(-1) ?? 0, null]]
  return ends.map(([from, to]) => ({ key: `${from ?? ''}:${to ?? ''}`, from, to }))
}

function steps({ low, high }: { low: number, high: number }): number[] {
  const step = niceStep((high - low || 1) / (MOST.bins - 2))
  const edges: number[] = []
  for (let edge = Math.floor(low / step) * step; edge <= high + step && edges.length < MOST.bins; edge += step) edges.push(Number(edge.toPrecision(12)))
  return edges
}

/** 1, 2 or 5 times a power of ten, not below the step wanted. */
function niceStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted))
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= wanted) ?? 10 * power
}

function dateBins(months: readonly string[]): Bin[] {
  const years = [...new Set(months.map((month) => month.slice(0, 4)))].sort()
  if (months.length <= MOST.months && months.every((month) => month.length === 7)) return [...months].sort().map((month) => ({ key: month, from: month, to: month }))
  if (years.length <= MOST.years) return years.map((year) => ({ key: year, from: year, to: year }))
  return [...new Set(years.map((year) => `${year.slice(0, 3)}0`))].map((ten) => ({ key: `${ten}s`, from: ten, to: `${ten.slice(0, 3)}9` }))
}
