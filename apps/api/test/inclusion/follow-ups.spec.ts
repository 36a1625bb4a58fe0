// What became of it, told to people without e-mail: once, by SMS, by a letter, or on a list at the centre under a code.
import type TestAgent from 'supertest/lib/agent'
import { startSms, type TestSms } from '../../../../test/support/sms'
import { startApp, type TestPlatform } from '../support/app'
import { aProposal, withCentres, withProposalsOpen } from '../support/consultations'
import { aCivilStatus, closeVote, sealVote, signedIn, withVoteOpen, type OpenVote } from '../support/votes'
import { aMandate, aMediator, centreId, enterBallot, everythingStored, LILLE, openSession, ROUBAIX } from './desk'

let platform: TestPlatform
let sms: TestSms
let open: OpenVote
beforeAll(async () => {
  sms = await startSms()
  platform = await startApp(sms.env)
  open = await withVoteOpen(platform)
}, 60_000)
afterAll(async () => {
  await platform.stop()
  await sms.stop()
})

const TOLD = { mandate: aMandate({ scopes: ['ANSWER', 'RECEIVE_FOLLOWUP'] }) }
const person = (birthSurname: string) => aCivilStatus({ birthSurname })
const ask = (agent: TestAgent, sessionId: string, over: object = {}) => agent.post(`/api/assisted-sessions/${sessionId}/follow-ups`).send({ way: 'centre', language: 'fr', ...over })
const read = async (code: string) => (await platform.stranger().get(`/api/follow-ups/codes/${code}`).expect(200)).body
const list = async (slug = LILLE) => (await platform.stranger().get(`/api/follow-ups/centres/${slug}`).expect(200)).body
const letters = '/api/follow-ups/letters'
let codes: { centre: string, sms: string, post: string }

describe('asking', () => {
  it('is for the desk, under a mandate that says so; the database asks too', async () => {
    const mediator = await aMediator(platform)
    const without = await openSession(platform, mediator, open.consultationId, person('Sansportee'))
    expect((await ask(mediator, without).expect(409)).body.code).toBe('mandate.missing')
    await expect(platform.db.owner.query('update inclusion.assisted_session set follow_ups = follow_ups + 1 where id = $1', [without])).rejects.toThrow('mandate.missing')
    await ask(platform.stranger(), without).expect(401)
    await ask(await platform.as('citizen'), without).expect(403)
    expect((await ask(await aMediator(platform, ROUBAIX), without).expect(404)).body.code).toBe('assisted-session.unknown')
  })

  it('gives a code, and says what is missing', async () => {
    const mediator = await aMediator(platform)
    const id = await openSession(platform, mediator, open.consultationId, person('Prevenue'), TOLD)
    const refusals = async (over: object) => ((await ask(mediator, id, over).expect(422)).body.refusals as { code: string, at: string }[]).map(({ code, at }) => `${code} ${at}`)
    expect(await refusals({ way: 'sms', contact: '03 20 12 34 56' })).toEqual(['mandate.phone contact'])
    expect(await refusals({ way: 'post', contact: 'Lille' })).toEqual(['claim.address contact'])
    expect(await refusals({ receipt: 'K7QM-2D9X-4TRW' })).toEqual(['follow-up.receipt receipt'])
    const { body: ballot } = await enterBallot(mediator, id, ['o1']).expect(201)
    expect(await refusals({ receipt: ballot.receipt })).toEqual(['follow-up.receipt receipt'])
    const asked = async (over: object) => (await ask(mediator, id, over).expect(201)).body.code as string
    codes = { centre: await asked({}), sms: await asked({ way: 'sms', contact: '06 11 22 33 44' }), post: await asked({ way: 'post', contact: 'Mme Prevenue\n4 rue Basse\n59000 Lille' }) }
    for (const code of Object.values(codes)) expect(await read(code)).toMatchObject({ state: 'waiting', outcome: null, subject: { proposal: null, title: 'Rafraîchir nos places' } })
    await asked({})
    await asked({})
    expect((await ask(mediator, id).expect(409)).body.code).toBe('follow-up.enough')
    const stored = await everythingStored(platform)
    for (const secret of ['0611223344', '+33611223344', 'rue Basse']) expect(stored).not.toContain(secret)
    await platform.stranger().get('/api/follow-ups/codes/K7QM-2D9X-4TRW').expect(404)
  })
})

describe('telling', () => {
  it('waits for the result', async () => {
    await platform.settle()
    expect([(await read(codes.sms)).state, sms.received.length, await list()]).toEqual(['waiting', 0, { centre: 'Centre Lille', items: [], waiting: 3, toPost: 0 }])
  })

  it('happens once, by each way; the address goes with it', async () => {
    await closeVote(platform)
    await sealVote(platform, open)
    await (await signedIn(platform, 'staff')).post(`/api/votes/${open.voteId}/publication`).send({ headline: 'Un projet sera fait.', nextSteps: 'Les travaux commencent au printemps.' }).expect(201)
    sms.refuse(1)
    await platform.settle()
    // A provider that fails once is asked again.
    await platform.db.owner.query(`update platform.outbox set available_at = clock_timestamp() where kind like 'follow-up.%' and done_at is null`)
    await platform.settle()
    await platform.settle()
    expect(sms.received.filter(({ to }) => to === '+33611223344')).toHaveLength(1)
    expect(sms.received[0]?.text).toContain('/resultats')
    expect(await read(codes.sms)).toMatchObject({ state: 'told', outcome: 'results' })
    // What the provider calls back asks nothing.
    const { body, signature } = sms.event(sms.received[0]?.reference ?? '', 'failed')
    await platform.stranger().post('/api/mandates/sms-callback').set('x-parvis-signature', signature).send(body).expect(204)
    const { rows } = await platform.db.owner.query<{ n: number }>(`select count(*)::integer as n from inclusion.follow_up where way = 'sms' and contact is not null`)
    expect(rows[0]?.n).toBe(0)
    await expect(platform.db.app.query(`update inclusion.follow_up set state = 'ready' where way = 'sms'`)).rejects.toMatchObject({ message: 'follow-up.told-already' })
  })

  it('by letters: staff of the place print them, and say that they left', async () => {
    for (const path of [letters]) {
      await platform.stranger().get(path).expect(401)
      await (await signedIn(platform, 'citizen')).get(path).expect(403)
      await (await aMediator(platform)).get(path).expect(403)
    }
    const staff = await signedIn(platform, 'staff')
    const { body } = await staff.get(letters).expect(200)
    expect(body).toMatchObject({ total: 1, items: [{ address: 'Mme Prevenue\n4 rue Basse\n59000 Lille', code: codes.post, outcome: 'results' }], figures: { asked: 5, waiting: 0, ready: 4, told: 1, lost: 0 } })
    const ids = [(body.items as { id: string }[])[0]?.id]
    const roubaix = await signedIn(platform, 'staff', { place: '59512', named: 'Roubaix' })
    expect((await roubaix.get(letters).expect(200)).body.total).toBe(0)
    expect((await roubaix.post(`${letters}/sending`).send({ ids }).expect(200)).body).toEqual({ sent: 0 })
    const both = await Promise.all([staff.post(`${letters}/sending`).send({ ids }), staff.post(`${letters}/sending`).send({ ids })])
    expect(both.map(({ body: answer }) => (answer as { sent: number }).sent).sort()).toEqual([0, 1])
    expect([(await staff.get(letters)).body.total, (await read(codes.post)).state]).toEqual([0, 'told'])
    for (const bad of [[], ['no'], Array.from({ length: 101 }, () => ids[0])]) await staff.post(`${letters}/sending`).send({ ids: bad }).expect(400)
  })

  it('on the list of the centre: codes, states and where to read them, no name; the desk says that it hangs', async () => {
    const before = await list()
    expect(before).toMatchObject({ waiting: 0, toPost: 3 })
    expect((before.items as object[])).toHaveLength(3)
    expect((before.items as { code: string }[]).map(({ code }) => code)).toContain(codes.centre)
    expect(before.items[0]).toEqual({ code: expect.stringMatching(/^[0-9A-Z-]{14}$/), outcome: 'results', subject: { slug: open.slug, title: 'Rafraîchir nos places', proposal: null } })
    const path = `/api/follow-ups/centres/${LILLE}/posting`
    await platform.stranger().post(path).expect(401)
    await (await signedIn(platform, 'citizen')).post(path).expect(403)
    expect((await (await aMediator(platform, ROUBAIX)).post(path).expect(403)).body.code).toBe('place.other')
    expect((await (await aMediator(platform)).post(path).expect(200)).body).toMatchObject({ toPost: 0 })
    expect((await read(codes.centre)).state).toBe('told')
    // It still hangs there.
    expect((await list()).items).toHaveLength(3)
    await platform.stranger().get('/api/follow-ups/centres/nowhere').expect(404)
  })
})

it('of a proposal says what became of that one', async () => {
  await withCentres(platform)
  const staff = await signedIn(platform, 'staff')
  const { id: consultationId } = await withProposalsOpen(platform, staff, { title: 'Des idées à suivre' })
  const mediator = await aMediator(platform)
  const id = await openSession(platform, mediator, consultationId, person('Idee'), TOLD)
  const { receipt } = (await mediator.post(`/api/assisted-sessions/${id}/proposals`).send(aProposal()).expect(201)).body as { receipt: string }
  const code = (await ask(mediator, id, { receipt }).expect(201)).body.code as string
  expect(await read(code)).toMatchObject({ state: 'waiting', subject: { proposal: 1, title: 'Des idées à suivre' } })
  await platform.db.owner.query(`update consultations.proposal set state = 'withdrawn' where consultation_id = $1`, [consultationId])
  await platform.settle()
  expect(await read(code)).toMatchObject({ state: 'ready', outcome: 'withdrawn' })
})

it('keeps no address longer than 24 months', async () => {
  await withCentres(platform)
  const staff = await signedIn(platform, 'staff')
  const { id: consultationId } = await withProposalsOpen(platform, staff, { title: 'Sans suite' })
  const mediator = await aMediator(platform)
  const id = await openSession(platform, mediator, consultationId, person('Longtemps'), TOLD)
  const code = (await ask(mediator, id, { way: 'post', contact: 'M. Longtemps, 1 rue Haute, 59000 Lille' }).expect(201)).body.code as string
  await platform.db.owner.query(`update inclusion.follow_up set asked_on = asked_on - 740 where way = 'post' and state = 'waiting'`)
  await platform.settle()
  expect(await read(code)).toMatchObject({ state: 'lost', outcome: null })
  expect((await platform.db.owner.query<{ n: number }>('select count(*)::integer as n from inclusion.follow_up where contact is not null')).rows[0]?.n).toBe(0)
  expect(await centreId(platform)).not.toBe('')
}, 60_000)
