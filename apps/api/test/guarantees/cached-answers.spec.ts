// Answers that strangers share: which routes say so, and that nobody ever gets what was somebody else's.
import { performance } from 'node:perf_hooks'
import { ModulesContainer, Reflector } from '@nestjs/core'
import { ACCESS } from '@parvis/identity'
import type { Response } from 'supertest'
import type TestAgent from 'supertest/lib/agent'
import { DataSource } from 'typeorm'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aDraft, aProposal, withCentres, withProposalsOpen } from '../support/consultations'
import { aVoter, signedIn } from '../support/votes'

let platform: TestPlatform
let staff: TestAgent
let author: TestAgent
let slug: string
let now: jest.SpyInstance<number>

beforeAll(async () => {
  platform = await startApp({ PARVIS_CACHE: '1' })
  await withCentres(platform)
  staff = await signedIn(platform, 'staff')
  slug = (await withProposalsOpen(platform, staff)).slug
  author = await signedIn(platform, 'citizen', { named: 'author' })
  await propose('La première idée')
  // Time stands still for what is kept, however long a test takes.
  now = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000)
})
afterAll(async () => {
  now?.mockRestore()
  await platform.stop()
})
beforeEach(() => pass(10_000))

const pass = (milliseconds: number): void => void now.mockReturnValue(performance.now() + milliseconds)
const propose = (title: string) => author.post(`/api/consultations/${slug}/proposals`).send(aProposal({ title })).expect(201)
const list = () => `/api/consultations/${slug}/proposals`
const titles = ({ body }: Response) => (body as { items: { title: string }[] }).items.map(({ title }) => title)

describe('routes whose answers strangers share', () => {
  it('are these, all of them public', () => {
    const reflector = new Reflector()
    const found: string[] = []
    for (const module of platform.app.get(ModulesContainer).values()) {
      for (const { metatype } of module.controllers.values()) {
        if (typeof metatype !== 'function') continue
        const prototype = metatype.prototype as Record<string, () => unknown>
        for (const name of Object.getOwnPropertyNames(prototype)) {
          const handler = prototype[name] as () => unknown
          const config = Reflect.getMetadata('__fastify_route_config__', handler) as { cachedSeconds?: number } | undefined
          if (!config?.cachedSeconds) continue
          expect([name, reflector.getAllAndOverride(ACCESS, [handler, metatype])]).toEqual([name, { public: true }])
          found.push(`${metatype.name}.${name} ${config.cachedSeconds}`)
        }
      }
    }
    expect(found.sort()).toEqual([
      'CentresController.list 2', 'CentresController.one 2', 'CharterController.consultation 2', 'CharterController.overview 2', 'CommentsController.list 2', 'ConsultationsController.detail 2', 'ConsultationsController.list 2', 'DebatesController.detail 2', 'DebatesController.list 2', 'JourneysController.read 2',
      'MeetingsController.all 2', 'MeetingsController.communes 2', 'MeetingsController.detail 2', 'MeetingsController.list 2', 'MunicipalitiesController.list 2', 'NewsController.list 2', 'ProposalAnswersController.listStatuses 2', 'ProposalRulesController.read 2', 'ProposalsController.detail 2', 'ProposalsController.list 2', 'ProposalsController.onMap 2', 'ResultsController.read 2', 'TerritoryController.all 60', 'TerritoryController.commune 60', 'ThemesController.list 2', 'VotesController.read 2',
    ])
  })
})

describe('a stranger', () => {
  it('gets the same bytes for two seconds, then what is true by then', async () => {
    const first = await platform.stranger().get(list()).expect(200)
    await propose('Une idée pendant ce temps')
    const second = await platform.stranger().get(list()).expect(200)
    expect(second.text).toBe(first.text)
    expect(second.headers.etag).toBe(first.headers.etag)
    pass(2001)
    expect(titles(await platform.stranger().get(list()).expect(200))).toContain('Une idée pendant ce temps')
  })

  it('is told how long, for whom, and no cookie; the headers of defence are there too', async () => {
    for (const which of ['made', 'kept']) {
      const { headers } = await platform.stranger().get(list()).set('x-test', which).expect(200)
      expect(headers).toMatchObject({ 'cache-control': 'public, max-age=2', 'vary': 'Accept, Authorization, Cookie, Origin', 'x-content-type-options': 'nosniff', 'content-type': 'application/json; charset=utf-8' })
      expect(headers).not.toHaveProperty('set-cookie')
    }
  })

  it('is answered 304 when it has it already', async () => {
    const { headers: { etag } } = await platform.stranger().get(list()).expect(200)
    for (const seconds of [0, 3]) {
      pass(seconds * 1000)
      const { text } = await platform.stranger().get(list()).set('if-none-match', String(etag)).expect(304)
      expect(text).toBe('')
    }
    await platform.stranger().get(list()).set('if-none-match', '"other"').expect(200)
  })

  it.each([
    ['another Accept', { accept: 'application/json;q=0.9' }],
    ['a token', { authorization: 'Bearer none' }],
    ['no session that exists', { cookie: 'parvis_3000=gone' }],
  ])('with %s does not get what was kept for others', async (name, headers) => {
    await platform.stranger().get(list())
    await propose(`Une idée avant ${name}`)
    const { status, body } = await platform.stranger().get(list()).set(headers)
    // A token that does not exist may be refused: that is no shared answer either.
    if (status === 200) expect((body as { items: { title: string }[] }).items[0]?.title).toBe(`Une idée avant ${name}`)
    else expect(status).toBe(401)
  })

  it('waits for the one who asks first: forty at once ask the database once', async () => {
    const query = jest.spyOn((platform.app.get(DataSource).driver as unknown as { master: { query: (...args: unknown[]) => unknown } }).master, 'query')
    const answers = await Promise.all(Array.from({ length: 40 }, () => platform.stranger().get(`${list()}?sort=oldest`)))
    expect(query.mock.calls).toHaveLength(1)
    query.mockRestore()
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
  })

  it('is not left waiting by a refusal, and a refusal is kept for nobody', async () => {
    const draft = await aDraft(platform, staff, { title: 'Un projet' })
    const answers = await Promise.all(Array.from({ length: 5 }, () => platform.stranger().get(`/api/consultations/${draft.id}`)))
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
    expect(answers[0]?.headers['cache-control']).toBe('no-store')
    await platform.db.owner.query(`update consultations.consultation set state = 'announced', announced_at = platform.clock() where id = $1`, [draft.id])
    await platform.stranger().get(`/api/consultations/${draft.id}`).expect(200)
  })
})

describe('somebody signed in', () => {
  it('never gets what was kept, and leaves nothing for strangers', async () => {
    const voter = await aVoter(platform, 'Nadia')
    const { body: { items: [proposal] } } = await platform.stranger().get(list()) as { body: { items: { id: string }[] } }
    await voter.put(`/api/proposals/${proposal?.id}/support`).send({}).expect(200)
    const mine = await voter.get(list()).expect(200)
    expect(mine.body.items[0]).toMatchObject({ supportedByMe: true, supportCount: 1 })
    expect(mine.headers['cache-control']).toBe('no-store')
    pass(2001)
    await voter.get(list()).expect(200)
    expect((await platform.stranger().get(list())).body.items[0]).toMatchObject({ supportedByMe: false, mine: false, supportCount: 1 })
    expect((await author.get(list())).body.items[0]).toMatchObject({ supportedByMe: false, mine: true })
  })

  it('sees drafts that strangers do not, also right after', async () => {
    const draft = await aDraft(platform, staff, { title: 'Encore un projet' })
    await staff.get(`/api/consultations/${draft.id}`).expect(200)
    await platform.stranger().get(`/api/consultations/${draft.id}`).expect(404)
    await staff.get('/api/consultations?state=draft').expect(200)
    expect((await platform.stranger().get('/api/consultations?state=draft').expect(200)).body.items).toEqual([])
  })

  it.each(['/api/session', '/health', '/ready'])('%s is kept for nobody', async (path) => {
    expect((await platform.stranger().get(path).expect(200)).headers['cache-control']).toBe('no-store')
  })
})
