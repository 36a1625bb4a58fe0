import type TestAgent from 'supertest/lib/agent'
import { habilitate, startApp, type Person, type TestPlatform } from '../support/app'
import { inDays, withCentres } from '../support/consultations'
import { aCivilStatus, withVoteOpen } from '../support/votes'
import { centreId, LILLE, sessionFor } from './desk'

interface Mission { id: string, accepted: number, people: { accountId: string, answer: string | null }[] }

let platform: TestPlatform
let staff: TestAgent
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  staff = await platform.as('staff')
})
afterAll(() => platform.stop())

const offer = (over: object = {}): object => ({ municipalityCode: '59350', languages: ['arabe', 'Anglais'], skills: ['welcome', 'carry'], availability: ['weekend'], ...over })
const aMission = async (over: object = {}): Promise<object> => ({ title: 'Accueillir au marché', tasks: 'Orienter vers la borne, porter les enveloppes.', municipalityCode: '59512', day: (await inDays(platform, 10)).slice(0, 10), opens: '09:00', closes: '12:00', seats: 1, ...over })

async function member(named: string, over: object = {}): Promise<Person> {
  const person = await platform.person('citizen', { named })
  await person.agent.put('/api/reserve').send(offer(over)).expect(200)
  return person
}

const created = async (over: object = {}, by = staff): Promise<Mission> => (await by.post('/api/console/missions').send(await aMission(over)).expect(201)).body as Mission

describe('a member', () => {
  it('joins with what they offer, changes it, and leaves with their missions', async () => {
    const { agent, accountId } = await member('joins')
    expect((await agent.get('/api/reserve').expect(200)).body).toMatchObject({ member: { municipality: { name: 'Lille' }, languages: expect.arrayContaining(['arabe', 'Anglais']), skills: ['welcome', 'carry'] }, missions: [] })
    await agent.put('/api/reserve').send(offer({ skills: ['drive'] })).expect(200).expect(({ body }) => expect(body.member.skills).toEqual(['drive']))
    const { id } = await created()
    await staff.post(`/api/console/missions/${id}/proposals`).send({ accountIds: [accountId] }).expect(201)
    await agent.delete('/api/reserve').expect(204)
    await agent.delete('/api/reserve').expect(404)
    expect((await agent.get('/api/reserve').expect(200)).body).toEqual({ member: null, missions: [] })
  })

  it.each<[string, object, number]>([
    ['a skill that is none', { skills: ['vote'] }, 400], ['no availability', { availability: [] }, 400], ['a commune of nowhere', { municipalityCode: '75056' }, 422],
  ])('does not join with %s', async (_label, over, status) => {
    await (await platform.person('citizen', { named: 'refused' })).agent.put('/api/reserve').send(offer(over)).expect(status)
  })

  it('is no stranger, and no professional of a desk', async () => {
    await platform.stranger().put('/api/reserve').send(offer()).expect(401)
    await (await platform.as('mediator', { place: LILLE })).put('/api/reserve').send(offer()).expect(409).expect(({ body }) => expect(body.code).toBe('reserve.professional'))
  })
})

describe('missions', () => {
  it('are found and proposed by staff of their commune or of the metropolis', async () => {
    const { accountId } = await member('roubaisien', { municipalityCode: '59512', languages: ['portugais'] })
    expect((await staff.get('/api/console/reserve?language=Portugais&skill=carry&availability=weekend&municipality=59512').expect(200)).body).toMatchObject({ total: 1, items: [{ accountId }] })
    expect((await staff.get('/api/console/reserve?skill=drive&municipality=59512').expect(200)).body.total).toBe(0)
    expect((await staff.get('/api/console/reserve.csv').expect(200)).text).toContain('portugais')
    const [tourcoing, roubaix] = [await platform.as('staff', { place: '59599' }), await platform.as('staff', { place: '59512' })]
    await tourcoing.post('/api/console/missions').send(await aMission()).expect(403)
    const { id } = await created({}, roubaix)
    await tourcoing.get(`/api/console/missions/${id}`).expect(404)
    await tourcoing.post(`/api/console/missions/${id}/proposals`).send({ accountIds: [accountId] }).expect(404)
    await (await platform.as('citizen')).get('/api/console/reserve').expect(403)
    await platform.stranger().get('/api/console/missions').expect(401)
    await roubaix.post('/api/console/missions').send(await aMission({ day: '2020-01-01' })).expect(422).expect(({ body }) => expect(body.code).toBe('mission.day-past'))
    await roubaix.post('/api/console/missions').send(await aMission({ opens: '12:00', closes: '09:00' })).expect(422)
  })

  it('are accepted by no more than there are seats, by many at once', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, (_, index) => member(`many ${index}`)))
    const { id } = await created({ seats: 2 })
    await staff.post(`/api/console/missions/${id}/proposals`).send({ accountIds: people.map(({ accountId }) => accountId) }).expect(201)
    await platform.settle()
    const { rows: [mails] } = await platform.db.owner.query<{ n: number }>(`select count(*)::integer as n from platform.mailbox where recipient = any($1) and subject like '%mission%'`, [people.map(({ email }) => email)])
    expect(mails?.n).toBe(5)
    const answers = await Promise.all(people.map(({ agent }) => agent.post(`/api/reserve/missions/${id}/answers`).send({ accept: true })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409])
    expect(((await staff.get(`/api/console/missions/${id}`).expect(200)).body as Mission).accepted).toBe(2)
    // Who accepted may still take it back, and leaves the seat.
    const [accepted] = people.filter((_, index) => answers[index]?.status === 201)
    await accepted?.agent.post(`/api/reserve/missions/${id}/answers`).send({ accept: false }).expect(201)
    await accepted?.agent.post(`/api/reserve/missions/${id}/answers`).send({ accept: true }).expect(409)
    const [refused] = people.filter((_, index) => answers[index]?.status === 409)
    await refused?.agent.post(`/api/reserve/missions/${id}/answers`).send({ accept: true }).expect(201)
    await staff.put(`/api/console/missions/${id}/state`).send({ state: 'done' }).expect(200)
    await staff.put(`/api/console/missions/${id}/state`).send({ state: 'cancelled' }).expect(409)
    await refused?.agent.post(`/api/reserve/missions/${id}/answers`).send({ accept: false }).expect(409)
    await (await platform.person('citizen', { named: 'not asked' })).agent.post(`/api/reserve/missions/${id}/answers`).send({ accept: true }).expect(404)
  })
})

describe('a member at a desk', () => {
  it('enters for nobody, whatever habilitation came later: by the rule and by the table', async () => {
    const open = await withVoteOpen(platform)
    staff = open.staff
    const both = await member('enters')
    await habilitate(platform.db, platform.app, both.accountId, LILLE)
    await platform.giveCode(both.agent, both.accountId)
    const refused = await both.agent.post('/api/assisted-sessions').send(await sessionFor(platform, open.consultationId, aCivilStatus())).expect(422)
    expect(refused.body.code).toBe('habilitation.volunteer')
    await expect(platform.db.app.query(`
      insert into inclusion.assisted_session (consultation_id, centre_id, mediator_id, mode, evidence, consent_version, municipality_code, k0, conventional_date, expires_at)
      values ($1, $2, $3, 'on_behalf', 'E2', '1.0', '59350', decode(repeat('ab', 16), 'hex'), false, platform.clock() + interval '20 minutes')`, [open.consultationId, await centreId(platform), both.accountId])).rejects.toThrow('enters for nobody')
  })
})
