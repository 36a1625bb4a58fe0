import { METROPOLIS } from '@parvis/identity'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
})
afterAll(() => platform.stop())

const metropolis = { placeKind: 'metropolis', placeCode: METROPOLIS.code }

describe('a role', () => {
  it('is given and ended by an administrator, at once and on record', async () => {
    const administrator = await platform.as('administrator')
    const { agent, email } = await platform.person('citizen', { named: 'agent of Roubaix' })
    const may = async () => (await agent.get('/api/session')).body.permissions.includes('consultation.prepare')
    expect(await may()).toBe(false)

    const { body: role } = await administrator.post('/api/roles').send({ email, role: 'staff', placeKind: 'municipality', placeCode: '59512' }).expect(201)
    expect(role).toMatchObject({ email, role: 'staff', place: { code: '59512', name: 'Roubaix' } })
    expect(await may()).toBe(true)
    expect((await agent.get('/api/session')).body.roles).toEqual([{ role: 'staff', place: { kind: 'municipality', code: '59512', name: 'Roubaix' } }])
    await administrator.post('/api/roles').send({ email, role: 'staff', placeKind: 'municipality', placeCode: '59512' }).expect(409)
    expect((await administrator.get('/api/roles').query({ q: email }).expect(200)).body).toMatchObject({ total: 1, items: [{ id: role.id }] })

    await administrator.delete(`/api/roles/${role.id}`).expect(204)
    expect(await may()).toBe(false)
    await administrator.delete(`/api/roles/${role.id}`).expect(404)

    const { body: audit } = await administrator.get('/api/audit').query({ subjectKind: 'account' }).expect(200)
    expect(audit.items.slice(0, 2).map(({ action }: { action: string }) => action)).toEqual(['role.ended', 'role.granted'])
  })

  it('is found by person, role and place; strangers, citizens and staff do not look', async () => {
    await platform.stranger().get('/api/roles').expect(401)
    await (await platform.as('citizen')).get('/api/roles').expect(403)
    await (await platform.as('staff')).get('/api/roles').expect(403)
    await platform.person('staff', { place: '59350' })
    const { agent: administrator, email } = await platform.person('administrator')
    const { email: granted } = await platform.person('citizen', { named: 'agent of Lille' })
    await administrator.post('/api/roles').send({ email: granted, role: 'staff', placeKind: 'municipality', placeCode: '59350' }).expect(201)
    const of = async (query: object) => (await administrator.get('/api/roles').query(query).expect(200)).body
    const lille = await of({ role: 'staff', place: '59350' })
    expect(lille.items.every(({ role, place }: { role: string, place: { name: string } }) => role === 'staff' && place.name === 'Lille')).toBe(true)
    expect(lille.items.find((item: { email: string }) => item.email === granted)).toMatchObject({ grantedBy: email })
    expect(lille.places.map(({ name }: { name: string }) => name)).toContain('Lille')
    expect((await of({ role: 'guardian', place: '59350' })).total).toBe(0)
    await administrator.get('/api/roles').query({ role: 'citizen' }).expect(400)
  })

  it('shortens the sessions of who receives it', async () => {
    const { email } = await platform.person('citizen', { named: 'promoted' })
    await (await platform.as('administrator')).post('/api/roles').send({ email, role: 'guardian', ...metropolis }).expect(201)
    const { rows } = await platform.db.app.query<{ short: boolean }>(`
      select expires_at <= platform.clock() + interval '12 hours' as short from identity.session s join identity.account a on a.id = s.account_id where a.email = $1`, [email])
    expect(rows).toEqual([{ short: true }])
  })

  it.each([
    ['to nobody', { email: 'personne@example.org', role: 'staff', ...metropolis }, 404, 'account.unknown'],
    ['in a commune that is not ours', { role: 'staff', placeKind: 'municipality', placeCode: '75056' }, 422, 'place.unknown'],
    ['of a mediator, which a habilitation gives', { role: 'mediator', placeKind: 'centre', placeCode: 'centre-59350' }, 400, 'request.invalid'],
    ['of an administrator in a commune', { role: 'administrator', placeKind: 'municipality', placeCode: '59350' }, 422, 'role.wrong-place'],
    ['that does not exist', { role: 'king', ...metropolis }, 400, 'request.invalid'],
  ])('is not given %s', async (_, wanted, status, code) => {
    const { email } = await platform.person('citizen', { named: 'candidate' })
    const answer = await (await platform.as('administrator')).post('/api/roles').send({ email, ...wanted }).expect(status)
    expect(answer.body.code).toBe(code)
  })

  it('of the last administrator cannot be ended, whoever ends whom', async () => {
    const { rows } = await platform.db.app.query<{ id: string }>(`select id from identity.role_grant where role = 'administrator' and ended_at is null`)
    const answer = await (await platform.as('administrator')).delete(`/api/roles/${rows[0]?.id}`).expect(409)
    expect(answer.body.code).toBe('role.last-administrator')
  })
})
