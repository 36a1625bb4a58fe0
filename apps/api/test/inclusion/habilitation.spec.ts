import type TestAgent from 'supertest/lib/agent'
import request from 'supertest'
import { DataSource } from 'typeorm'
import { SecondFactor } from '@parvis/identity'
import { createApp } from '../../src/bootstrap'
import { rightAnswer } from '../../../../libs/inclusion/src/training/test.rules'
import { aSiret, CODE_SECRET, codeNow, habilitate, PASSWORD, startApp, type Person, type TestPlatform } from '../support/app'
import { aCivilStatus, signedIn, withVoteOpen, type OpenVote } from '../support/votes'
import { aMediator, centreId, enterBallot, LILLE, openSession, ROUBAIX, sessionFor } from './desk'

interface Own { habilitation: { id: string, state: string, reason: string, validUntil: string | null, centres: { name: string }[] } | null, next: string, trained: boolean, commitments: { version: string, hash: string }, referentOf: { id: string, name: string }[] }
interface Test { open: { questions: { id: string, right: string | null, given: string | null }[] } | null, last: { rightAnswers: number, passed: boolean, questions: { id: string, right: string | null }[] } | null, passed: boolean, retakeAt: string | null }

let platform: TestPlatform
let open: OpenVote
let staff: TestAgent
let referent: Person
let organisationId: string
/** Another app on the same database. It stays open until the end: Passport keeps one strategy, that of the app that came last. */
let second: Awaited<ReturnType<typeof createApp>> | undefined
beforeAll(async () => {
  platform = await startApp()
  open = await withVoteOpen(platform)
  staff = await signedIn(platform, 'staff')
  referent = await platform.person('citizen', { named: 'referent', email: 'referente@example.org' })
  await signedIn(platform, 'citizen', { named: 'referent', email: 'referente@example.org' })
  organisationId = await anOrganisation('La Souris', referent.email)
  await staff.post(`/api/console/organisations/${organisationId}/decisions`).send({ decision: 'accept' }).expect(201)
  await staff.put(`/api/console/organisations/${organisationId}/people`).send({ centreIds: [await centreId(platform)], referents: [referent.email] }).expect(200)
})
// Clocks are moved by days: staff sign in anew.
beforeEach(() => signedIn(platform, 'staff'))
afterAll(async () => {
  await second?.close()
  await platform.stop()
})

const aRequest = (over: object = {}): object => ({ name: 'La Souris', siret: aSiret(), kind: 'association', municipalityCode: '59350', places: 'La salle du fond', contactName: 'Nadia', contactEmail: 'nadia@example.org', ...over })

async function anOrganisation(name: string, contactEmail: string, over: object = {}): Promise<string> {
  await platform.stranger().post('/api/organisation-requests').send(aRequest({ name, contactEmail, ...over })).expect(202)
  return (await platform.db.owner.query<{ id: string }>('select id from inclusion.organisation where name = $1 order by requested_at desc limit 1', [name])).rows[0]?.id ?? ''
}

const person = async (named: string): Promise<Person> => {
  const made = await platform.person('citizen', { named })
  await made.agent.post('/api/sessions').send({ email: made.email, password: PASSWORD }).expect(201)
  return made
}
const own = async (agent: TestAgent): Promise<Own> => (await agent.get('/api/habilitation').expect(200)).body as Own
const codes = ({ body }: { body: { refusals?: { code: string, at?: string }[] } }) => body.refusals?.map(({ code, at }) => `${code}${at ? ` ${at}` : ''}`)

async function ask(agent: TestAgent, kind = 'professional'): Promise<string> {
  return (((await agent.post('/api/habilitation').send({ organisationId, kind }).expect(201)).body as Own).habilitation?.id ?? '')
}

/** The test with so many right answers. */
async function takeTest(agent: TestAgent, right: number): Promise<Test> {
  const drawn = (await agent.post('/api/training/test').expect(201)).body as Test
  const answers = Object.fromEntries((drawn.open?.questions ?? []).map(({ id }, index) => [id, index < right ? rightAnswer(id) : ['a', 'b', 'c'].find((letter) => letter !== rightAnswer(id))]))
  return (await agent.put('/api/training/test').send({ answers }).expect(200)).body as Test
}

async function setUpCode({ agent, accountId }: Person): Promise<void> {
  await agent.post('/api/second-factor').send({}).expect(201)
  // The secret of tests in place of the one that was drawn: what the app of the person would hold.
  await platform.db.owner.query('delete from identity.second_factor where account_id = $1', [accountId])
  await platform.app.get(SecondFactor, { strict: false }).keep(platform.app.get(DataSource).manager, accountId, CODE_SECRET.base32, 'app')
  await platform.giveCode(agent, accountId)
}

/** Every step, by a referent and the person. */
async function active(named: string, kind = 'professional'): Promise<Person & { id: string }> {
  const made = await person(named)
  const id = await ask(made.agent, kind)
  await referent.agent.put(`/api/habilitations/${id}/perimeter`).send({ centreIds: [await centreId(platform)], consultationIds: [] }).expect(200)
  await referent.agent.post(`/api/habilitations/${id}/decisions`).send({ act: 'admit' }).expect(201)
  await takeTest(made.agent, 9)
  await made.agent.post('/api/habilitation/commitments').send({ version: '1.0' }).expect(201)
  await setUpCode(made)
  await made.agent.post('/api/habilitation/activation').expect(201)
  return { ...made, id }
}

describe('an organisation', () => {
  it.each<[string, object, number, string[]]>([
    ['a SIRET whose sum is wrong', { siret: '21590350100018' }, 422, ['organisation.siret siret']],
    ['a commune of nowhere', { municipalityCode: '75056' }, 422, ['municipality.unknown municipalityCode']],
    ['a SIRET that is too short', { siret: '2159035010001' }, 400, ['field.matches siret']],
    ['no name', { name: ' ' }, 400, ['field.min-length name']],
  ])('asks with %s in vain', async (_label, over, status, expected) => {
    expect(codes(await platform.stranger().post('/api/organisation-requests').send(aRequest(over)).expect(status))).toEqual(expected)
  })

  it('asks once for its SIRET, and again when it was refused', async () => {
    const siret = aSiret()
    const id = await anOrganisation('Deux fois', 'deux@example.org', { siret })
    await platform.stranger().post('/api/organisation-requests').send(aRequest({ siret })).expect(409).expect(({ body }) => expect(body.code).toBe('organisation.known'))
    await staff.post(`/api/console/organisations/${id}/decisions`).send({ decision: 'refuse' }).expect(422).expect((answer) => expect(codes(answer)).toEqual(['organisation.no-reason reason']))
    await staff.post(`/api/console/organisations/${id}/decisions`).send({ decision: 'refuse', reason: 'Aucun salarié pour l’instant.' }).expect(201).expect(({ body }) => expect(body).toMatchObject({ state: 'refused', decisions: [] }))
    await staff.post(`/api/console/organisations/${id}/decisions`).send({ decision: 'accept' }).expect(409)
    await platform.stranger().post('/api/organisation-requests').send(aRequest({ siret, name: 'Deux fois' })).expect(202)
  })

  it('is decided by staff of its commune or of the metropolis, and seen by no other', async () => {
    const id = await anOrganisation('Ailleurs', 'ailleurs@example.org')
    const roubaix = await signedIn(platform, 'staff', { place: '59512' })
    await roubaix.get(`/api/console/organisations/${id}`).expect(404)
    await roubaix.post(`/api/console/organisations/${id}/decisions`).send({ decision: 'accept' }).expect(404)
    await (await signedIn(platform, 'staff', { place: '59350' })).get(`/api/console/organisations/${id}`).expect(200)
    for (const path of ['organisations', 'organisations.csv', `organisations/${id}`, 'habilitations', 'habilitations.csv']) {
      await platform.stranger().get(`/api/console/${path}`).expect(401)
      await (await person('curious')).agent.get(`/api/console/${path}`).expect(403)
    }
    expect((await roubaix.get('/api/console/organisations').expect(200)).body.total).toBe(0)
    expect((await staff.get('/api/console/organisations?q=ailleurs&state=requested').expect(200)).body).toMatchObject({ total: 1, items: [{ name: 'Ailleurs', municipality: { name: 'Lille' } }] })
    expect((await staff.get('/api/console/organisations.csv').expect(200)).text).toContain('Ailleurs')
  })

  it('runs its own centres only', async () => {
    const id = await anOrganisation('Voleuse', 'voleuse@example.org')
    await staff.put(`/api/console/organisations/${id}/people`).send({ centreIds: [await centreId(platform)], referents: ['voleuse@example.org'] }).expect(422).expect((answer) => expect(codes(answer)).toEqual(['organisation.centre-of-another centreIds']))
  })
})

describe('the way to a desk', () => {
  it('is asked for, decided by somebody else, learnt, signed, and opened by a code', async () => {
    const { agent, email } = await person('recruit')
    expect(await own(agent)).toMatchObject({ habilitation: null, next: 'ask' })
    const id = await ask(agent)
    await agent.post('/api/habilitation').send({ organisationId, kind: 'volunteer' }).expect(409).expect(({ body }) => expect(body.code).toBe('habilitation.asked-already'))
    expect((await own(agent)).next).toBe('wait')
    await agent.post('/api/habilitation/activation').expect(409)
    expect((await referent.agent.get('/api/team').expect(200)).body.items).toContainEqual(expect.objectContaining({ id, email, state: 'new' }))
    await agent.get('/api/team').expect(403).expect(({ body }) => expect(body.code).toBe('organisation.not-referent'))
    // The pages lead to a team whoever has one, and nobody else.
    expect([(await referent.agent.get('/api/session')).body.team, (await agent.get('/api/session')).body.team, (await platform.stranger().get('/api/session')).body.team]).toEqual([true, false, false])
    await agent.post(`/api/habilitations/${id}/decisions`).send({ act: 'admit' }).expect(404)
    await referent.agent.put(`/api/habilitations/${id}/perimeter`).send({ centreIds: [await centreId(platform, ROUBAIX)], consultationIds: [] }).expect(422)
    await referent.agent.put(`/api/habilitations/${id}/perimeter`).send({ centreIds: [await centreId(platform)], consultationIds: [] }).expect(200)
    await referent.agent.post(`/api/habilitations/${id}/decisions`).send({ act: 'admit' }).expect(201)
    await referent.agent.post(`/api/habilitations/${id}/decisions`).send({ act: 'admit' }).expect(409)

    expect((await own(agent)).next).toBe('training')
    await takeTest(agent, 8)
    expect((await own(agent)).next).toBe('commitments')
    await agent.post('/api/habilitation/commitments').send({ version: '0.9' }).expect(409)
    await agent.post('/api/habilitation/commitments').send({ version: (await own(agent)).commitments.version }).expect(201)
    expect((await own(agent)).next).toBe('second-factor')
    await agent.post('/api/habilitation/activation').expect(409).expect(({ body }) => expect(body.code).toBe('habilitation.steps-missing'))
    await setUpCode({ agent, email, accountId: (await platform.person('citizen', { named: 'recruit' })).accountId })
    await agent.get('/api/desk').expect(403).expect(({ body }) => expect(body.code).toBe('access.forbidden'))
    await agent.post('/api/habilitation/activation').expect(201)
    expect(await own(agent)).toMatchObject({ next: 'work', habilitation: { state: 'validated', validUntil: expect.any(String) } })
    await agent.get('/api/desk').expect(200)
    await openSession(platform, agent, open.consultationId, aCivilStatus({ birthSurname: 'Chemin' }))
    const { rows } = await platform.db.owner.query<{ hash: string }>(`select encode(commitments_hash, 'hex') as hash from inclusion.habilitation where id = $1`, [id])
    expect(rows[0]?.hash).toBe((await own(agent)).commitments.hash)
  })

  it('is not decided by oneself, whoever one is, nor by a referent of others', async () => {
    const id = await ask(referent.agent)
    for (const [method, path, body] of [['post', 'decisions', { act: 'admit' }], ['put', 'perimeter', { centreIds: [], consultationIds: [] }]] as const) {
      await referent.agent[method](`/api/habilitations/${id}/${path}`).send(body).expect(403).expect(({ body: problem }) => expect(problem.code).toBe('habilitation.own'))
    }
    await expect(platform.db.app.query(`update inclusion.habilitation set state = 'processing', decided_by = account_id, decided_at = now() where id = $1`, [id])).rejects.toThrow('habilitation_check')
    await staff.post(`/api/habilitations/${id}/decisions`).send({ act: 'refuse', reason: 'La directrice gère, elle ne saisit pas.' }).expect(201)
    expect(await own(referent.agent)).toMatchObject({ next: 'ask', habilitation: { state: 'refused', reason: 'La directrice gère, elle ne saisit pas.' } })
    const other = await platform.person('citizen', { named: 'other referent', email: 'autre-referente@example.org' })
    await anOrganisation('Une autre', other.email)
    await other.agent.post('/api/sessions').send({ email: other.email, password: PASSWORD }).expect(201)
    await other.agent.get(`/api/habilitations/${id}`).expect(404)
  })

  it('refused, nobody enters', async () => {
    const { agent, accountId } = await person('refused')
    const id = await ask(agent)
    await referent.agent.put(`/api/habilitations/${id}/perimeter`).send({ centreIds: [await centreId(platform)], consultationIds: [] }).expect(200)
    // Every step is made: nothing but the refusal stands in the way.
    await referent.agent.post(`/api/habilitations/${id}/decisions`).send({ act: 'admit' }).expect(201)
    await takeTest(agent, 10)
    await agent.post('/api/habilitation/commitments').send({ version: '1.0' }).expect(201)
    await setUpCode({ agent, accountId, email: '' })
    await referent.agent.post(`/api/habilitations/${id}/decisions`).send({ act: 'refuse' }).expect(422)
    await referent.agent.post(`/api/habilitations/${id}/decisions`).send({ act: 'refuse', reason: 'Contrat terminé.' }).expect(201)
    await agent.post('/api/habilitation/commitments').send({ version: '1.0' }).expect(409)
    await agent.post('/api/habilitation/activation').expect(409)
    await agent.get('/api/desk').expect(403)
    await agent.post('/api/assisted-sessions').send(await sessionFor(platform, open.consultationId, aCivilStatus())).expect(403)
    await expect(platform.db.app.query(`update inclusion.habilitation set state = 'validated' where id = $1`, [id])).rejects.toThrow('habilitation_check')
  })
})

describe('the training', () => {
  it('keeps which answers are right until they were given, and is judged by the server', async () => {
    const { agent } = await person('learner')
    const drawn = (await agent.post('/api/training/test').expect(201)).body as Test
    expect(drawn.open?.questions).toHaveLength(10)
    expect(drawn.open?.questions.map(({ right, given }) => [right, given])).toEqual(Array.from({ length: 10 }, () => [null, null]))
    // The same test again, not another one.
    expect(((await agent.post('/api/training/test').expect(201)).body as Test).open).toEqual(drawn.open)
    const [first] = drawn.open?.questions ?? []
    await agent.put('/api/training/test').send({ answers: { [first?.id ?? '']: 'a' }, passed: true, rightAnswers: 10 }).expect(400)
    expect(codes(await agent.put('/api/training/test').send({ answers: { [first?.id ?? '']: 'a' } }).expect(422))).toHaveLength(9)
  })

  it('is not passed with seven right answers, and is taken again a day later', async () => {
    const failing = await person('failing')
    const id = await ask(failing.agent)
    await referent.agent.post(`/api/habilitations/${id}/decisions`).send({ act: 'admit' }).expect(201)
    const answered = await takeTest(failing.agent, 7)
    expect(answered).toMatchObject({ passed: false, last: { rightAnswers: 7, passed: false }, retakeAt: expect.any(String) })
    expect(answered.last?.questions.every(({ right }) => right !== null)).toBe(true)
    expect(await own(failing.agent)).toMatchObject({ next: 'training', trained: false })
    await failing.agent.post('/api/habilitation/commitments').send({ version: '1.0' }).expect(201)
    await setUpCode(failing)
    await failing.agent.post('/api/habilitation/activation').expect(409)
    await failing.agent.post('/api/training/test').expect(409).expect(({ body }) => expect(body.code).toBe('training.retake-later'))
    await platform.moveClock('25 hours')
    await person('failing')
    expect(await takeTest(failing.agent, 8)).toMatchObject({ passed: true, retakeAt: null })
    await failing.agent.post('/api/training/test').expect(409).expect(({ body }) => expect(body.code).toBe('training.passed'))
    await signedIn(platform, 'staff')
    await signedIn(platform, 'citizen', { named: 'referent', email: 'referente@example.org' })
  })
})

describe('the code', () => {
  it('is good once, in whichever session, and for nobody else', async () => {
    const mediator = await platform.person('mediator', { place: LILLE, named: 'codes' })
    await signedIn(platform, 'mediator', { place: LILLE, named: 'codes' })
    await platform.db.owner.query('delete from identity.second_factor_step where account_id = $1', [mediator.accountId])
    const code = await codeNow(platform.db)
    await mediator.agent.post('/api/second-factor/checks').send({ code }).expect(204)
    await mediator.agent.post('/api/second-factor/checks').send({ code }).expect(422).expect(({ body }) => expect(body.code).toBe('second-factor.used'))
    const elsewhere = platform.stranger()
    await elsewhere.post('/api/sessions').send({ email: mediator.email, password: PASSWORD }).expect(201).expect(({ body }) => expect(body).toMatchObject({ desk: 'code-needed' }))
    await elsewhere.post('/api/second-factor/checks').send({ code }).expect(422)
    await elsewhere.get('/api/desk').expect(403).expect(({ body }) => expect(body.code).toBe('second-factor.needed'))
    // Two at once: one of them.
    await platform.moveClock('2 minutes')
    const next = await codeNow(platform.db)
    const both = await Promise.all([mediator.agent, elsewhere].map((agent) => agent.post('/api/second-factor/checks').send({ code: next })))
    expect(both.map(({ status }) => status).sort()).toEqual([204, 422])
    await platform.stranger().post('/api/second-factor/checks').send({ code }).expect(401)
  })

  it('of five minutes ago is not good, and of half a minute ago is', async () => {
    const mediator = await platform.person('mediator', { place: LILLE, named: 'late codes' })
    await signedIn(platform, 'mediator', { place: LILLE, named: 'late codes' })
    await platform.moveClock('10 minutes')
    await mediator.agent.post('/api/second-factor/checks').send({ code: await codeNow(platform.db, -10) }).expect(422).expect(({ body }) => expect(body.code).toBe('second-factor.wrong'))
    await mediator.agent.post('/api/second-factor/checks').send({ code: await codeNow(platform.db, -1) }).expect(204)
  })

  it('is guessed ten times an hour at most, even by many at once', async () => {
    const { agent, accountId } = await platform.person('mediator', { place: LILLE, named: 'guessed' })
    await signedIn(platform, 'mediator', { place: LILLE, named: 'guessed' })
    const tries = await Promise.all(Array.from({ length: 14 }, () => agent.post('/api/second-factor/checks').send({ code: '000000' })))
    expect(tries.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 10 }, () => 422), ...Array.from({ length: 4 }, () => 429)])
    await agent.post('/api/second-factor/checks').send({ code: await codeNow(platform.db, 1) }).expect(429)
    await platform.moveClock('61 minutes')
    await platform.giveCode(agent, accountId)
  })

  it('is asked again when the desk was left alone for a quarter of an hour, and twelve hours after signing in', async () => {
    const { agent, accountId } = await platform.person('mediator', { place: LILLE, named: 'pause' })
    await signedIn(platform, 'mediator', { place: LILLE, named: 'pause' })
    await agent.get('/api/desk').expect(200)
    for (let n = 0; n < 3; n++) {
      await platform.moveClock('10 minutes')
      await agent.get('/api/desk').expect(200)
    }
    await platform.moveClock('16 minutes')
    for (let n = 0; n < 2; n++) await agent.get('/api/desk').expect(403).expect(({ body }) => expect(body.code).toBe('second-factor.needed'))
    await platform.giveCode(agent, accountId)
    await agent.get('/api/desk').expect(200)
    // Used all day, it ends all the same.
    for (let hour = 0; hour < 12; hour++) {
      await platform.moveClock('1 hour')
      await agent.get('/api/session')
    }
    await agent.get('/api/desk').expect(401)
  })

  it('is kept encrypted, and taken away by the referent: the person begins again', async () => {
    const lost = await active('lost telephone')
    const { rows } = await platform.db.owner.query<{ secret: Buffer }>('select secret from identity.second_factor where account_id = $1', [lost.accountId])
    expect(rows[0]?.secret.includes(Buffer.from(CODE_SECRET.bytes))).toBe(false)
    await referent.agent.delete(`/api/habilitations/${lost.id}/second-factor`).expect(204)
    await lost.agent.get('/api/desk').expect(401)
    const again = await person('lost telephone')
    await again.agent.get('/api/desk').expect(403).expect(({ body }) => expect(body.code).toBe('second-factor.needed'))
    await again.agent.post('/api/second-factor').send({}).expect(201).expect(({ body }) => expect(body).toMatchObject({ state: 'waiting', secret: expect.any(String), uri: expect.stringContaining('otpauth://totp/') }))
  })
})

describe('a card', () => {
  const csv = `serial,secret\nC-0001,${CODE_SECRET.hex}\nC-0002,${CODE_SECRET.base32}`

  it('is imported by staff, whole or not at all, and its secret is kept encrypted', async () => {
    await platform.stranger().post('/api/console/second-factor-cards').send({ csv }).expect(401)
    await (await person('no staff')).agent.post('/api/console/second-factor-cards').send({ csv }).expect(403)
    expect(codes(await staff.post('/api/console/second-factor-cards').send({ csv: `${csv}\nC-0003,zz` }).expect(422))).toEqual(['card-file.secret csv'])
    expect((await staff.get('/api/console/second-factor-cards').expect(200)).body).toEqual({ free: 0, given: 0 })
    expect((await staff.post('/api/console/second-factor-cards').send({ csv }).expect(200)).body).toEqual({ taken: 2, known: 0 })
    expect((await staff.post('/api/console/second-factor-cards').send({ csv }).expect(200)).body).toEqual({ taken: 0, known: 2 })
    const { rows } = await platform.db.owner.query<{ secret: Buffer }>('select secret from identity.second_factor_card')
    for (const { secret } of rows) expect(secret.includes(Buffer.from(CODE_SECRET.bytes))).toBe(false)
  })

  it('is held by one person, confirmed by its code, and never tells its secret', async () => {
    const [holder, other] = [await person('holder'), await person('other holder')]
    expect((await holder.agent.post('/api/second-factor').send({ serial: 'c-0001 ' }).expect(201)).body).toEqual({ state: 'waiting', secret: null, uri: null, demonstrationCode: null })
    await other.agent.post('/api/second-factor').send({ serial: 'C-0001' }).expect(404).expect(({ body }) => expect(body.code).toBe('card.unknown'))
    await other.agent.post('/api/second-factor').send({ serial: 'C-9999' }).expect(404)
    await holder.agent.post('/api/second-factor/checks').send({ code: '000000' }).expect(422)
    await platform.giveCode(holder.agent, holder.accountId)
    expect((await holder.agent.get('/api/second-factor').expect(200)).body).toMatchObject({ state: 'ready' })
    await holder.agent.post('/api/second-factor').send({}).expect(409)
  })
})

describe('access', () => {
  it('ends at once in every process when somebody is suspended, and comes back when they are restored', async () => {
    const suspended = await active('suspended')
    second = await createApp(platform.config)
    await second.listen({ port: 0, host: '127.0.0.1' })
    const port = (second.getHttpServer().address() as { port: number }).port
    const there = request.agent(`http://127.0.0.1:${port}`).set('origin', platform.config.origin)
    await there.post('/api/sessions').send({ email: suspended.email, password: PASSWORD }).expect(201)
    await platform.giveCode(there, suspended.accountId)
    const session = await openSession(platform, suspended.agent, open.consultationId, aCivilStatus({ birthSurname: 'Suspension' }))
    await there.get('/api/desk').expect(200)
    await referent.agent.post(`/api/habilitations/${suspended.id}/decisions`).send({ act: 'suspend', reason: 'Un doute à éclaircir.' }).expect(201)
    for (const agent of [suspended.agent, there]) {
      await agent.get('/api/desk').expect(403)
      await enterBallot(agent, session, ['o1']).expect(403)
      await agent.post('/api/assisted-sessions').send(await sessionFor(platform, open.consultationId, aCivilStatus())).expect(403)
    }
    await platform.settle()
    const { rows } = await platform.db.owner.query('select k0 from inclusion.assisted_session where id = $1', [session])
    expect(rows).toEqual([{ k0: null }])
    await referent.agent.post(`/api/habilitations/${suspended.id}/decisions`).send({ act: 'resume' }).expect(201)
    await there.get('/api/desk').expect(200)
  })

  it('ends with the organisation, with the centre, and with the person who leaves', async () => {
    const leaver = await active('leaver')
    for (const [stop, again] of [['suspend', 'accept']] as const) {
      await staff.post(`/api/console/organisations/${organisationId}/decisions`).send({ decision: stop, reason: 'La convention est à revoir.' }).expect(201)
      await leaver.agent.get('/api/desk').expect(403)
      await staff.post(`/api/console/organisations/${organisationId}/decisions`).send({ decision: again }).expect(201)
    }
    await leaver.agent.get('/api/desk').expect(200)
    await referent.agent.put(`/api/habilitations/${leaver.id}/perimeter`).send({ centreIds: [], consultationIds: [] }).expect(200)
    await leaver.agent.get('/api/desk').expect(403)
    await leaver.agent.delete('/api/habilitation').expect(204)
    expect((await own(leaver.agent)).next).toBe('ask')
  })

  it('is for the consultations of the perimeter', async () => {
    const narrow = await active('narrow')
    const other = (await staff.post('/api/consultations').send({ title: 'Une autre', theme: 'culture' }).expect(201)).body as { id: string }
    await referent.agent.put(`/api/habilitations/${narrow.id}/perimeter`).send({ centreIds: [await centreId(platform)], consultationIds: [other.id] }).expect(200)
    expect(codes(await narrow.agent.post('/api/assisted-sessions').send(await sessionFor(platform, open.consultationId, aCivilStatus())).expect(422))).toEqual(['habilitation.other-consultation consultationId'])
    await referent.agent.put(`/api/habilitations/${narrow.id}/perimeter`).send({ centreIds: [await centreId(platform)], consultationIds: [open.consultationId] }).expect(200)
    await openSession(platform, narrow.agent, open.consultationId, aCivilStatus({ birthSurname: 'Perimetre' }))
  })

  it('of a volunteer never enters for somebody: not by the rule, not by the table', async () => {
    const volunteer = await active('volunteer', 'volunteer')
    await volunteer.agent.get('/api/desk').expect(200)
    expect(codes(await volunteer.agent.post('/api/assisted-sessions').send(await sessionFor(platform, open.consultationId, aCivilStatus())).expect(422))).toEqual(['habilitation.volunteer'])
    await expect(platform.db.app.query(`
      insert into inclusion.assisted_session (consultation_id, centre_id, mediator_id, mode, evidence, consent_version, municipality_code, k0, conventional_date, expires_at)
      values ($1, $2, $3, 'on_behalf', 'E2', '1.0', '59350', decode(repeat('ab', 16), 'hex'), false, platform.clock() + interval '20 minutes')`, [open.consultationId, await centreId(platform), volunteer.accountId])).rejects.toThrow('nobody is habilitated')
  })

  it('is not granted as a role, by the table itself', async () => {
    const { accountId } = await person('granted')
    await expect(platform.db.app.query(`insert into identity.role_grant (account_id, role, place_kind, place_code) values ($1, 'mediator', 'centre', $2)`, [accountId, LILLE])).rejects.toThrow('role_grant_no_mediator')
  })

  it('erasing an account waits until the desk is given back', async () => {
    const mediator = await aMediator(platform)
    await mediator.post('/api/account/erasure').send({ password: PASSWORD }).expect(409).expect(({ body }) => expect(body.code).toBe('account.holds-role'))
  })
})

it('who gives no code for five months is warned, and a month later the desk closes; after a year it closes for everybody', async () => {
  const unused = await platform.person('mediator', { place: LILLE, named: 'unused' })
  const busy = await platform.person('mediator', { place: LILLE, named: 'busy' })
  const mails = async (email: string) => (await platform.db.owner.query<{ subject: string }>('select subject from platform.mailbox where recipient = $1 order by id', [email])).rows.map(({ subject }) => subject)
  const state = async (accountId: string) => (await platform.db.owner.query<{ state: string }>('select state from inclusion.habilitation where account_id = $1', [accountId])).rows[0]?.state
  await platform.moveClock('149 days')
  await platform.settle()
  expect(await mails(unused.email)).toEqual([])
  await platform.moveClock('6 days')
  await signedIn(platform, 'mediator', { place: LILLE, named: 'busy' })
  for (let n = 0; n < 2; n++) await platform.settle()
  expect(await mails(unused.email)).toEqual(['Votre accès au comptoir va s’arrêter'])
  expect(await mails(busy.email)).toEqual([])
  await platform.moveClock('32 days')
  await platform.settle()
  expect([await state(unused.accountId), await state(busy.accountId)]).toEqual(['expired', 'validated'])
  expect(await mails(unused.email)).toEqual(['Votre accès au comptoir va s’arrêter', 'Votre habilitation a changé d’état'])
  for (let n = 0; n < 2; n++) {
    await platform.moveClock('90 days')
    await signedIn(platform, 'mediator', { place: LILLE, named: 'busy' }).catch(() => null)
    await platform.settle()
  }
  expect(await state(busy.accountId)).toBe('expired')
})

it('habilitate() of the tests makes what the screens make', async () => {
  const { accountId, agent, email } = await person('made by hand')
  await habilitate(platform.db, platform.app, accountId, LILLE)
  await agent.post('/api/sessions').send({ email, password: PASSWORD }).expect(201)
  await platform.giveCode(agent, accountId)
  await agent.get('/api/desk').expect(200)
})
