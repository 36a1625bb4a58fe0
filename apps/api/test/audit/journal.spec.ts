import { startApp, type TestPlatform } from '../support/app'
import { anAnnounced, aProposal, inDays, pass, withCentres, type Made } from '../support/consultations'
import { signedIn } from '../support/votes'
import type TestAgent from 'supertest/lib/agent'

interface Entry { action: string, by: string, actor: string | null, subject: string | null, consultation: string | null, consultationId: string | null }

let platform: TestPlatform
let staff: TestAgent
let administrator: TestAgent
let made: Made
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  staff = await platform.as('staff')
  made = await anAnnounced(platform, staff, { title: '=Nos places' })
  await anAnnounced(platform, await platform.as('staff', { place: '59350' }), { title: 'Squares de Lille' }, [{ kind: 'proposals', title: 'Idées', opensAt: await inDays(platform, 20), closesAt: await inDays(platform, 60, 18) }])
  await pass(platform, '21 days')
  staff = await signedIn(platform, 'staff')
  administrator = await signedIn(platform, 'administrator')
  const citizen = await signedIn(platform, 'citizen', { named: 'autrice' })
  await citizen.post(`/api/consultations/${made.id}/proposals`).send(aProposal()).expect(201)
})
afterAll(() => platform.stop())

const journal = async (who: TestAgent, query: object = {}): Promise<{ items: Entry[], total: number }> => (await who.get('/api/audit').query({ perPage: 50, ...query }).expect(200)).body

describe('the journal', () => {
  it.each(['/api/audit', '/api/audit.csv'])('is not for strangers nor for citizens: %s', async (path) => {
    await platform.stranger().get(path).expect(401)
    await (await platform.as('citizen', { named: 'autrice' })).get(path).expect(403)
  })

  it('is whole for administrators; staff read what concerns the consultations of their place, and no citizen’s address', async () => {
    const whole = await journal(administrator)
    expect(new Set(whole.items.map(({ consultation }) => consultation))).toEqual(new Set(['=Nos places', 'Squares de Lille']))
    expect(whole.items.find(({ action }) => action === 'proposal.submitted')).toMatchObject({ by: 'person', actor: expect.stringContaining('@') })
    const own = await journal(staff)
    expect(new Set(own.items.map(({ consultation }) => consultation))).toEqual(new Set(['=Nos places']))
    expect(own.items.find(({ action }) => action === 'proposal.submitted')).toMatchObject({ by: 'person', actor: null, subject: 'Planter des arbres place du marché', consultationId: made.id })
    expect(own.items.find(({ action }) => action === 'consultation.announced')).toMatchObject({ by: 'team', actor: expect.stringContaining('staff-') })
    expect(own.items.find(({ action }) => action === 'phase.opened')).toMatchObject({ by: 'platform', actor: null, subject: 'Vos idées', consultation: '=Nos places' })
    const lille = await signedIn(platform, 'staff', { place: '59350' })
    expect((await journal(lille, { consultation: made.id })).total).toBe(0)
    // Nobody is found by an address that one may not read.
    const { email } = await platform.person('citizen', { named: 'autrice' })
    expect([(await journal(staff, { actor: email })).total, (await journal(administrator, { actor: email })).total]).toEqual([0, 1])
  })

  it('is filtered by consultation, kind of act, person and day', async () => {
    const one = await journal(administrator, { consultation: made.id })
    expect(new Set(one.items.map(({ action }) => action.split('.')[0]))).toEqual(new Set(['consultation', 'phase', 'proposal', 'charter']))
    expect((await journal(administrator, { consultation: made.id, action: 'phase' })).items.map(({ action }) => action)).toEqual(['phase.opened'])
    expect((await journal(administrator, { action: 'consultation.announced' })).total).toBe(2)
    expect((await journal(administrator, { actor: 'staff-' })).items.every(({ by }) => by === 'team')).toBe(true)
    const day = (await inDays(platform, 0)).slice(0, 10)
    expect((await journal(administrator, { from: day, action: 'consultation.announced' })).total).toBe(0)
    expect((await journal(administrator, { to: day, action: 'consultation.announced' })).total).toBe(2)
    await administrator.get('/api/audit').query({ from: '2027-02-31x' }).expect(400)
  })

  it('is a file too, of the same filter, that runs nothing', async () => {
    const { text } = await staff.get('/api/audit.csv').query({ action: 'consultation.announced' }).buffer(true).expect(200)
    expect(text.trim().split('\r\n')).toHaveLength(2)
    expect(text).toContain("'=Nos places")
    expect(text).not.toContain('Lille')
  })
})
