import { m } from '@parvis/texts'
import { example } from '../example'
import TerritoryMap from './TerritoryMap.svelte'

// Invented outlines: the platform ships nobody's geometry.
const area = (code: string, name: string, ring: number[][], count?: number, href?: string) => ({ code, name, shape: { type: 'Polygon', coordinates: [ring] }, count, href })
export const invented = (linked = true) => [
  area('59350', 'Lille', [[3, 50.6], [3.08, 50.59], [3.1, 50.65], [3.04, 50.68], [3, 50.6]], 42, linked ? '/consultations?commune=59350' : undefined),
  area('59512', 'Roubaix', [[3.1, 50.65], [3.17, 50.64], [3.2, 50.7], [3.13, 50.72], [3.04, 50.68], [3.1, 50.65]], 7, linked ? '/consultations?commune=59512' : undefined),
  area('59009', 'Villeneuve-d’Ascq', [[3.08, 50.59], [3.17, 50.58], [3.17, 50.64], [3.1, 50.65], [3.08, 50.59]], 0),
]
const marks = () => [
  { lon: 3.05, lat: 50.63, count: 41, label: m.maps_mark({ count: 41 }), href: '/consultations' },
  { lon: 3.02, lat: 50.61, count: 1, label: m.gallery_project_1(), href: '/consultations', content: true },
  { lon: 3.14, lat: 50.68, count: 7, label: m.maps_mark({ count: 7 }), href: '/consultations' },
]

export default [
  example('marques', m.gallery_is_ordinary, TerritoryMap, () => ({ title: m.maps_summary({ placed: '49', total: '60' }), areas: invented(), marks: marks() })),
  example('vide', m.gallery_is_empty, TerritoryMap, () => ({ title: m.maps_summary({ placed: '0', total: '0' }), areas: invented(false) })),
  example('lieu', m.gallery_is_one_place, TerritoryMap, () => ({ title: m.maps_one({ title: m.gallery_project_1(), commune: 'Lille' }), areas: invented(false).slice(0, 1), spot: { lon: 3.05, lat: 50.63 }, small: true, landmarks: [{ name: 'Wazemmes', shape: { type: 'Point', coordinates: [3.03, 50.62] } }] })),
]
