import type { Bounds } from '@parvis/identity'
import { boxOf, cellBounds, gridOf, markOf, SIDE, squareAbout } from './proposal-map.rules'

const bounds: Bounds = [3, 50.6, 3.2, 50.7]
const bucket = (value: number, lines: number[]): number => lines.filter((line) => value >= line).length

describe('points on a map', () => {
  it('are shown in a square on the ground, about what is asked, never nearer than two hundred metres', () => {
    for (const given of [bounds, [3, 50.6, 3.01, 50.9], [3, 50, 3, 50]] as Bounds[]) {
      const [west, south, east, north] = squareAbout(given)
      expect((east - west) * Math.cos(((south + north) / 2 * Math.PI) / 180)).toBeCloseTo(north - south, 3)
      expect(west).toBeLessThan(given[0])
      expect(north).toBeGreaterThan(given[3])
      expect(north - south).toBeGreaterThanOrEqual(0.002)
    }
  })

  it('lie in one cell each: no line passes through a point that was rounded', () => {
    const grid = gridOf(squareAbout(bounds))
    for (const line of [...grid.xs, ...grid.ys]) expect(Number(line.toFixed(4))).not.toBe(line)
    for (let n = 0; n < 10_000; n++) {
      const point = { lon: Number((3 + (n * 7919 % 2000) / 10_000).toFixed(4)), lat: Number((50.6 + (n * 104_729 % 1000) / 10_000).toFixed(4)) }
      const [x, y] = [bucket(point.lon, grid.xs), bucket(point.lat, grid.ys)]
      const [west, south, east, north] = cellBounds(grid, x, y)
      expect(x < SIDE && y < SIDE && west < point.lon && point.lon < east && south < point.lat && point.lat < north).toBe(true)
    }
  })

  it('have marks that never meet: two thirds of a cell lie between them at least', () => {
    const grid = gridOf(squareAbout(bounds))
    const [one, other] = [cellBounds(grid, 2, 3), cellBounds(grid, 3, 3)]
    // As near as they can be: both at the line between the cells.
    const line = grid.xs[2] ?? 0
    const apart = markOf(other, { lon: line, lat: one[1] }).lon - markOf(one, { lon: line, lat: one[1] }).lon
    expect(apart).toBeGreaterThanOrEqual(((one[2] - one[0]) * 2) / 3 - 0.0002)
  })

  it.each([['3,50,3.1,50.1', '(3.1,50.1),(3,50)'], ['3.1,50,3,50.1', null], ['1,2,3', null], ['a,b,c,d', null]])('reads a zone: %s', (zone, box) => expect(boxOf(zone)).toBe(box))
})
