import { Outbox } from '@parvis/platform'
import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { anAnnounced, withCentres } from '../support/consultations'

interface JobBody {
  id: string
  kind: string
  state: string
  attempts: number
  attemptsAllowed: number
  cause: string | null
  about: { title: string } | null
  reason: string | null
}

let platform: TestPlatform
let staff: TestAgent
let broken = true
beforeAll(async () => {
  platform = await startApp({ REDIS_URL: 'redis://127.0.0.1:1' })
  staff = await platform.as('staff')
  const outbox = platform.app.get(Outbox)
  jest.spyOn(outbox['log'], 'warn').mockReturnValue(undefined)
  outbox.handle('test.works', async () => {
    if (broken) throw Object.assign(new Error('connect <maud@example.org>'), { code: 'ESOCKET' })
  })
})
afterAll(() => platform.stop())
beforeEach(async () => {
  broken = true
  await platform.db.app.query('delete from platform.outbox')
})

const announce = (payload: object = {}) => platform.db.app.query<{ id: string }>(`insert into platform.outbox (kind, payload) values ('test.works', $1) returning id`, [JSON.stringify(payload)]).then(({ rows: [row] }) => row?.id ?? '')
const drain = () => platform.app.get(Outbox).drain()
async function failed(payload: object = {}): Promise<string> {
  const id = await announce(payload)
  await platform.db.app.query('update platform.outbox set attempts = 7 where id = $1', [id])
  await drain()
  return id
}
const list = async (which: string) => (await staff.get(`/api/jobs?list=${which}`).expect(200)).body as { items: JobBody[], total: number }

describe('who may watch over the jobs', () => {
  const acts = [['get', '/api/jobs'], ['get', '/api/jobs/summary'], ['get', `/api/jobs/${randomUUID()}`], ['post', '/api/jobs/retries'], ['post', `/api/jobs/${randomUUID()}/retry`], ['post', `/api/jobs/${randomUUID()}/abandonment`]] as const
  const body = { until: '2026-01-01T00:00:00Z', reason: 'Cela ne sert plus à rien.' }
  const sent = (agent: TestAgent, method: 'get' | 'post', path: string) => method === 'get' ? agent.get(path) : agent.post(path).send(path.endsWith('retries') ? { until: body.until } : path.endsWith('abandonment') ? { reason: body.reason } : {})

  it.each(acts)('%s %s', async (method, path) => {
    expect((await sent(platform.stranger(), method, path).expect(401)).body.code).toBe('access.sign-in-needed')
    expect((await sent(await platform.as('citizen'), method, path).expect(403)).body.code).toBe('access.forbidden')
    expect((await sent(await platform.as('guardian'), method, path).expect(403)).body.code).toBe('access.forbidden')
    expect((await sent(await platform.as('staff', { place: '59350' }), method, path).expect(403)).body.code).toBe('place.other')
    const known = !/[0-9a-f]{8}-/.test(path)
    for (const agent of [staff, await platform.as('administrator')]) await sent(agent, method, path).expect(known ? 200 : 404)
  })
})

describe('the jobs', () => {
  it('tell what waits, what failed and why, and what it is about', async () => {
    await withCentres(platform)
    const { id: consultationId } = await anAnnounced(platform, staff)
    await platform.db.app.query('delete from platform.outbox')
    await failed({ consultationId })
    await announce()
    await drain()
    await platform.db.app.query(`insert into platform.outbox (kind) values ('nobody.handles')`)

    expect((await list('failed')).items).toEqual([expect.objectContaining({
      kind: 'test.works', state: 'failed', attempts: 8, attemptsAllowed: 8, cause: 'job.mail-unreachable', detail: 'connect <…@…>', about: { consultationId, slug: expect.any(String), title: 'Rafraîchir nos places' },
    })])
    expect((await list('waiting')).items).toEqual([expect.objectContaining({ state: 'waiting', attempts: 1, nextAttemptAt: expect.any(String) })])
    expect((await list('running')).total).toBe(0)
    expect((await list('over')).total).toBe(0)
    const { body } = await staff.get('/api/jobs/summary').expect(200)
    expect(body).toMatchObject({ running: 0, waiting: 1, failed: 1, failedKinds: [{ kind: 'test.works', count: 1 }], redisConfigured: true, workers: [] })
  })

  it('that failed are tried again, once asked, with a trace', async () => {
    const id = await failed()
    const { body } = await staff.post(`/api/jobs/${id}/retry`).expect(200)
    expect(body).toMatchObject({ state: 'waiting', attempts: 8, attemptsAllowed: 16 })
    broken = false
    expect(await drain()).toBe(1)
    expect((await list('over')).items).toEqual([expect.objectContaining({ id, state: 'done', attempts: 9 })])
    expect((await staff.post(`/api/jobs/${id}/retry`).expect(409)).body.code).toBe('job.not-failed')
    const { rows } = await platform.db.app.query(`select action, detail from platform.audit_entry where subject_kind = 'job' and subject_id = $1`, [id])
    expect(rows).toEqual([{ action: 'job.retried', detail: { kind: 'test.works', attempts: 8 } }])
  })

  it('that wait after an error need not wait', async () => {
    const id = await announce()
    expect((await staff.post(`/api/jobs/${id}/retry`).expect(409)).body.code).toBe('job.not-failed')
    await drain()
    broken = false
    expect(await drain()).toBe(0)
    await staff.post(`/api/jobs/${id}/retry`).expect(200)
    expect(await drain()).toBe(1)
  })

  it('are not begun a second time while they run', async () => {
    const id = await announce()
    const [claimed] = await platform.app.get(Outbox).claim()
    expect(claimed?.id).toBe(id)
    expect((await staff.post(`/api/jobs/${id}/retry`).expect(409)).body).toMatchObject({ code: 'job.not-failed', facts: { state: 'running' } })
    expect((await staff.post(`/api/jobs/${id}/abandonment`).send({ reason: 'Cela ne sert plus à rien.' }).expect(409)).body.code).toBe('job.not-failed')
  })

  it('that failed until a moment are tried again together; those after it were not shown', async () => {
    await failed()
    await failed()
    const { now } = (await staff.get('/api/jobs/summary').expect(200)).body as { now: string }
    const later = await failed()
    await platform.db.app.query(`update platform.outbox set failed_at = clock_timestamp() + interval '1 minute' where id = $1`, [later])
    expect((await staff.post('/api/jobs/retries').send({ until: now }).expect(200)).body).toEqual({ retried: 2 })
    expect((await list('failed')).items).toEqual([expect.objectContaining({ id: later })])
    expect((await staff.post('/api/jobs/retries').send({ until: 'hier' }).expect(400)).body.code).toBeDefined()
  })

  it('are given up with a reason, and may be taken up again', async () => {
    const id = await failed()
    await staff.post(`/api/jobs/${id}/abandonment`).send({ reason: 'court' }).expect(400)
    const { body } = await staff.post(`/api/jobs/${id}/abandonment`).send({ reason: '  L’adresse n’existe plus. ' }).expect(200)
    expect(body).toMatchObject({ state: 'given-up', reason: 'L’adresse n’existe plus.' })
    expect((await list('failed')).total).toBe(0)
    expect((await list('over')).items).toEqual([expect.objectContaining({ id })])
    await staff.post(`/api/jobs/${id}/retry`).expect(200)
    broken = false
    expect(await drain()).toBe(1)
  })
})
