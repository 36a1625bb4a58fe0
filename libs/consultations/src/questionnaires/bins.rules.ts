/** A stretch of numbers or dates. An end that is null is open: nobody's own number is told by the edges. */
export interface Bin {
  key: string
  from: number | string | null
  /** Not part of it, but for a bin of one value. */
  to: number | string | null
}

const MOST_BINS = 8
const MOST_VALUES = 12
const MONTHS = 24

/**
 * Numbers (or months, `YYYY-MM`) put together in a few stretches: single values where there are few, else round steps between
 * the 5th and the 95th of a hundred; what lies beyond has an open end.
 */
export function binsOf(dates: boolean, distribution: readonly (readonly [value: string, count: number])[]): (Bin & { count: number })[] {
  return dates ? dateBins(distribution) : numberBins(distribution.map(([value, count]) => [Number(value), count] as const).sort(([one], [other]) => one - other))
}

function numberBins(sorted: readonly (readonly [value: number, count: number])[]): (Bin & { count: number })[] {
  if (sorted.length <= MOST_VALUES) return sorted.map(([value, count]) => ({ key: String(value), from: value, to: value, count }))
  const total = sorted.reduce((sum, [, count]) => sum + count, 0)
  const low = quantile(sorted, total * 0.05)
  const high = quantile(sorted, total * 0.95)
  const step = niceStep((high - low || 1) / (MOST_BINS - 2))
  const first = Math.floor(low / step) * step
  const edges: number[] = []
  for (let edge = first; edge <= high + step && edges.length < MOST_BINS; edge += step) edges.push(Number(edge.toPrecision(12)))
  const ends: [number | null, number | null][] = [[null, edges[0] ?? 0], ...edges.slice(0, -1).map((edge, index): [number, number | null] => [edge, edges[index + 1] ?? null]), [edges.at(-1) ?? 0, null]]
  return ends.map(([from, to]) => ({ key: `${from ?? ''}:${to ?? ''}`, from, to, count: sorted.reduce((sum, [value, count]) => sum + ((from === null || value >= from) && (to === null || value < to) ? count : 0), 0) })).filter(({ count }) => count > 0)
}

function quantile(sorted: readonly (readonly [value: number, count: number])[], place: number): number {
  let seen = 0
  for (const [value, count] of sorted) {
    seen += count
    if (seen >= place) return value
  }
  return sorted.at(-1)?.[0] ?? 0
}

/** 1, 2 or 5 times a power of ten, not below the step wanted. */
function niceStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted))
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= wanted) ?? 10 * power
}

function dateBins(months: readonly (readonly [value: string, count: number])[]): (Bin & { count: number })[] {
  const whole = months.length <= MONTHS ? months : months.map(([month, count]) => [month.slice(0, 4), count] as const)
  const counts = new Map<string, number>()
  for (const [key, count] of whole) counts.set(key, (counts.get(key) ?? 0) + count)
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, count]) => ({ key, from: key, to: key, count }))
}
