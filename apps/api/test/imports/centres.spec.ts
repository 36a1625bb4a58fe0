import { CentreImports } from '@parvis/inclusion'
import { readFileSync } from 'node:fs'
import type TestAgent from 'supertest/lib/agent'
import { describeShared, sharedFile } from '../../../../test/support/shared-data'
import { importCentres, type CentresAnswer } from '../../src/cli/import-centres'
import { startApp, type TestPlatform } from '../support/app'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
})
afterAll(() => platform.stop())

const take = (content: Buffer | string, dryRun = false): Promise<CentresAnswer> =>
  importCentres(platform.app.get(CentreImports, { strict: false }), Buffer.from(content), { file: 'lieux.csv', dryRun }, { out: () => undefined, err: () => undefined })
const count = async (): Promise<number> => (await platform.db.owner.query<{ n: number }>('select count(*)::integer as n from inclusion.centre')).rows[0]?.n ?? 0
const HEADER = 'id,nom,commune,code_postal,code_insee,adresse,horaires,services,source'
const row = (id: string, name: string, code = '59512', over: { hours?: string, services?: string } = {}): string => `${id},${name},Roubaix,59100,${code},9 rue Pellart,"${over.hours ?? 'Mo-Fr 09:00-12:00'}","${over.services ?? 'Prendre en main un ordinateur'}",essai`
const file = (...rows: string[]): string => [HEADER, ...rows].join('\n')

describe('import centres', () => {
  it('takes a list once: the same again changes nothing, a new word changes what it says, a trial nothing', async () => {
    const before = await count()
    const list = file(row('a', 'CCAS'), row('b', ''), row('c', 'Loin', '75056'))
    expect(await take(list, true)).toMatchObject({ rows: 3, taken: 1, mapped: 1, refused: 2, created: 1, dryRun: true })
    expect(await count()).toBe(before)
    const answer = await take(list)
    expect(answer).toMatchObject({ rows: 3, taken: 1, mapped: 1, refused: 2, created: 1, updated: 0, unchanged: 0 })
    expect(answer.problems.map(({ row: at, field, code }) => `${at} ${field} ${code}`)).toEqual(['2 nom centre-file.name-missing', '3 code_insee centre-file.outside'])
    expect(answer.problems[0]?.message).toBe('le nom manque')
    expect(await take(list)).toMatchObject({ created: 0, updated: 0, unchanged: 1 })
    expect(await take(file(row('a', 'CCAS de Roubaix')))).toMatchObject({ created: 0, updated: 1 })
    expect(await count()).toBe(before + 1)
    const [place] = (await platform.stranger().get('/api/centres?municipality=59512').expect(200)).body.items as { name: string, services: string[] }[]
    expect(place).toMatchObject({ name: 'CCAS de Roubaix', services: ['Maîtrise des outils numériques du quotidien'] })
  })

  it('leaves what staff changed here', async () => {
    await take(file(row('d', 'Repris')))
    const staff = await platform.as('staff')
    const [{ id } = { id: '' }] = (await staff.get('/api/console/centres').query({ q: 'Repris' }).expect(200)).body.items as { id: string }[]
    const { revision } = (await staff.get(`/api/console/centres/${id}`).expect(200)).body as { revision: number }
    await staff.put(`/api/console/centres/${id}/hours`).send({ revision, openingHours: 'Tu 14:00-18:00', remarks: [] }).expect(200)
    expect(await take(file(row('d', 'Repris et renommé', '59512', { hours: 'Mo-Fr 10:00-11:00' })))).toMatchObject({ updated: 1 })
    expect((await staff.get(`/api/console/centres/${id}`).expect(200)).body).toMatchObject({ name: 'Repris et renommé', openingHours: 'Tu 14:00-18:00', edited: expect.arrayContaining(['opening_hours']) })
  })

  it('leaves nothing of a list that fails half way', async () => {
    const before = await count()
    const places = Array.from({ length: 700 }, (_, index) => row(`x${index}`, `Lieu ${index}`))
    await platform.db.owner.query(`alter table inclusion.centre add constraint planted check (name <> 'Lieu 650') not valid`)
    await expect(take(file(...places))).rejects.toThrow()
    await platform.db.owner.query('alter table inclusion.centre drop constraint planted')
    expect(await count()).toBe(before)
  })

  it('reports ten thousand rows with their faults, takes the others, and counts all of them', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => row(`m${index}`, index % 10 === 3 ? '' : `Lieu ${index}`, '59512', { hours: index % 10 === 7 ? 'tous les jours' : `Mo-Fr 09:${String(index % 60).padStart(2, '0')}-12:00` }))
    const answer = await take(file(...rows))
    expect(answer).toMatchObject({ rows: 10_000, taken: 9000, refused: 1000, created: 9000 })
    expect(answer.problems).toHaveLength(2000)
    console.info(`10,000 rows imported in ${answer.milliseconds} ms`)
    const all = (await platform.stranger().get('/api/centres').expect(200)).body
    expect(all.items).toHaveLength(200)
    // More than five thousand, and the total is that of all of them.
    expect(all.total).toBe((await platform.db.owner.query<{ n: number }>('select count(*)::integer as n from inclusion.centre where active')).rows[0]?.n)
    const free = (await platform.stranger().get('/api/centres').query({ municipality: '59512', openNow: 'true' }).expect(200)).body
    expect(free.total).toBeGreaterThanOrEqual(free.items.length)
    await platform.db.owner.query(`delete from inclusion.centre where source_id like 'm%'`)
  }, 120_000)
})

describe('a file sent to the console', () => {
  const send = (agent: TestAgent, content: string | Buffer, name = 'lieux.csv') => agent.post('/api/console/centre-imports').query({ name }).set('content-type', 'application/octet-stream').send(Buffer.from(content))

  it('is looked at by staff, then taken once', async () => {
    const list = file(row('k', 'Vu d’abord'), row('l', ''))
    await send(platform.stranger(), list).expect(401)
    await send(await platform.as('citizen'), list).expect(403)
    const staff = await platform.as('staff')
    const before = await count()
    const { body } = await send(staff, list).expect(201)
    expect(body).toMatchObject({ fileName: 'lieux.csv', rows: 2, taken: 1, mapped: 1, refused: 1, takenAt: null, lines: [{ row: 1, outcome: 'mapped' }, { row: 2, outcome: 'refused' }], problems: [{ row: 2, field: 'nom', code: 'centre-file.name-missing', refused: true }] })
    expect(await count()).toBe(before)
    const other = await platform.as('staff', { place: '59599' })
    for (const path of [`/api/console/centre-imports/${body.id}`]) expect((await other.get(path).expect(404)).body.code).toBe('centre-import.unknown')
    expect((await other.post(`/api/console/centre-imports/${body.id}/taking`).expect(404)).body.code).toBe('centre-import.unknown')
    const answers = await Promise.all([1, 2].map(() => staff.post(`/api/console/centre-imports/${body.id}/taking`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(await count()).toBe(before + 1)
    expect((await staff.get('/api/console/centre-imports').expect(200)).body.items[0]).toMatchObject({ id: body.id, rows: 2 })
  })

  it('of a commune holds its own places, and moves nobody else\'s', async () => {
    await take(file(row('n', 'À Roubaix')))
    const tourcoing = await platform.as('staff', { place: '59599' })
    const { body } = await send(tourcoing, file(row('n', 'Pris à Roubaix', '59599'), row('o', 'Ailleurs', '59512'))).expect(201)
    expect(body).toMatchObject({ rows: 2, taken: 1, refused: 1, problems: [{ row: 2, code: 'centre-file.other-place', refused: true }] })
    expect((await tourcoing.post(`/api/console/centre-imports/${body.id}/taking`).expect(201)).body).toMatchObject({ created: 0, updated: 0, unchanged: 1 })
    const { rows: [place] } = await platform.db.owner.query(`select name, municipality_code as code from inclusion.centre where source_id = 'n'`)
    expect(place).toEqual({ name: 'À Roubaix', code: '59512' })
  })

  it('that is none, too long or of another kind is refused whole', async () => {
    const staff = await platform.as('staff')
    expect((await send(staff, 'titre\nrien').expect(422)).body).toMatchObject({ code: 'centre-file.no-column', refusals: [{ at: 'file' }] })
    await send(staff, Buffer.alloc(3_000_000, 'a')).expect(413)
    await staff.post('/api/console/centre-imports').query({ name: 'x' }).send({ id: 1 }).expect(415)
  })
})

describeShared('real lists', () => {
  it.each([['france-services-nord59-2022-12.csv', 50], ['conseillers-numeriques-permanences-nord59-2022.json', 181]])('%s', async (name, rows) => {
    const answer = await take(readFileSync(sharedFile(`mednum/${name}`)))
    expect(answer.rows).toBe(rows)
    expect(answer.taken + answer.refused).toBe(rows)
    expect(answer.created).toBe(answer.taken)
    expect(answer.taken).toBeGreaterThan(10)
    expect(await take(readFileSync(sharedFile(`mednum/${name}`)))).toMatchObject({ created: 0, updated: 0, unchanged: answer.taken })
    console.info(`${name}: ${JSON.stringify({ ...answer, problems: answer.problems.length })}`)
  })
})
