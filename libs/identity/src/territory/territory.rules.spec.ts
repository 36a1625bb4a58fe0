import { readFileSync } from 'node:fs'
import type { FeatureCollection, Polygon } from 'geojson'
import { describeShared, sharedFile } from '../../../../test/support/shared-data'
import { boundsOf, isInside, lighter, middleOf, positionsOf, readTerritory, roundPoint } from './territory.rules'

const square = (west: number, south: number, size = 0.1): number[][] => [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
const feature = (properties: object, coordinates: unknown, type = 'Polygon') => ({ type: 'Feature', properties, geometry: { type, coordinates } })
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features })
const known = new Set(['59350', '59512'])
const lille = feature({ code: '59350' }, [square(3, 50.6)])

describe('a file of outlines', () => {
  it('gives communes by any usual name of their code, landmarks by their name, and passes over what is elsewhere', () => {
    const read = readTerritory(collection(lille, feature({ INSEE_COM: 59512 }, [[square(3.1, 50.6)]], 'MultiPolygon'), feature({ code: '75056' }, [square(2, 48)]), feature({ nom: 'Wazemmes', couche: 'Quartiers' }, [3.05, 50.62], 'Point')), known)
    expect(read).toMatchObject({ features: 4, outside: 1, problems: [], outlines: [{ code: '59350' }, { code: '59512' }], landmarks: [{ layer: 'Quartiers', name: 'Wazemmes', geometry: { type: 'Point' } }] })
  })

  it.each([
    ['no collection', [], 0, 'type', 'territory.no-collection'],
    ['nothing in it', collection(), 0, 'features', 'territory.no-feature'],
    ['none of ours', collection(feature({ code: '75056' }, [square(2, 48)])), 0, 'code', 'territory.no-feature'],
    ['no geometry', collection(lille, { type: 'Feature', properties: { code: '59512' }, geometry: null }), 2, 'geometry', 'territory.kind'],
    ['neither code nor name', collection(lille, feature({}, [3, 50], 'Point')), 2, 'nom', 'territory.no-name'],
    ['a code twice', collection(lille, lille), 2, 'code', 'territory.code-twice'],
    ['a commune as a line', collection(feature({ code: '59350' }, [[3, 50], [4, 50]], 'LineString')), 1, 'geometry.type', 'territory.kind'],
    ['a ring that is not closed', collection(feature({ code: '59350' }, [square(3, 50).slice(0, 4)])), 1, 'geometry.coordinates', 'territory.ring'],
    ['a ring of two corners', collection(feature({ code: '59350' }, [[[3, 50], [4, 50], [3, 50], [3, 50]]])), 1, 'geometry.coordinates', 'territory.ring'],
    ['no ring', collection(feature({ code: '59350' }, [])), 1, 'geometry.coordinates', 'territory.ring'],
    ['coordinates of another kind', collection(feature({ code: '59350' }, 'x')), 1, 'geometry.coordinates', 'territory.ring'],
    ['metres', collection(feature({ code: '59350' }, [[[704000, 7059000], [705000, 7059000], [705000, 7060000], [704000, 7059000]]])), 1, 'geometry.coordinates', 'territory.not-degrees'],
    ['texts', collection(feature({ code: '59350' }, [[['3', '50'], [4, 50], [4, 51], ['3', '50']]])), 1, 'geometry.coordinates', 'territory.not-degrees'],
    ['too many positions', collection(feature({ code: '59350' }, [[...Array.from({ length: 20_001 }, (_, at) => [3 + at / 1e6, 50]), [3, 50]]])), 1, 'geometry.coordinates', 'territory.too-large'],
  ])('is refused with its place: %s', (_, given, place, field, code) => {
    expect(readTerritory(given, known).problems).toEqual([{ feature: place, field, code }])
  })

  it('tells of every faulty feature', () => {
    expect(readTerritory(collection(feature({}, [3, 50], 'Point'), lille, lille), known).problems.map((problem) => problem.feature)).toEqual([1, 3])
  })
})

describe('a point and an outline', () => {
  const holed: Polygon = { type: 'Polygon', coordinates: [square(3, 50, 1), square(3.4, 50.4, 0.2)] }

  it.each([
    ['inside', 3.1, 50.1, true], ['outside', 4.5, 50.5, false], ['on the border', 3, 50.5, true], ['on a corner', 3, 50, true],
    ['in the hole', 3.5, 50.5, false], ['beside the hole', 3.39, 50.5, true], ['just outside', 2.9999, 50.5, false],
  ])('%s', (_, lon, lat, inside) => expect(isInside({ lon, lat }, holed)).toBe(inside))

  it('is told to about ten metres', () => expect(roundPoint({ lon: 3.123456, lat: 50.654321 })).toEqual({ lon: 3.1235, lat: 50.6543 }))

  it('has its middle inside, even around a hole or a bay', () => {
    const bay: Polygon = { type: 'Polygon', coordinates: [[[0, 0], [10, 0], [10, 10], [6, 10], [6, 1], [4, 1], [4, 10], [0, 10], [0, 0]]] }
    for (const area of [holed, bay]) expect(isInside(middleOf(area), area)).toBe(true)
  })
})

describe('lighter outlines', () => {
  // Two neighbours with a wavy border between them.
  const wave = Array.from({ length: 101 }, (_, at) => [3.1 + Math.sin(at / 4) * 0.00002, 50.6 + at / 1000] as [number, number])
  const west: Polygon = { type: 'Polygon', coordinates: [[[3, 50.6], ...wave, [3, 50.7], [3, 50.6]]] }
  const east: Polygon = { type: 'Polygon', coordinates: [[[3.2, 50.7], ...[...wave].reverse(), [3.2, 50.6], [3.2, 50.7]]] }
  const tiny: Polygon = { type: 'Polygon', coordinates: [square(3.05, 50.65, 0.00001)] }

  it('have fewer corners, and neighbours keep one border', () => {
    const light = lighter([{ code: 'west', outline: west }, { code: 'east', outline: east }])
    const corners = (code: string) => positionsOf(light.get(code)?.far ?? west).map(String)
    expect(corners('west').length).toBeLessThan(20)
    const onBorder = (list: string[]) => list.filter((corner) => Math.abs(Number(corner.split(',')[0]) - 3.1) < 0.01).sort()
    expect(onBorder([...new Set(corners('west'))])).toEqual(onBorder([...new Set(corners('east'))]))
  })

  it('never vanish', () => {
    expect(positionsOf(lighter([{ code: 'west', outline: west }, { code: 'tiny', outline: tiny }]).get('tiny')?.far ?? west).length).toBeGreaterThanOrEqual(4)
  })
})

describeShared('the communes of a real metropolis', () => {
  const given = JSON.parse(readFileSync(sharedFile('territory/mel-95-communes.geojson'), 'utf8')) as FeatureCollection
  const read = readTerritory(given, new Set(given.features.map((one) => String(one.properties?.code))))

  it('are all taken, are lighter by half, and their middles lie in one commune each', () => {
    expect(read.problems).toEqual([])
    expect(read.outlines).toHaveLength(95)
    const light = lighter(read.outlines)
    const count = (form: 'near' | 'far') => [...light.values()].reduce((sum, one) => sum + positionsOf(one[form]).length, 0)
    const all = read.outlines.reduce((sum, { outline }) => sum + positionsOf(outline).length, 0)
    expect(count('far')).toBeLessThan(all * 0.6)
    expect(count('near')).toBeLessThanOrEqual(all)
    for (const { code, outline } of read.outlines) expect(read.outlines.filter((other) => isInside(middleOf(outline), other.outline)).map((other) => other.code)).toEqual([code])
    expect(boundsOf(read.outlines.map(({ outline }) => outline))).toEqual([expect.closeTo(2.79, 1), expect.closeTo(50.5, 1), expect.closeTo(3.27, 1), expect.closeTo(50.79, 1)])
  })
})
