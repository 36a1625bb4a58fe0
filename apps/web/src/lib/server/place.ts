import { redirect, type RequestEvent } from '@sveltejs/kit'
import { boundsOf, drawingOf, positionsOf, SIZE, type QuestionMap } from '$lib/components/territory-map/drawing'
import { to } from '$lib/links'
import { partName, type Item, type Typed } from '$lib/questionnaire'
import { readPublicApi, send } from './api'

/** The picture is half as large as the drawing. */
const PIXEL = 2
/** Each click shows half of what was shown each way, until this many degrees of latitude: about 300 m. */
const NEAREST = 0.003

const degreesOf = (text: string | null): number | null => {
  const typed = (text ?? '').trim().replace(',', '.')
  return typed === '' ? null : Number(typed)
}

/** Four decimals are about ten metres. */
const rounded = (value: number) => Number(value.toFixed(4))

/** The map of a commune for `PlacePicker`; null where its outline was not imported. */
export async function communeMap(event: RequestEvent, code: string | null) {
  if (!code) return null
  const outcome = await send(readPublicApi(event).GET('/api/territory/{code}', { params: { path: { code } } }))
  return outcome.ok ? outcome.data : null
}

const zoneOf = (text: string | null): number[] | null => {
  const zone = /^-?\d{1,3}(\.\d{1,6})?(,-?\d{1,3}(\.\d{1,6})?){3}$/.test(text ?? '') ? (text ?? '').split(',').map(Number) : null
  return zone && (zone[0] ?? 0) < (zone[2] ?? 0) && (zone[1] ?? 0) < (zone[3] ?? 0) ? zone : null
}

/** What the picker shows, from what is kept and what its address adds. */
export async function pickerOf(event: RequestEvent, kept: { municipalityCode: string | null, lat: number | null, lon: number | null, place: string }, communes: { code: string, name: string }[]) {
  const query = event.url.searchParams
  const asked = query.has('commune') ? query.get('commune') : kept.municipalityCode
  const commune = communes.find(({ code }) => code === asked) ?? null
  const map = await communeMap(event, commune?.code ?? null)
  const near = map ? zoneOf(query.get('zone')) : null
  const bounds = map ? near ?? boundsOf(positionsOf(map.shape)) : null
  const pending = query.has('lat') ? { lat: query.get('lat') ?? '', lon: query.get('lon') ?? '' } : null
  const own = commune?.code === kept.municipalityCode && kept.lat !== null ? { lat: String(kept.lat), lon: String(kept.lon) } : { lat: '', lon: '' }
  return { commune, map, bounds, near: near !== null, edges: bounds && edgesOf(bounds), point: pending ?? own, place: query.get('lieu') ?? kept.place, missed: query.has('clavier') }
}

/** Degrees of the edges of the picture. */
function edgesOf(bounds: number[]): number[] {
  const { degrees } = drawingOf(bounds)
  return [...degrees(0, SIZE), ...degrees(SIZE, 0)]
}

/** What was clicked, and what is shown next. */
function pointAt(bounds: number[], x: number, y: number) {
  const [lon, lat] = drawingOf(bounds).degrees(x * PIXEL, y * PIXEL)
  const height = Math.max(NEAREST, ((bounds[3] ?? 0) - (bounds[1] ?? 0)) / 2)
  const width = height / Math.cos(lat * Math.PI / 180)
  return { lat: rounded(lat), lon: rounded(lon), nearer: [lon - width / 2, lat - height / 2, lon + width / 2, lat + height / 2].map(value => Number(value.toFixed(5))) }
}

/** After a click on the picture: the same page nearer, with the point in its address until it is kept. */
export function showClick(event: RequestEvent, form: FormData): never {
  const bounds = zoneOf(String(form.get('cadre') ?? ''))
  const [x, y] = [Number(form.get('clic.x')), Number(form.get('clic.y'))]
  const query = new URLSearchParams({ commune: String(form.get('commune') ?? ''), lieu: String(form.get('place') ?? '').slice(0, 160) })
  // A keyboard sends the corner: nobody clicked.
  if (!bounds || !Number.isFinite(x) || !Number.isFinite(y) || (x <= 0 && y <= 0)) query.set('clavier', '1')
  else {
    const { lat, lon, nearer } = pointAt(bounds, x, y)
    query.set('lat', String(lat))
    query.set('lon', String(lon))
    query.set('zone', nearer.join(','))
  }
  redirect(303, `${to(event.url.pathname)}?${query}`)
}

/** The map of a commune in a form of several steps, which carries the point itself: nothing of it stands in the address. */
export async function stepMap(event: RequestEvent, commune: string, form: FormData) {
  const map = await communeMap(event, commune)
  if (!map) return null
  const shown = zoneOf(String(form.get('cadre') ?? ''))
  const [x, y] = [Number(form.get('clic.x')), Number(form.get('clic.y'))]
  // A keyboard sends the corner: nobody clicked.
  const hit = form.has('clic.x') && shown && (x > 0 || y > 0) ? pointAt(shown, x, y) : null
  const bounds = hit?.nearer ?? boundsOf(positionsOf(map.shape))
  return { map, bounds, edges: edgesOf(bounds), near: hit !== null, point: hit && { lat: String(hit.lat), lon: String(hit.lon) }, missed: form.has('clic.x') && hit === null }
}

/** The point and the words of the form. `null` for both: none; what is no number is told by `wrong`. */
export function typedPlace(form: FormData) {
  const [lat, lon] = [degreesOf(String(form.get('lat') ?? '')), degreesOf(String(form.get('lon') ?? ''))]
  const wrong = [{ at: 'lat', value: lat, most: 90 }, { at: 'lon', value: lon, most: 180 }].filter(({ value, most }) => value !== null && !(Math.abs(value) <= most))
  return { commune: String(form.get('commune') ?? ''), place: String(form.get('place') ?? ''), lat, lon, refusals: wrong.map(({ at }) => ({ at, code: 'place.unread' })) }
}

/** As the form shows it again. */
export const typedPoint = (form: FormData) => ({ lat: String(form.get('lat') ?? ''), lon: String(form.get('lon') ?? '') })

const clickOf = (form: FormData, key: string): [x: number, y: number] => [Number(form.get(`${partName(key, 'clic')}.x`) ?? 0), Number(form.get(`${partName(key, 'clic')}.y`) ?? 0)]

/** Whether the form was sent by a click on one of its maps; a keyboard that presses one sends its corner. */
export const clickedIn = (form: FormData, items: readonly Item[]) => items.some(({ kind, key }) => kind === 'point' && form.has(`${partName(key, 'clic')}.x`))

/** The maps of the questions that ask for a point, where a commune is chosen. A point that was clicked is written among what was typed. */
export async function questionMaps(event: RequestEvent, items: readonly Item[], typed: Typed, form?: FormData): Promise<Record<string, QuestionMap>> {
  const maps: Record<string, QuestionMap> = {}
  for (const { key } of items.filter(({ kind }) => kind === 'point')) {
    const map = await communeMap(event, typed[key]?.[0] ?? null)
    if (!map) continue
    const whole = boundsOf(positionsOf(map.shape))
    const shown = zoneOf(form ? String(form.get(partName(key, 'cadre')) ?? '') : null)
    const [x, y] = form ? clickOf(form, key) : [0, 0]
    let bounds = whole
    if (shown && (x > 0 || y > 0)) {
      const { lat, lon, nearer } = pointAt(shown, x, y)
      typed[partName(key, 'lat')] = [String(lat)]
      typed[partName(key, 'lon')] = [String(lon)]
      bounds = nearer
    }
    const [lat, lon] = ['lat', 'lon'].map(part => degreesOf(typed[partName(key, part)]?.[0] ?? null))
    const spot = typeof lat === 'number' && typeof lon === 'number' && Number.isFinite(lat) && Number.isFinite(lon) ? { lat, lon } : null
    maps[key] = { code: map.code, name: map.name, shape: map.shape, landmarks: map.landmarks, bounds, edges: edgesOf(bounds), spot }
  }
  return maps
}

/** Every outline, where a questionnaire asked for places. */
export async function areasFor(event: RequestEvent, { sections }: { sections: { items: { kind: string }[] }[] }) {
  if (!sections.some(({ items }) => items.some(({ kind }) => kind === 'point'))) return []
  const outcome = await send(readPublicApi(event).GET('/api/territory'))
  return outcome.ok ? outcome.data.communes : []
}
