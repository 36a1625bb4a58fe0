import { m } from '@parvis/texts'
import { example } from '../example'
import { invented } from '../territory-map/examples'
import PlacePicker from './PlacePicker.svelte'

const lille = { code: '59350', name: 'Lille' }
const communes = [lille, { code: '59512', name: 'Roubaix' }]
const shared = { communes, here: '/galerie/place-picker', back: '/galerie', place: '' }
const map = () => ({ shape: invented(false)[0]?.shape ?? {}, landmarks: [] })
const bounds = [2.98, 50.58, 3.12, 50.69]

export default [
  example('vide', m.gallery_is_empty, PlacePicker, () => ({ ...shared, commune: null, map: null, point: { lat: '', lon: '' } })),
  example('carte', m.gallery_is_ordinary, PlacePicker, () => ({ ...shared, commune: lille, map: map(), bounds, edges: bounds, point: { lat: '50.63', lon: '3.05' }, near: true })),
  example('sans-carte', m.gallery_is_without_map, PlacePicker, () => ({ ...shared, communes: [], commune: lille, map: null, point: { lat: '', lon: '' } })),
]
