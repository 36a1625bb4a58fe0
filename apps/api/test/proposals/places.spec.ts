import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { importFile } from '../../src/cli/import-file'
import { startApp, type TestPlatform } from '../support/app'
import { aProposal, withCentres, withProposalsOpen, type Made } from '../support/consultations'
import { withTerritory } from '../support/territory'

let platform: TestPlatform
let open: Made
let citizen: TestAgent
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  open = await withProposalsOpen(platform, await platform.as('staff'))
  citizen = await platform.as('citizen', { named: 'Nour' })
})
afterAll(() => platform.stop())

const send = (over: object, agent = citizen) => agent.post(`/api/consultations/${open.slug}/proposals`).send({ ...aProposal(), submissionToken: randomUUID(), ...over })
const map = async (query: object = {}) => (await platform.stranger().get(`/api/consultations/${open.slug}/proposal-map`).query(query).expect(200)).body
const inLille = { lat: 50.65, lon: 3.05 }

describe('where a proposal is', () => {
  it('is words alone while there is no map', async () => {
    expect((await send({ place: 'Le parc Barbieux' }).expect(201)).body).toMatchObject({ place: 'Le parc Barbieux', lat: null, lon: null })
    expect((await send({ municipalityCode: '59350', ...inLille }).expect(422)).body).toMatchObject({ code: 'place.no-map', refusals: [{ at: 'lat' }] })
    expect((await send(inLille).expect(422)).body.code).toBe('place.outside')
    expect(await map()).toMatchObject({ bounds: null, marks: [] })
    await withTerritory(platform)
  })

  it('is a point of its commune, to ten metres, and names the commune when nobody did', async () => {
    expect((await send({ municipalityCode: '59350', lat: 50.654321, lon: 3.012345 }).expect(201)).body).toMatchObject({ municipalityCode: '59350', lat: 50.6543, lon: 3.0123 })
    expect((await send({ ...inLille, lon: 3.15 }).expect(201)).body).toMatchObject({ municipalityCode: '59512', municipalityName: 'Roubaix' })
    // A former commune stands for the one it belongs to.
    expect((await send({ municipalityCode: '59355', ...inLille }).expect(201)).body.municipalityCode).toBe('59350')
  })

  it.each([
    ['in another commune', { municipalityCode: '59350', lat: 50.65, lon: 3.15 }, 422, 'place.outside-commune'],
    ['nowhere', { lat: 48.85, lon: 2.35 }, 422, 'place.outside'],
    ['half', { municipalityCode: '59350', lat: 50.65 }, 422, 'place.half'],
    ['no degrees', { lat: 91, lon: 3 }, 400, 'request.invalid'],
    ['a text', { lat: '50.65', lon: 3 }, 400, 'request.invalid'],
    ['too many words', { place: 'x'.repeat(161) }, 400, 'request.invalid'],
  ])('is refused: %s', async (_, over, status, code) => {
    const { body } = await send(over).expect(status)
    expect(body.code).toBe(code)
  })

  it('is changed by its author, version by version, within its commune', async () => {
    const { id, number } = (await send({ municipalityCode: '59350', ...inLille, place: 'Ici' }).expect(201)).body
    const path = `/api/proposals/${id}`
    await platform.stranger().patch(path).send({ lat: 50.61, lon: 3.01 }).expect(401)
    await (await platform.as('citizen', { named: 'other' })).patch(path).send({ lat: 50.61, lon: 3.01 }).expect(403)
    expect((await citizen.patch(path).send({ lat: 50.61, lon: 3.15 }).expect(422)).body.code).toBe('place.outside-commune')
    expect((await citizen.patch(path).send({ lat: 50.61, lon: 3.01 }).expect(200)).body).toMatchObject({ lat: 50.61, place: 'Ici' })
    expect((await citizen.patch(path).send({ title: 'Un autre titre, au même endroit' }).expect(200)).body).toMatchObject({ lat: 50.61, lon: 3.01 })
    const taken = (await citizen.patch(path).send({ lat: null, lon: null, place: '' }).expect(200)).body
    expect(taken).toMatchObject({ lat: null, lon: null, place: '', municipalityCode: '59350' })
    expect(taken.versions.map(({ lat, lon, place }: Record<string, unknown>) => [lat, lon, place])).toEqual([[50.65, 3.05, 'Ici'], [50.61, 3.01, 'Ici'], [50.61, 3.01, 'Ici'], [null, null, '']])
    // Withdrawn, its place goes with its text, for everybody else.
    await citizen.patch(path).send({ ...inLille, place: 'Là' }).expect(200)
    await citizen.post(`${path}/withdrawal`).expect(201)
    expect((await platform.stranger().get(`/api/consultations/${open.slug}/proposals/${number}`).expect(200)).body).toMatchObject({ lat: null, lon: null, place: '', versions: [] })
  })

  it('is kept with a draft, goes when the commune changes, and is sent with it', async () => {
    const id = randomUUID()
    const at = `/api/consultations/${open.slug}/proposal-drafts/${id}`
    const { title, body, theme } = aProposal() as Record<string, string>
    const draft = { title, body, theme, municipalityCode: '59350', place: 'Au parc' }
    await citizen.put(at).send(draft).expect(200)
    const place = `/api/proposal-drafts/${id}/place`
    await platform.stranger().put(place).send(inLille).expect(401)
    expect((await (await platform.as('citizen', { named: 'other' })).put(place).send(inLille).expect(404)).body.code).toBe('draft.unknown')
    expect((await citizen.put(at).send(draft).expect(200)).body).toMatchObject({ lat: null, lon: null })
    expect((await citizen.put(place).send({ municipalityCode: '59350', lat: 50.65, lon: 3.15 }).expect(422)).body.code).toBe('place.outside-commune')
    expect((await citizen.put(place).send({ municipalityCode: '59350', ...inLille, place: 'Au parc' }).expect(200)).body).toMatchObject({ ...inLille, place: 'Au parc' })
    expect((await citizen.put(at).send(draft).expect(200)).body).toMatchObject(inLille)
    expect((await citizen.get('/api/account/data').expect(200)).body.proposalDrafts).toEqual([expect.objectContaining(inLille)])
    expect((await citizen.put(at).send({ ...draft, municipalityCode: '59512' }).expect(200)).body).toMatchObject({ lat: null, municipalityCode: '59512' })
    await citizen.put(place).send({ lat: 50.65, lon: 3.12 }).expect(200)
    const { number } = (await citizen.post(`/api/proposal-drafts/${id}/submission`).expect(201)).body
    expect((await platform.stranger().get(`/api/consultations/${open.slug}/proposals/${number}`).expect(200)).body).toMatchObject({ lat: 50.65, lon: 3.12, municipalityCode: '59512', place: '' })
  })
})

describe('the map of proposals', () => {
  it('puts ten thousand points together in sixty-four marks at most, loses none, and comes nearer by zone and commune', async () => {
    await platform.db.owner.query(`
      insert into consultations.proposal (consultation_id, phase_id, number, title, body, theme, municipality_code, channel, submission_token, lat, lon)
      select $1, (select id from consultations.phase where consultation_id = $1 and kind = 'proposals'), 1000 + n, 'Proposition ' || n, repeat('x', 30), 'environment', case when n % 2 = 0 then '59350' else '59512' end, 'online', gen_random_uuid(),
        round((50.6 + (n * 7919 % 1000) / 10000.0)::numeric, 4), round(((case when n % 2 = 0 then 3 else 3.1 end) + (n * 104729 % 1000) / 10000.0)::numeric, 4)
      from generate_series(1, 10000) n`, [open.id])
    const whole = await map()
    expect(whole.placed).toBeGreaterThanOrEqual(10_000)
    expect(whole.marks.length).toBeLessThanOrEqual(64)
    const sum = (marks: { count: number }[]) => marks.reduce((total, { count }) => total + count, 0)
    expect(sum(whole.marks)).toBe(whole.placed)
    expect(whole.communes.map(({ code }: { code: string }) => code).sort()).toEqual(['59350', '59512'])
    // A zone is what its mark says, on the map and in the list.
    const [mark] = whole.marks.filter(({ count }: { count: number }) => count > 1)
    expect((await map({ zone: mark.zone })).total).toBe(mark.count)
    expect((await platform.stranger().get(`/api/consultations/${open.slug}/proposals`).query({ zone: mark.zone }).expect(200)).body.total).toBe(mark.count)
    const lille = await map({ municipality: '59350' })
    expect(lille.communes).toHaveLength(1)
    expect(lille.bounds[2]).toBeLessThan(whole.bounds[2])
    expect(lille.marks.length).toBeLessThanOrEqual(64)
    expect((await map({ q: 'introuvable' })).marks).toEqual([])
    await platform.stranger().get(`/api/consultations/${open.slug}/proposal-map`).query({ zone: "1,2,3,4'" }).expect(400)
    expect((await map({ zone: '3,50,2,49' })).total).toBe(whole.total)
  })

  it('is open data: columns and GeoJSON, taken back by the import', async () => {
    const file = (await platform.stranger().get(`/api/consultations/${open.slug}/proposals.geojson`).buffer(true).parse((response, done) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => done(null, text))
    }).expect(200).expect('content-type', /geo\+json/)).body as string
    const { type, features } = JSON.parse(file)
    expect(type).toBe('FeatureCollection')
    expect(features.length).toBeGreaterThan(10_000)
    expect(features.find(({ properties }: { properties: { numero: number } }) => properties.numero === 1)).toMatchObject({ geometry: null, properties: { lieu: 'Le parc Barbieux' } })
    expect(features.find(({ properties }: { properties: { numero: number } }) => properties.numero === 2)).toMatchObject({ geometry: { type: 'Point', coordinates: [3.0123, 50.6543] }, properties: { commune: 'Lille' } })

    const into = await withProposalsOpen(platform, await platform.as('staff'), { title: 'Des points venus d’ailleurs' })
    const rows = 'ID,title,body,latitude,longitude,commune_insee\n1,Des bancs,Il en manque,"50,65",3.05,\n2,Ailleurs,Il en manque,48.85,2.35,\n3,Hors de sa commune,Il en manque,50.65,3.15,59350\n4,Sans point,Il en manque,,,59512\n'
    const take = () => importFile(platform.app, { kind: 'proposals', content: Buffer.from(rows), name: 'file.csv', into: into.slug, dryRun: false }, { out: () => undefined, err: () => undefined })
    const taken = await take()
    expect(taken).toMatchObject({ created: 4, refused: 0 })
    expect(taken.problems).toMatchObject([{ row: 2, code: 'import.point-outside' }, { row: 3, code: 'import.point-outside' }])
    expect(await take()).toMatchObject({ created: 0, updated: 0, unchanged: 4 })
    const { rows: kept } = await platform.db.owner.query('select source_id, lat::float8, lon::float8, municipality_code from consultations.proposal where consultation_id = $1 order by source_id', [into.id])
    expect(kept).toEqual([{ source_id: '1', lat: 50.65, lon: 3.05, municipality_code: '59350' }, { source_id: '2', lat: null, lon: null, municipality_code: null }, { source_id: '3', lat: null, lon: null, municipality_code: '59350' }, { source_id: '4', lat: null, lon: null, municipality_code: '59512' }])
  })
})
