import { MunicipalityDirectory, Territory } from '@parvis/identity'
import { readFileSync } from 'node:fs'
import { describeShared, sharedFile } from '../../../../test/support/shared-data'
import { CommandError } from '../../src/cli/command'
import { importTerritory, type TerritoryAnswer } from '../../src/cli/import-territory'
import { startApp, type TestPlatform } from '../support/app'
import { square, TWO } from '../support/territory'

let platform: TestPlatform
beforeAll(async () => { platform = await startApp() })
afterAll(() => platform.stop())

let out = ''
function take(given: unknown, dryRun = false): Promise<TerritoryAnswer> {
  out = ''
  const get = <T>(token: abstract new (...args: never[]) => T): T => platform.app.get(token, { strict: false })
  return importTerritory(get(Territory), get(MunicipalityDirectory), given, { file: 'communes.geojson', dryRun, json: true }, { out: (text) => (out += text), err: () => undefined })
}
const all = async () => (await platform.stranger().get('/api/territory').expect(200)).body.communes as { code: string }[]

describe('import territory', () => {
  it('without it there is no map, and nothing fails', async () => {
    expect(await all()).toEqual([])
    expect((await platform.stranger().get('/api/territory/59350').expect(404)).body.code).toBe('territory.unknown')
    await platform.stranger().get('/api/territory/lille').expect(404)
  })

  it('takes outlines and landmarks; again, nothing changes; another file replaces the first', async () => {
    expect(await take(TWO, true)).toMatchObject({ created: 2, landmarks: 1, dryRun: true })
    expect(await all()).toEqual([])
    expect(await take(TWO)).toMatchObject({ features: 4, created: 2, updated: 0, unchanged: 0, removed: 0, landmarks: 1, outside: 1, refused: 0, problems: [] })
    expect(await take(TWO)).toMatchObject({ created: 0, updated: 0, unchanged: 2 })
    expect((await all()).map(({ code }) => code)).toEqual(['59350', '59512'])
    expect((await platform.stranger().get('/api/territory/59350').expect(200)).body).toMatchObject({ name: 'Lille', bounds: [3, 50.6, 3.1, 50.7], middle: [3.05, 50.65], landmarks: [{ name: 'Wazemmes', layer: 'Quartiers' }], shape: { type: 'Polygon' } })
    // Of a former commune, the one it belongs to now.
    expect((await platform.stranger().get('/api/territory/59355').expect(200)).body.code).toBe('59350')
    expect(await take({ ...TWO, features: [TWO.features[0], square('59512', 3.2, 50.6)] })).toMatchObject({ created: 0, landmarks: 0, removed: 0 })
    expect(await take({ ...TWO, features: [TWO.features[0]] })).toMatchObject({ removed: 1 })
    expect((await all()).map(({ code }) => code)).toEqual(['59350'])
  })

  it('changes nothing when one feature is wrong, and says which', async () => {
    const wrong = { ...TWO, features: [...TWO.features, square('59009', 3, 91)] }
    await expect(take(wrong)).rejects.toThrow(CommandError)
    expect(JSON.parse(out)).toMatchObject({ created: 0, refused: 1, problems: [{ feature: 5, field: 'geometry.coordinates', code: 'territory.not-degrees', message: expect.any(String) }] })
    expect((await all()).map(({ code }) => code)).toEqual(['59350'])
  })
})

describeShared('a real metropolis', () => {
  it('is taken whole, and light enough to be drawn', async () => {
    expect(await take(JSON.parse(readFileSync(sharedFile('territory/mel-95-communes.geojson'), 'utf8')))).toMatchObject({ features: 95, outside: 0, refused: 0, missing: [] })
    expect(JSON.stringify(await all()).length).toBeLessThan(80_000)
  })
})
