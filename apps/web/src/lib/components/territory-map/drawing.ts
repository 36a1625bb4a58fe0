import { geoMercator, geoPath, geoTransform } from 'd3-geo'

/** Of the drawing, in its own units. On a phone of 320 px it is 288 px wide. */
export const SIZE = 576

export interface Drawing {
  /** The `d` of a path. Whole units: two of them are a pixel on a phone. Empty for a point. */
  path: (shape: object) => string
  at: (lon: number, lat: number) => [x: number, y: number]
  /** Degrees of a place of the drawing. */
  degrees: (x: number, y: number) => [lon: number, lat: number]
}

/** Draws what lies between these degrees (west, south, east, north), in Mercator. Rings may turn either way. */
export function drawingOf([west = 0, south = 0, east = 0, north = 0]: readonly number[], margin = 8): Drawing {
  const projection = geoMercator().fitExtent([[margin, margin], [SIZE - margin, SIZE - margin]], { type: 'MultiPoint', coordinates: [[west, south], [east, north]] })
  const at = (lon: number, lat: number): [number, number] => projection([lon, lat]) ?? [0, 0]
  const plane = geoTransform({
    point(lon, lat) {
      const [x, y] = at(lon, lat)
      this.stream.point(x, y)
    },
  })
  return { at, path: shape => pathOf(plane, shape), degrees: (x, y) => projection.invert?.([x, y]) ?? [0, 0] }
}

/** Written in steps from corner to corner, a third shorter than as places; corners that fall on each other are one. */
function pathOf(projection: ReturnType<typeof geoTransform>, shape: object): string {
  let d = ''
  let [x, y] = [0, 0]
  let stepping = false
  const put = (value: number, before: string) => { d += value < 0 ? value : before + value }
  const draw = geoPath(projection, {
    beginPath: () => {},
    arc: () => {},
    moveTo(toX, toY) {
      [x, y] = [Math.round(toX), Math.round(toY)]
      d += `M${x}`
      put(y, ',')
      stepping = false
    },
    lineTo(toX, toY) {
      const [right, down] = [Math.round(toX) - x, Math.round(toY) - y]
      if (right === 0 && down === 0) return
      if (!stepping) d += 'l'
      put(right, stepping ? ' ' : '')
      put(down, ',')
      x += right
      y += down
      stepping = true
    },
    closePath: () => { d += 'Z' },
  })
  draw(shape as Parameters<typeof draw>[0])
  return d
}

/** West, south, east, north of all these places. */
export function boundsOf(places: readonly (readonly number[])[]): number[] {
  const lons = places.map(([lon = 0]) => lon)
  const lats = places.map(([, lat = 0]) => lat)
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

/** Every position of a GeoJSON geometry. */
export function positionsOf({ coordinates }: { coordinates?: unknown }): number[][] {
  const all: number[][] = []
  const walk = (value: unknown) => {
    if (!Array.isArray(value)) return
    if (typeof value[0] === 'number') all.push(value as number[])
    else value.forEach(walk)
  }
  walk(coordinates)
  return all
}

/** What a picture that is only clicked shows: nothing. */
export const blank = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='

/** The map of a commune, for whoever answers with a point. */
export interface QuestionMap {
  code: string
  name: string
  shape: object
  landmarks: { name: string, shape: object }[]
  bounds: number[]
  /** Degrees of the edges of the picture, for the script. */
  edges: number[]
  spot: { lat: number, lon: number } | null
}
