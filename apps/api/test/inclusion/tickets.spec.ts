// The queue of a centre: tickets without a name, numbered by the database, and counts when the day is over.
import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { withCentres } from '../support/consultations'
import { habilitate, startApp, type TestPlatform } from '../support/app'
import { signedIn } from '../support/votes'
import { aMediator, centreId, LILLE, ROUBAIX } from './desk'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
})
afterAll(() => platform.stop())

const problem = (code: string) => ({ body }: { body: { code?: string } }) => expect(body.code).toBe(code)

interface Queue { centre: { slug: string }, waiting: { id: string, label: string, acts: string[], waited: number, language: string, need: string | null }[], atDesk: { id: string, label: string, state: string, mine: boolean }[], served: number, gone: number, inTimeShare: number | null, estimate: { minutes: number } | null }

const ticket = async (mediator: TestAgent, over: object = {}, slug = LILLE) => mediator.post('/api/tickets').send({ centreId: await centreId(platform, slug), token: randomUUID(), ...over })
const queue = async (mediator: TestAgent, slug = LILLE): Promise<Queue> => {
  const found = ((await mediator.get('/api/tickets').expect(200)).body as { items: Queue[] }).items.find(({ centre }) => centre.slug === slug)
  if (!found) throw new Error('no queue')
  return found
}
const next = async (mediator: TestAgent): Promise<{ id: string, label: string } | null> => ((await mediator.post('/api/tickets/next').send({ centreId: await centreId(platform) }).expect(200)).body as { ticket: { id: string, label: string } | null }).ticket
const act = (mediator: TestAgent, id: string, what: string) => mediator.post(`/api/tickets/${id}/acts`).send({ act: what })
const empty = () => platform.db.owner.query('delete from inclusion.ticket')
beforeEach(empty)

describe('who may ask', () => {
  it('the queue is kept at a desk of the centre, and seen on the wall by anybody', async () => {
    const lille = await aMediator(platform)
    for (const path of ['/api/tickets', '/api/tickets/next']) {
      const body = { centreId: await centreId(platform, ROUBAIX), ...(path.endsWith('next') ? {} : { token: randomUUID() }) }
      await platform.stranger().post(path).send(body).expect(401)
      await (await platform.as('citizen')).post(path).send(body).expect(403).expect(problem('access.forbidden'))
      await (await signedIn(platform, 'staff')).post(path).send(body).expect(403)
      await lille.post(path).send(body).expect(403).expect(problem('place.other'))
      await lille.post(path).send({ ...body, centreId: randomUUID() }).expect(404).expect(problem('centre.unknown'))
    }
    await platform.stranger().get('/api/tickets').expect(401)
    await (await platform.as('citizen')).get('/api/tickets').expect(403)
    const roubaix = await aMediator(platform, ROUBAIX)
    const { id } = (await ticket(roubaix, {}, ROUBAIX)).body as { id: string }
    await act(lille, id, 'leave').expect(403).expect(problem('place.other'))
    await platform.stranger().post(`/api/tickets/${id}/acts`).send({ act: 'leave' }).expect(401)
    await (await platform.as('citizen')).post(`/api/tickets/${id}/acts`).send({ act: 'leave' }).expect(403)
    await act(lille, randomUUID(), 'leave').expect(404).expect(problem('ticket.unknown'))
    await platform.stranger().get('/api/centres/nowhere/queue').expect(404).expect(problem('centre.unknown'))
    expect((await platform.stranger().get(`/api/centres/${ROUBAIX}/queue`).expect(200)).body).toMatchObject({ called: [], next: ['A1'], waiting: 1, estimate: null })
  })

  it('volunteers keep it too: they welcome', async () => {
    const { accountId, agent } = await platform.person('citizen', { named: 'volunteer' })
    await habilitate(platform.db, platform.app, accountId, LILLE, { kind: 'volunteer' })
    await platform.giveCode(agent, accountId)
    expect((await ticket(agent)).status).toBe(201)
    expect(await next(agent)).toMatchObject({ label: 'A1' })
  })
})

describe('a ticket', () => {
  it('has a number of the day and nothing of a person; the same form sent twice makes one', async () => {
    const mediator = await aMediator(platform)
    const token = randomUUID()
    expect((await ticket(mediator, { token, language: '  arabe ', need: 'cannot-read-french' })).body).toMatchObject({ label: 'A1', ahead: 0, estimate: null })
    expect((await ticket(mediator, { token })).body).toMatchObject({ label: 'A1' })
    expect((await ticket(mediator)).body).toMatchObject({ label: 'A2', ahead: 1 })
    const { waiting } = await queue(mediator)
    expect(waiting.map(({ label, language, need, acts }) => [label, language, need, acts])).toEqual([['A1', 'arabe', 'cannot-read-french', ['leave']], ['A2', '', null, ['leave']]])
    await mediator.post('/api/tickets').send({ centreId: await centreId(platform), token: randomUUID(), need: 'diabetes' }).expect(400)
    await mediator.post('/api/tickets').send({ centreId: await centreId(platform), token: randomUUID(), name: 'Marie' }).expect(400)
    const { rows: columns } = await platform.db.owner.query<{ name: string }>(`select column_name as name from information_schema.columns where table_schema = 'inclusion' and table_name = 'ticket'`)
    expect(columns.map(({ name }) => name).filter((name) => /name|birth|k0|email|phone|consultation/.test(name))).toEqual([])
  })

  it('twenty-five made at once have twenty-five numbers that follow', async () => {
    const mediator = await aMediator(platform)
    const made = await Promise.all(Array.from({ length: 25 }, () => ticket(mediator)))
    expect(made.map(({ body }) => Number((body as { label: string }).label.slice(1))).sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1))
    const { waiting } = await queue(mediator)
    expect(waiting.map(({ label }) => label)).toEqual(Array.from({ length: 25 }, (_, index) => `A${index + 1}`))
  })

  it('two mediators who call the next at once get two people', async () => {
    const [one, other] = [await aMediator(platform), await signedIn(platform, 'mediator', { place: LILLE, named: 'second' })]
    for (let person = 0; person < 12; person += 1) await ticket(one)
    const called = await Promise.all(Array.from({ length: 12 }, (_, index) => next(index % 2 ? one : other)))
    expect(called.map((found) => found?.label).sort()).toEqual(['A1', 'A10', 'A11', 'A12', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8', 'A9'])
    expect(await next(one)).toBeNull()
  })

  it('is called, taken, served; nobody moves it twice', async () => {
    const mediator = await aMediator(platform)
    for (let person = 0; person < 4; person += 1) await ticket(mediator)
    const first = await next(mediator)
    expect((await queue(mediator)).atDesk).toMatchObject([{ label: 'A1', state: 'called', mine: true }])
    await act(mediator, first?.id ?? '', 'serve').expect(409).expect(problem('ticket.wrong-state'))
    const takes = await Promise.all(Array.from({ length: 5 }, () => act(mediator, first?.id ?? '', 'take')))
    expect(takes.map(({ status }) => status).sort()).toEqual([204, 409, 409, 409, 409])
    await act(mediator, first?.id ?? '', 'serve').expect(204)
    // Not there when called: back to the queue, at its place.
    const second = await next(mediator)
    await act(mediator, second?.id ?? '', 'back').expect(204)
    expect(await next(mediator)).toEqual(second)
    await act(mediator, second?.id ?? '', 'leave').expect(204)
    expect(await queue(mediator)).toMatchObject({ served: 1, gone: 1, atDesk: [], inTimeShare: 1 })
    await mediator.post(`/api/tickets/${first?.id}/acts`).send({ act: 'nothing' }).expect(400)
  })
})

it('says how long one waits by the pace of the day, and how many were taken in time', async () => {
  const mediator = await aMediator(platform)
  for (let person = 0; person < 8; person += 1) await ticket(mediator)
  for (let person = 0; person < 5; person += 1) {
    const { id } = await next(mediator) ?? { id: '' }
    await act(mediator, id, 'take').expect(204)
    await platform.moveClock('6 minutes')
    await act(mediator, id, 'serve').expect(204)
  }
  const found = await queue(mediator)
  // Three wait, six minutes each, and a turn is over.
  expect(found.estimate?.minutes).toBeGreaterThanOrEqual(17)
  expect(found.estimate?.minutes).toBeLessThanOrEqual(19)
  // Taken after 0, 6, 12, 18 and 24 minutes.
  expect(found.inTimeShare).toBe(0.8)
  expect((await ticket(mediator)).body).toMatchObject({ ahead: 3, estimate: { minutes: expect.any(Number), from: expect.any(Number), to: expect.any(Number) } })
})

it('forgets tickets the next day: counts by centre and day stay', async () => {
  const mediator = await aMediator(platform)
  await platform.db.owner.query('delete from inclusion.queue_day')
  for (let person = 0; person < 3; person += 1) await ticket(mediator)
  const first = await next(mediator)
  await act(mediator, first?.id ?? '', 'take').expect(204)
  await platform.settle()
  expect((await platform.db.owner.query('select from inclusion.ticket')).rowCount).toBe(3)
  await platform.moveClock('24 hours')
  await platform.settle()
  expect((await platform.db.owner.query('select from inclusion.ticket')).rowCount).toBe(0)
  const { rows } = await platform.db.owner.query('select tickets, taken, in_time, left_count from inclusion.queue_day where tickets > 0')
  expect(rows).toEqual([{ tickets: 3, taken: 1, in_time: 1, left_count: 0 }])
  await platform.settle()
  expect((await platform.db.owner.query('select tickets from inclusion.queue_day where tickets > 0')).rows).toEqual([{ tickets: 3 }])
})

it('forty people behind one address are received without anybody being told to slow down', async () => {
  const mediator = await signedIn(platform, 'mediator', { place: LILLE, named: 'forty' })
  const statuses: number[] = []
  for (let person = 0; person < 40; person += 1) {
    statuses.push((await ticket(mediator)).status)
    const found = await next(mediator)
    for (const what of ['take', 'serve']) statuses.push((await act(mediator, found?.id ?? '', what)).status)
    statuses.push((await mediator.get('/api/desk')).status, (await mediator.get('/api/tickets')).status, (await platform.stranger().get(`/api/centres/${LILLE}/queue`)).status)
  }
  expect([...new Set(statuses)].sort()).toEqual([200, 201, 204])
}, 60_000)
