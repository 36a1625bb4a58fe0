import { centresMap, marksOf } from '../src/routes/centres/_parts/map'

const square = (west: number, south: number) => ({ type: 'Polygon', coordinates: [[[west, south], [west + 0.1, south], [west + 0.1, south + 0.1], [west, south + 0.1], [west, south]]] })
const shapes = [{ code: '59350', name: 'Lille', shape: square(3, 50.6), middle: [3.05, 50.65] }, { code: '59512', name: 'Roubaix', shape: square(3.1, 50.6), middle: [3.15, 50.65] }]
const place = (slug: string, longitude: number | null, latitude: number | null) => ({ slug, name: slug, longitude, latitude })
const corner = { '59350': [3, 3.1], '59512': [3.1, 3.2] } as Record<string, number[]>
/** The squares stand side by side. */
const around = (some: readonly { code: string }[]) => [Math.min(...some.map(({ code }) => corner[code]?.[0] ?? 0)), 50.6, Math.max(...some.map(({ code }) => corner[code]?.[1] ?? 0)), 50.7]
type Found = Parameters<typeof centresMap>[1]
const found = (items: object[], codes: string[] = []) => ({ items, municipalities: codes.map(code => ({ code, name: code })) }) as unknown as Found

describe('the map of places', () => {
  it('is none without an outline', () => expect(centresMap([], found([place('a', 3, 50)]), around)).toBeNull())

  it('shows all that the list shows, and says what has no point', () => {
    expect(centresMap(shapes, found([place('a', 3.05, 50.65), place('b', 3.15, 50.65), place('c', null, null)]), around)).toMatchObject({ shown: 2, placed: 2, total: 3, marks: [{ count: 1, centre: { slug: 'a' } }, { count: 1, centre: { slug: 'b' } }] })
  })

  it('comes nearer to the communes asked for, with what stands next door, and says what is farther', () => {
    const map = centresMap(shapes, found([place('a', 3.05, 50.65), place('next', 3.11, 50.65), place('far', 3.19, 50.65)], ['59350']), around)
    expect(map).toMatchObject({ shown: 2, placed: 3 })
    expect(map?.areas.map(({ asked }) => asked)).toEqual([true, false])
  })

  it('puts together what would meet, away from the edges of its cell', () => {
    const marks = marksOf([{ slug: 'a', name: 'a', lon: 0.01, lat: 0.01 }, { slug: 'b', name: 'b', lon: 0.9, lat: 0.9 }, { slug: 'c', name: 'c', lon: 8, lat: 8 }], [0, 0, 8, 8])
    expect(marks).toMatchObject([{ lon: 7.65, lat: 7.65, count: 1, centre: { slug: 'c' } }, { count: 2, centre: null }])
    for (const { lon, lat } of marks) for (const value of [lon, lat]) expect([value % 1 >= 0.349, value % 1 <= 0.651]).toEqual([true, true])
  })
})
