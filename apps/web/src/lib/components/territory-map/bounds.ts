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
