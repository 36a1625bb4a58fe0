import { Documented } from '@parvis/platform'

export class CommuneShapeView {
  /** INSEE code. */
  code: string
  name: string
  /** A GeoJSON geometry, longitude first. */
  @Documented({ type: 'object', additionalProperties: true })
  shape: Record<string, unknown>
  /** Longitude and latitude of a point inside, near its middle. */
  @Documented({ type: 'array', items: { type: 'number' } })
  middle: number[]
}

export class TerritoryView {
  /** By name; empty where the operator imported no outlines. */
  communes: CommuneShapeView[]
}

export class LandmarkView {
  layer: string
  name: string
  @Documented({ type: 'object', additionalProperties: true })
  shape: Record<string, unknown>
}

export class CommuneMapView extends CommuneShapeView {
  /** West, south, east, north. */
  @Documented({ type: 'array', items: { type: 'number' } })
  bounds: number[]
  landmarks: LandmarkView[]
}
