import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon'
import type { Geometry, MultiPolygon, Polygon, Position } from 'geojson'
import { feature } from 'topojson-client'
import { topology } from 'topojson-server'
import { presimplify, simplify } from 'topojson-simplify'
import type { Objects, Topology } from 'topojson-specification'

/** Longitude and latitude, in degrees. */
export interface Point { lon: number, lat: number }

/** West, south, east, north. */
export type Bounds = [west: number, south: number, east: number, north: number]

export type Area = Polygon | MultiPolygon

export interface Outline { code: string, outline: Area }

export interface Landmark { layer: string, name: string, geometry: Geometry }

export interface TerritoryProblem {
  /** Place of the feature in the file, from 1; 0: the file as a whole. */
  feature: number
  field: string
  code: 'territory.no-collection' | 'territory.too-many' | 'territory.no-feature' | 'territory.no-name' | 'territory.code-twice' | 'territory.kind' | 'territory.ring' | 'territory.not-degrees' | 'territory.too-large'
}

export interface TerritoryFile {
  features: number
  outlines: Outline[]
  landmarks: Landmark[]
  /** Communes that are not ours: a file of the whole department may be given. */
  outside: number
  problems: TerritoryProblem[]
}

export const MOST = { features: 40_000, positions: 20_000, all: 1_000_000, landmarks: 2000 } as const

const CODES = ['code', 'insee', 'code_insee', 'INSEE_COM', 'insee_com', 'codgeo', 'CODGEO']
const NAMES = ['nom', 'name', 'NOM', 'libelle']
const LAYERS = ['couche', 'layer']

type Unread = Record<string, unknown>
type Fault = Pick<TerritoryProblem, 'field' | 'code'>

const isObject = (value: unknown): value is Unread => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The first of these properties that is filled, as a text. */
const property = (properties: Unread, names: readonly string[]): string =>
  names.map((name) => properties[name]).filter((value) => typeof value === 'string' || typeof value === 'number').map((value) => String(value).replace(/\s+/g, ' ').trim()).find(Boolean) ?? ''

/**
 * A GeoJSON file (RFC 7946) read whole: outlines of communes by INSEE code, and named things without a code as landmarks.
 * @param known codes of our communes
 */
export function readTerritory(given: unknown, known: ReadonlySet<string>): TerritoryFile {
  const file: TerritoryFile = { features: 0, outlines: [], landmarks: [], outside: 0, problems: [] }
  const whole = (field: string, code: TerritoryProblem['code']): TerritoryFile => ({ ...file, outlines: [], landmarks: [], problems: [{ feature: 0, field, code }] })
  if (!isObject(given) || given.type !== 'FeatureCollection' || !Array.isArray(given.features)) return whole('type', 'territory.no-collection')
  file.features = given.features.length
  if (file.features === 0) return whole('features', 'territory.no-feature')
  if (file.features > MOST.features) return whole('features', 'territory.too-many')
  const taken = new Set<string>()
  let all = 0
  for (const [index, value] of (given.features as unknown[]).entries()) {
    const refuse = (field: string, code: TerritoryProblem['code']): void => { file.problems.push({ feature: index + 1, field, code }) }
    if (!isObject(value) || !isObject(value.geometry)) {
      refuse('geometry', 'territory.kind')
      continue
    }
    const properties = isObject(value.properties) ? value.properties : {}
    const code = property(properties, CODES)
    const name = property(properties, NAMES)
    if (code && !known.has(code)) {
      file.outside++
      continue
    }
    if (!code && (name === '' || name.length > 80)) {
      refuse('nom', 'territory.no-name')
      continue
    }
    if (taken.has(code)) {
      refuse('code', 'territory.code-twice')
      continue
    }
    const read = readGeometry(value.geometry, code ? AREAS : SHAPES)
    if ('code' in read) {
      refuse(read.field, read.code)
      continue
    }
    all += read.positions
    if (all > MOST.all) return whole('features', 'territory.too-large')
    if (code) {
      taken.add(code)
      file.outlines.push({ code, outline: read.geometry as Area })
    } else file.landmarks.push({ layer: property(properties, LAYERS).slice(0, 80), name, geometry: read.geometry })
  }
  if (file.landmarks.length > MOST.landmarks) return whole('features', 'territory.too-many')
  if (file.outlines.length === 0 && file.problems.length === 0) return whole('code', 'territory.no-feature')
  return file
}

const AREAS = { Polygon: 2, MultiPolygon: 3 } as const
const SHAPES = { ...AREAS, Point: 0, LineString: 1, MultiLineString: 2 } as const

/** Coordinates by how deep lists lie in each other; positions are cut to 1 m. */
function readGeometry(given: Unread, kinds: Readonly<Record<string, number>>): { geometry: Geometry, positions: number } | Fault {
  const { type } = given
  const depth = typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined
  if (depth === undefined) return { field: 'geometry.type', code: 'territory.kind' }
  const area = type === 'Polygon' || type === 'MultiPolygon'
  let positions = 0
  let fault: Fault | null = null
  const read = (value: unknown, level: number): unknown => {
    if (fault || !Array.isArray(value)) {
      fault ??= { field: 'geometry.coordinates', code: 'territory.ring' }
      return []
    }
    if (level === 0) {
      const [lon, lat] = value as unknown[]
      if (++positions > MOST.positions) fault = { field: 'geometry.coordinates', code: 'territory.too-large' }
      else if (typeof lon !== 'number' || typeof lat !== 'number' || !(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 90)) fault = { field: 'geometry.coordinates', code: 'territory.not-degrees' }
      return fault ? [] : [cut(lon as number, 5), cut(lat as number, 5)]
    }
    const list = value.map((one) => read(one, level - 1))
    const ring = level === 1 && area
    if (!fault && (list.length === 0 || (ring && !isRing(list as Position[])) || (level === 1 && !area && list.length < 2))) fault = { field: 'geometry.coordinates', code: 'territory.ring' }
    return list
  }
  const coordinates = read(given.coordinates, depth)
  return fault ?? { geometry: { type, coordinates } as Geometry, positions }
}

/** Closed, and of three corners at least. */
function isRing(ring: Position[]): boolean {
  const [first, last] = [ring[0], ring.at(-1)]
  return ring.length >= 4 && first?.[0] === last?.[0] && first?.[1] === last?.[1] && new Set(ring.map(String)).size >= 3
}

const cut = (value: number, digits: number): number => Number(value.toFixed(digits))

/** To about ten metres: where something is, not whose door. */
export const roundPoint = ({ lon, lat }: Point): Point => ({ lon: cut(lon, 4), lat: cut(lat, 4) })

/** On the border is inside; in a hole is not. */
export const isInside = ({ lon, lat }: Point, area: Area): boolean => booleanPointInPolygon([lon, lat], area)

export function positionsOf(geometry: Geometry): Position[] {
  switch (geometry.type) {
    case 'Point': return [geometry.coordinates]
    case 'LineString': return geometry.coordinates
    case 'MultiLineString':
    case 'Polygon': return geometry.coordinates.flat()
    case 'MultiPolygon': return geometry.coordinates.flat(2)
    default: return []
  }
}

export function boundsOf(geometries: readonly Geometry[]): Bounds {
  const bounds: Bounds = [180, 90, -180, -90]
  for (const [lon = 0, lat = 0] of geometries.flatMap(positionsOf)) {
    bounds[0] = Math.min(bounds[0], lon)
    bounds[1] = Math.min(bounds[1], lat)
    bounds[2] = Math.max(bounds[2], lon)
    bounds[3] = Math.max(bounds[3], lat)
  }
  return bounds
}

/** A point inside, as near as may be to the middle of what it covers. */
export function middleOf(area: Area): Point {
  const [west, south, east, north] = boundsOf([area])
  const centre = { lon: (west + east) / 2, lat: (south + north) / 2 }
  const steps = Array.from({ length: 41 }, (_, index) => (index - 20) / 40)
  const tried = steps.flatMap((x) => steps.map((y) => ({ x, y }))).sort((one, other) => one.x ** 2 + one.y ** 2 - other.x ** 2 - other.y ** 2)
    .map(({ x, y }) => roundPoint({ lon: centre.lon + x * (east - west), lat: centre.lat + y * (north - south) }))
  const [lon = 0, lat = 0] = positionsOf(area)[0] ?? []
  return tried.find((point) => isInside(point, area)) ?? { lon, lat }
}

/** How finely each form is drawn: a step of it, over what is drawn at once. */
const FINENESS = { near: 1 / 1500, far: 1 / 220 } as const

/** Lighter outlines, neighbours still sharing one border. One that would vanish stays as it was. */
export function lighter(outlines: readonly Outline[]): Map<string, { near: Area, far: Area }> {
  const weighed = presimplify(topology(Object.fromEntries(outlines.map(({ code, outline }) => [code, outline]))) as Topology<Objects<object>>)
  const [west, south, east, north] = boundsOf(outlines.map(({ outline }) => outline))
  const spans = outlines.map(({ outline }) => spanOf(boundsOf([outline]))).sort((one, other) => one - other)
  const near = (spans[Math.floor(spans.length / 2)] ?? 0) * FINENESS.near
  const far = spanOf([west, south, east, north]) * FINENESS.far
  const drawn = { near: simplify(weighed, near ** 2), far: simplify(weighed, far ** 2) }
  const of = (form: keyof typeof drawn, { code, outline }: Outline): Area => {
    const found = drawn[form].objects[code]
    const { geometry } = found ? feature(drawn[form], found) as unknown as { geometry: Area } : { geometry: outline }
    return whole(geometry) ?? outline
  }
  return new Map(outlines.map((one) => [one.code, { near: of('near', one), far: of('far', one) }]))
}

const spanOf = ([west, south, east, north]: Bounds): number => Math.max(east - west, north - south)

/** Without rings that became a line; null when nothing is left. */
function whole(area: Area): Area | null {
  const kept = (area.type === 'Polygon' ? [area.coordinates] : area.coordinates)
    .flatMap(([outer, ...holes]) => (outer && isRing(outer) ? [[outer, ...holes.filter(isRing)]] : []))
  return kept.length === 0 ? null : kept.length === 1 ? { type: 'Polygon', coordinates: kept[0] ?? [] } : { type: 'MultiPolygon', coordinates: kept }
}
