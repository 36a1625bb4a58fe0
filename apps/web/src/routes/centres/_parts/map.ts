import type { components } from '@parvis/api-client'

type Shape = components['schemas']['CommuneShapeView']
type Found = components['schemas']['CentresView']
interface Point { slug: string, name: string, lon: number, lat: number }

export interface CentreMark {
  lon: number
  lat: number
  count: number
  /** Of a mark that stands for one. */
  centre: { slug: string, name: string } | null
}

/** A mark is 24 px wide: eight a side fit a map of 288 px, which a phone of 320 px shows. */
const SIDE = 8
/** How much of a cell on each side has no mark, so that two never meet. */
const EDGE = 0.35
/** Round the communes asked for, as much again of their size: who receives their inhabitants often stands next door. */
const AROUND = 0.25

const inside = ({ lon, lat }: Point, [west = 0, south = 0, east = 0, north = 0]: readonly number[]) => lon >= west && lon <= east && lat >= south && lat <= north

/**
 * What the list shows that has a point, put together cell by cell; null where the operator imported no outlines.
 * @param around degrees about these outlines: west, south, east, north
 */
export function centresMap(shapes: readonly Shape[], { items, municipalities }: Pick<Found, 'items' | 'municipalities'>, around: (shapes: readonly Shape[]) => readonly number[]) {
  if (shapes.length === 0) return null
  const asked = new Set(municipalities.map(({ code }) => code))
  const near = shapes.filter(({ code }) => asked.has(code))
  const bounds = wider(around(near.length > 0 ? near : shapes), near.length > 0 ? AROUND : 0)
  const points = items.flatMap(({ slug, name, longitude: lon, latitude: lat }) => (lon === null || lat === null ? [] : [{ slug, name, lon, lat }]))
  const shown = points.filter(point => inside(point, bounds))
  return { bounds, areas: shapes.map(({ code, name, shape }) => ({ code, name, shape, asked: asked.has(code) })), marks: marksOf(shown, bounds), shown: shown.length, placed: points.length, total: items.length }
}

/** A square on the ground and not in degrees, so that cells are squares too, and so much wider. */
function wider([west = 0, south = 0, east = 0, north = 0]: readonly number[], by: number): number[] {
  const [lon, lat] = [(west + east) / 2, (south + north) / 2]
  const narrow = Math.max(0.1, Math.cos((lat * Math.PI) / 180))
  const height = Math.max(north - south, (east - west) * narrow, 0.002) * (1.02 + 2 * by)
  const width = height / narrow
  return [lon - width / 2, lat - height / 2, lon + width / 2, lat + height / 2].map(value => Number(value.toFixed(5)))
}

/** From north to south, as one reads. */
export function marksOf(points: readonly Point[], [west = 0, south = 0, east = 0, north = 0]: readonly number[]): CentreMark[] {
  const [width, height] = [(east - west) / SIDE || 1, (north - south) / SIDE || 1]
  const cells = new Map<string, { x: number, y: number, points: Point[] }>()
  for (const point of points) {
    const [x, y] = [Math.min(SIDE - 1, Math.floor((point.lon - west) / width)), Math.min(SIDE - 1, Math.floor((point.lat - south) / height))]
    const cell = cells.get(`${x},${y}`) ?? { x, y, points: [] }
    cell.points.push(point)
    cells.set(`${x},${y}`, cell)
  }
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const inner = (from: number, size: number, value: number) => Math.min(from + size * (1 - EDGE), Math.max(from + size * EDGE, value))
  return [...cells.values()].sort((one, other) => other.y - one.y || one.x - other.x).map(({ x, y, points: held }) => ({
    lon: inner(west + x * width, width, mean(held.map(({ lon }) => lon))), lat: inner(south + y * height, height, mean(held.map(({ lat }) => lat))),
    count: held.length, centre: held.length === 1 && held[0] ? { slug: held[0].slug, name: held[0].name } : null,
  }))
}
