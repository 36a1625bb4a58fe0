import request from 'supertest'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aDraft } from '../support/consultations'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
})
afterAll(() => platform.stop())

const machine = (token: string) => ({
  get: (path: string) => request(platform.url).get(path).set('authorization', `Bearer ${token}`),
  post: (path: string) => request(platform.url).post(path).set('authorization', `Bearer ${token}`),
})

async function tokenOf(role: 'staff' | 'administrator', options: { place?: string, named?: string } = {}): Promise<{ id: string, token: string }> {
  const { body } = await (await platform.as(role, options)).post('/api/tokens').send({ label: 'open data portal', days: 30 }).expect(201)
  return body
}

describe('a token for machines', () => {
  it('is made by who holds a role: not signed in, wrong role', async () => {
    await platform.stranger().post('/api/tokens').send({ label: 'mine', days: 1 }).expect(401)
    await (await platform.as('citizen')).post('/api/tokens').send({ label: 'mine', days: 1 }).expect(403)
    await (await platform.as('citizen')).get('/api/tokens').expect(403)
  })

  it('reads what its owner may read, drafts too, in the owner\'s commune and no other', async () => {
    const lille = await platform.as('staff', { place: '59350' })
    const draft = await aDraft(platform, lille)
    const { token } = await tokenOf('staff', { place: '59350' })
    const other = await tokenOf('staff', { place: '59512' })
    await machine(token).get(`/api/consultations/${draft.id}/preparation`).expect(200)
    const refused = await machine(other.token).get(`/api/consultations/${draft.id}/preparation`)
    expect(refused.status).toBeGreaterThanOrEqual(403)
    expect(refused.status).toBeLessThan(405)
  })

  it('acts for nobody, and has nothing of a citizen', async () => {
    const { token } = await tokenOf('staff')
    expect((await machine(token).post('/api/consultations').send({ title: 'By a program' }).expect(403)).body.code).toBe('api-token.reads-only')
    for (const path of ['/api/account/civil-status', '/api/tokens', '/api/desk', '/api/roles']) await machine(token).get(path).expect(403)
    const { body: session } = await machine(token).get('/api/session').expect(200)
    expect(session.permissions).not.toContain('ballot.cast')
  })

  it('that is sent decides alone: a cookie beside it is not looked at', async () => {
    const staff = await platform.as('staff')
    const refused = await staff.get('/api/session').set('authorization', `Bearer parvis_${'x'.repeat(43)}`).expect(401)
    expect(refused.body.code).toBe('api-token.unknown')
    await staff.get('/api/session').set('authorization', 'Basic cGFydmlzOnBhcnZpcw==').expect(401)
  })

  it('ends at once when it is revoked, when its time is over, when its owner loses the role', async () => {
    const staff = await platform.as('staff', { named: 'owner' })
    const first = await tokenOf('staff', { named: 'owner' })
    await (await platform.as('staff', { named: 'somebody else' })).delete(`/api/tokens/${first.id}`).expect(404)
    await staff.delete(`/api/tokens/${first.id}`).expect(204)
    await machine(first.token).get('/api/session').expect(401)

    const second = await tokenOf('staff', { named: 'owner' })
    await platform.db.app.query(`update identity.api_token set expires_at = platform.clock() - interval '1 second' where id = $1`, [second.id])
    await machine(second.token).get('/api/session').expect(401)

    const third = await tokenOf('staff', { named: 'owner' })
    const { accountId } = await platform.person('staff', { named: 'owner' })
    await platform.db.app.query('update identity.role_grant set ended_at = platform.clock() where account_id = $1', [accountId])
    await machine(third.token).get('/api/jobs').expect(403)
  })

  it('is one of ten at most, however many are asked for at once', async () => {
    const staff = await platform.as('staff', { named: 'many' })
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => staff.post('/api/tokens').send({ label: `program ${n}`, days: 1 })))
    const { body } = await staff.get('/api/tokens').expect(200)
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(10).fill(201), ...Array<number>(20).fill(409)])
    expect(body.total).toBe(10)
    expect((await staff.post('/api/tokens').send({ label: 'one more', days: 1 }).expect(409)).body).toMatchObject({ code: 'api-token.too-many', facts: { most: 10 } })
  })

  it('is kept as a hash and shown once', async () => {
    const { token } = await tokenOf('administrator')
    const { rows } = await platform.db.app.query<{ found: boolean }>(`select bool_or(t::text like '%' || $1 || '%') as found from identity.api_token t`, [token.slice(7)])
    expect(rows[0]?.found).toBe(false)
    const { body } = await (await platform.as('administrator')).get('/api/tokens').expect(200)
    expect(JSON.stringify(body)).not.toContain(token.slice(7))
  })

  it.each([[{ label: 'x', days: 1 }], [{ label: 'long enough', days: 0 }], [{ label: 'long enough', days: 366 }], [{ label: 'long enough', days: '30' }], [{ days: 3 }]])('is refused for %j', async (wanted) => {
    await (await platform.as('staff')).post('/api/tokens').send(wanted).expect(400)
  })
})
