import { readTerritory, Territory } from '@parvis/identity'
import type { TestPlatform } from './app'

/** An invented outline: a tenth of a degree each way, from its south-west corner. */
export const square = (code: string, west: number, south: number) => {
  const [east, north] = [Number((west + 0.1).toFixed(5)), Number((south + 0.1).toFixed(5))]
  return { type: 'Feature', properties: { code }, geometry: { type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] } }
}

/** Lille and Roubaix side by side, one landmark, and a commune that is not ours. */
export const TWO = {
  type: 'FeatureCollection',
  features: [square('59350', 3, 50.6), square('59512', 3.1, 50.6), { type: 'Feature', properties: { nom: 'Wazemmes', couche: 'Quartiers' }, geometry: { type: 'Point', coordinates: [3.05, 50.62] } }, square('75056', 2.3, 48.8)],
}

export async function withTerritory(platform: TestPlatform): Promise<void> {
  await platform.app.get(Territory, { strict: false }).take(readTerritory(TWO, new Set(['59350', '59512'])))
}
