// Files for anybody: CSV and JSON, streamed, without drafts, without formulas.
import { parse } from 'csv-parse/sync'
import request from 'supertest'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aDraft, anAnnounced, aProposal, withCentres, withProposalsOpen } from '../support/consultations'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
})
afterAll(() => platform.stop())

const file = (path: string) => request(platform.url).get(path).buffer(true)

it('tells everybody the same of announced consultations, and nothing of drafts', async () => {
  const staff = await platform.as('staff')
  const draft = await aDraft(platform, staff, { title: 'A draft that nobody sees' })
  const announced = await anAnnounced(platform, staff, { title: '=HYPERLINK("http://evil.example")' })
  for (const agent of [platform.stranger(), staff]) {
    const { text, headers } = await agent.get('/api/consultations.csv').buffer(true).expect(200)
    expect(headers['content-type']).toBe('text/csv; charset=utf-8')
    const lines: Record<string, string>[] = parse(text, { columns: true, bom: true })
    expect(lines.map(({ adresse }) => adresse)).toContain(announced.slug)
    expect(text).not.toContain(draft.slug)
    expect(lines.find(({ adresse }) => adresse === announced.slug)?.titre).toBe('\'=HYPERLINK("http://evil.example")')
    const { body } = await agent.get('/api/consultations.json').expect(200)
    expect(body).toHaveLength(lines.length)
    expect(body.find(({ adresse }: { adresse: string }) => adresse === announced.slug)).toMatchObject({ titre: '=HYPERLINK("http://evil.example")', etat: 'announced', collectivite: 'Métropole Européenne de Lille' })
  }
})

it('gives the proposals of a consultation as JSON too, more of them than one piece', async () => {
  const staff = await platform.as('staff')
  const open = await withProposalsOpen(platform, staff)
  const author = await platform.as('citizen')
  await author.post(`/api/consultations/${open.slug}/proposals`).send(aProposal()).expect(201)
  await platform.db.owner.query(`
    insert into consultations.proposal (consultation_id, phase_id, number, title, body, theme, channel, submission_token)
    select consultation_id, phase_id, number + n, title || n, body, theme, channel, gen_random_uuid() from consultations.proposal, generate_series(1, 1200) n where consultation_id = $1`, [open.id])
  const { body } = await file(`/api/consultations/${open.slug}/proposals.json`).expect(200)
  expect(body).toHaveLength(1201)
  expect(body.map(({ numero }: { numero: number }) => numero)).toEqual(Array.from({ length: 1201 }, (_, n) => n + 1))
  expect(parse((await file(`/api/consultations/${open.slug}/proposals.csv`)).text, { columns: true, bom: true })).toHaveLength(1201)
})

it('says that a consultation is unknown, and of an empty one that it has no proposal', async () => {
  await file('/api/consultations/nothing/proposals.json').expect(404)
  const announced = await anAnnounced(platform, await platform.as('staff'), { title: 'Nothing yet' })
  expect((await file(`/api/consultations/${announced.slug}/proposals.json`).expect(200)).body).toEqual([])
})

it('lists alike everywhere: items, total, page, perPage, within bounds', async () => {
  const { body: description } = await request(platform.url).get('/api/openapi.json')
  const administrator = await platform.as('administrator')
  // A map's counts by commune are all of them, narrowed as the list of meetings is: no page of them.
  const lists = Object.entries<Record<string, { parameters?: { name: string }[] }>>(description.paths).filter(([path, { get }]) => get?.parameters?.some(({ name }) => name === 'perPage') && !path.includes('{') && path !== '/api/meeting-communes')
  expect(lists.length).toBeGreaterThan(3)
  for (const [path] of lists) {
    const answer = await administrator.get(path).query({ perPage: 51, q: 'place' })
    if (answer.status !== 403) expect([path, answer.status, answer.body.code]).toEqual([path, 400, 'request.invalid'])
    const good = await administrator.get(path).query({ perPage: 5, ...(path.includes('search') ? { q: 'place' } : {}) })
    // The charter carries a list beside its commitments.
    if (good.status === 200) expect([path, Object.keys(path === '/api/charter' ? good.body.consultations : good.body)]).toEqual([path, expect.arrayContaining(['items', 'total', 'page', 'perPage'])])
  }
})
