import type { Bounds, Point } from '@parvis/identity'

/** A mark is a link of 24 px: eight a side fit a map of 288 px, which a phone of 320 px shows. */
export const SIDE = 8

/** Points are told to four decimals: a line between two of them passes through none. */
const HALF = 0.00005
const between = (value: number): number => Number((Math.floor(value * 10_000) / 10_000 + HALF).toFixed(5))

export interface Grid {
  bounds: Bounds
  /** Lines between the cells, without the outer ones. */
  xs: number[]
  ys: number[]
}

/** A square about what is shown, on the ground and not in degrees, so that cells are squares too. */
export function squareAbout([west, south, east, north]: Bounds): Bounds {
  const middle = { lon: (west + east) / 2, lat: (south + north) / 2 }
  const narrow = Math.max(0.1, Math.cos((middle.lat * Math.PI) / 180))
  const height = Math.max(north - south, (east - west) * narrow, 0.002) * 1.02
  const width = height / narrow
  return [middle.lon - width / 2, middle.lat - height / 2, middle.lon + width / 2, middle.lat + height / 2].map((value) => Number(value.toFixed(5))) as Bounds
}

export function gridOf(bounds: Bounds): Grid {
  const [west, south, east, north] = bounds
  const lines = (from: number, to: number): number[] => Array.from({ length: SIDE - 1 }, (_, index) => between(from + ((index + 1) * (to - from)) / SIDE))
  return { bounds, xs: lines(west, east), ys: lines(south, north) }
}

/** The cell of that place, from 0: its lines, the outer ones where it is at the edge. */
export function cellBounds({ bounds: [west, south, east, north], xs, ys }: Grid, x: number, y: number): Bounds {
  return [xs[x - 1] ?? west, ys[y - 1] ?? south, xs[x] ?? east, ys[y] ?? north]
}

/** How much of a cell on each side has no mark. */
const EDGE = 0.35

/** Where the mark of a cell stands: at the mean of what is in it, but away from its edges, so that two marks never meet. */
export function markOf([west, south, east, north]: Bounds, { lon, lat }: Point): Point {
  const inner = (from: number, to: number, value: number): number => Math.min(to - (to - from) * EDGE, Math.max(from + (to - from) * EDGE, value))
  return { lon: Number(inner(west, east, lon).toFixed(5)), lat: Number(inner(south, north, lat).toFixed(5)) }
}

/** `west,south,east,north` as PostgreSQL's box; null when it is none. */
export function boxOf(zone: string): string | null {
  const [west, south, east, north] = zone.split(',').map(Number)
  if (west === undefined || south === undefined || east === undefined || north === undefined || !(west < east && south < north)) return null
  return `(${east},${north}),(${west},${south})`
}

export const boundsOfZone = (zone: string): Bounds => zone.split(',').map(Number) as Bounds
