import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
})
afterAll(() => platform.stop())

const find = async (query: Record<string, string>) =>
  (await platform.stranger().get('/api/municipalities').query(query).expect(200)).body as { code: string, name: string, population: number, alias?: { name: string } }[]

describe('the communes', () => {
  it('are the 95 of the metropolis', async () => {
    const all = await find({})
    expect(new Set(all.map(({ code }) => code)).size).toBe(95)
    expect(all.find(({ code, alias }) => code === '59350' && !alias)).toMatchObject({ name: 'Lille', population: 240_523 })
    expect(all.filter(({ alias }) => !alias).reduce((sum, { population }) => sum + population, 0)).toBe(1_204_796)
  })

  it.each(['Lomme', 'hellemmes'])('say Lille for %s', async q => {
    expect(await find({ q })).toEqual([expect.objectContaining({ code: '59350', name: 'Lille', alias: expect.objectContaining({ name: expect.stringMatching(new RegExp(q, 'i')) }) })])
  })

  it('are found without accents, hyphens or capitals', async () => {
    expect((await find({ q: 'ANNOEULLIN' })).map(({ name }) => name)).toEqual(['Annœullin'])
    expect((await find({ q: 'st andre' })).map(({ name }) => name)).toEqual(['Saint-André-lez-Lille'])
  })

  it('ask which, where several share a postal code', async () => {
    expect((await find({ postalCode: '59000' })).map(({ name }) => name)).toEqual(['Lille'])
    expect((await find({ postalCode: '59160' })).map(({ name, alias }) => alias?.name ?? name)).toEqual(['Capinghem', 'Lomme'])
    expect((await find({ postalCode: '59152' })).length).toBeGreaterThan(1)
    expect(await find({ postalCode: '75001' })).toEqual([])
  })
})
