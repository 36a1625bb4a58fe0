import { createHash } from 'node:crypto'
import { Callbacks, PhoneChecks } from '@parvis/inclusion'
import type TestAgent from 'supertest/lib/agent'
import { startSms, type TestSms } from '../../../../test/support/sms'
import { PHONE_SCRIPTS } from '../../../../seeds/phone-scripts'
import { habilitate, startApp, type TestPlatform } from '../support/app'
import { withQuestionnaireOpen, type OpenQuestionnaire } from '../support/questionnaires'
import { aCivilStatus, approved, signedIn } from '../support/votes'
import { aMediator, centreId, everythingStored, LILLE, ROUBAIX } from './desk'

let platform: TestPlatform
let sms: TestSms
let open: OpenQuestionnaire
let operator: TestAgent
beforeAll(async () => {
  sms = await startSms()
  platform = await startApp(sms.env)
  open = await withQuestionnaireOpen(platform)
  operator = await aMediator(platform)
}, 120_000)
afterAll(async () => {
  await platform.stop()
  await sms.stop()
})

const VISITS = '/api/phone/visits'
const SESSIONS = '/api/assisted-sessions'
const ANSWERS = { answers: { moyen: { choice: 'o1' }, envies: { choices: ['o1'] }, mot: { passed: true } }, readBack: true }
let turn = 0
const letters = 'abcdefghijklmnopqrstuvwxyz'
const somebody = () => aCivilStatus({ birthSurname: `Appelcanari ${letters.charAt(turn++ % 26)}${letters.charAt(Math.floor(turn / 26))}` })
/** A landline of its own each time: no SMS is asked, and no number agrees too often. */
const landline = () => `0320${String(300_000 + turn)}`
const codesOf = ({ body }: { body: { code?: string, refusals?: { code: string, at?: string }[] } }) => body.refusals?.map(({ code, at }) => `${code}${at ? ` ${at}` : ''}`)
const visit = async (over: object = {}) => ({
  consultationId: open.id, centreId: await centreId(platform), identity: somebody(), scriptVersion: '1.0', agreed: true, protectiveMeasure: false, phone: landline(), delivery: 'post', address: 'Rose Canari\n1 rue des Essais\n59000 Lille', ...over,
})
const opened = async (over: object = {}, by = operator): Promise<string> => (await by.post(VISITS).send(await visit(over)).expect(201)).body.id
const second = async (): Promise<TestAgent> => signedIn(platform, 'mediator', { place: LILLE, named: 'second' })
const call = (reference: string, event: 'delivered' | 'failed' | 'reply', text = '') => {
  const { body, signature } = sms.event(reference, event, text)
  return platform.stranger().post('/api/mandates/sms-callback').set('x-parvis-signature', signature).send(body).expect(204)
}

let volunteers = 0
async function aVolunteer(): Promise<TestAgent> {
  const named = `phone volunteer ${volunteers++}`
  const { agent, accountId } = await platform.person('citizen', { named })
  await habilitate(platform.db, platform.app, accountId, LILLE, { kind: 'volunteer' })
  await signedIn(platform, 'citizen', { named })
  await platform.giveCode(agent, accountId)
  return agent
}

describe('a visit by phone', () => {
  it('is not for strangers, other roles, volunteers, nor another centre', async () => {
    await platform.stranger().post(VISITS).send(await visit()).expect(401)
    await (await platform.as('citizen')).post(VISITS).send(await visit()).expect(403)
    await open.staff.post(VISITS).send(await visit()).expect(403)
    for (const path of ['/api/phone/script', '/api/phone/receipts', '/api/phone/checks', '/api/callbacks']) {
      await platform.stranger().get(path).expect(401)
      await open.staff.get(path).expect(403)
    }
    await (await aMediator(platform, ROUBAIX)).post(VISITS).send(await visit()).expect(403).expect(({ body }) => expect(body.code).toBe('place.other'))
    await (await aVolunteer()).post(VISITS).send(await visit()).expect(422).expect((answer) => expect(codesOf(answer)).toEqual(['habilitation.volunteer']))
  })

  it('is opened after the script in force, whose words are sealed', async () => {
    const { body: script } = await operator.get('/api/phone/script').expect(200)
    expect(script).toMatchObject({ version: '1.0', hash: createHash('sha256').update(PHONE_SCRIPTS[0]?.body ?? '', 'utf8').digest('hex') })
    expect(script.steps.length).toBeGreaterThan(5)
    await operator.post(VISITS).send(await visit({ scriptVersion: '0.9' })).expect(422).expect((answer) => expect(codesOf(answer)).toEqual(['phone.script-outdated scriptVersion']))
    await operator.post(VISITS).send(await visit({ agreed: false })).expect(400)
  })

  it('says everything that is wrong at once, and keeps nothing of it', async () => {
    await operator.post(VISITS).send(await visit({ phone: '12', delivery: 'post', address: undefined, protectiveMeasure: true })).expect(422)
      .expect((answer) => expect(codesOf(answer)?.sort()).toEqual(['mode.protective-measure protectiveMeasure', 'phone.address address', 'phone.number phone']))
    await operator.post(VISITS).send(await visit({ delivery: 'sms' })).expect(422).expect((answer) => expect(codesOf(answer)).toEqual(['phone.sms-number delivery']))
  })

  it('lets people answer and propose, and shows the receipt; number and address lie encrypted', async () => {
    const { body: session } = await operator.post(VISITS).send(await visit({ phone: '03 20 55 44 33' })).expect(201)
    expect(session).toMatchObject({ mode: 'phone', evidence: 'E1', mandate: null, may: ['questionnaire'], phone: { state: 'in-force', request: null, scriptVersion: '1.0', delivery: 'post' } })
    const { body } = await operator.post(`${SESSIONS}/${session.id}/questionnaire`).send(ANSWERS).expect(201)
    expect((await operator.get(`${SESSIONS}/${session.id}`).expect(200)).body.receipts).toEqual([{ kind: 'questionnaire', code: body.receipt }])
    expect((await platform.db.owner.query('select channel, evidence from consultations.questionnaire_entry where assistance_id = $1', [session.id])).rows).toEqual([{ channel: 'phone', evidence: 'E1' }])
    // Once in a visit: nobody corrects by phone.
    await operator.post(`${SESSIONS}/${session.id}/questionnaire`).send(ANSWERS).expect(409).expect(({ body: problem }) => expect(problem.code).toBe('assisted-session.entered-already'))
    expect(await everythingStored(platform)).not.toMatch(/320554433|rue des Essais|Appelcanari/i)
  })

  it('takes no ballot: the rule says so, and the database says it again', async () => {
    const id = await opened()
    const ballot = await operator.post(`${SESSIONS}/${id}/ballots`).send({ choice: approved(['o1']), readBack: true }).expect(409)
    expect(ballot.body.code).toBe('mode.no-ballot')
    await operator.post(`${SESSIONS}/${id}/supports`).send({ proposalId: id }).expect(404)
    for (const column of ['ballots', 'supports', 'comments', 'signatures', 'amendments', 'reports']) {
      await expect(platform.db.app.query(`update inclusion.assisted_session set acts = acts + 1, ${column} = ${column} + 1 where id = $1`, [id])).rejects.toThrow(/not done by phone/)
    }
    await expect(platform.db.app.query(`update inclusion.assisted_session set ballots = 1 where id = $1`, [id])).rejects.toThrow(/not done by phone/)
    // Nor anything before somebody said yes.
    await platform.db.owner.query('update inclusion.phone_visit set agreed_on = null where session_id = $1', [id])
    await expect(platform.db.app.query('update inclusion.assisted_session set acts = acts + 1, questionnaires = 1 where id = $1', [id])).rejects.toThrow(/awaiting-consent/)
  })

  it('asks a mobile for its yes by SMS, and sends it the receipt', async () => {
    sms.received.length = 0
    const id = await opened({ phone: '06 12 34 56 78', delivery: 'sms', address: undefined })
    await operator.post(`${SESSIONS}/${id}/questionnaire`).send(ANSWERS).expect(409).expect(({ body }) => expect(body.code).toBe('phone.awaiting-consent'))
    await platform.settle()
    const recap = sms.received[0]?.reference ?? ''
    await call(recap, 'delivered')
    await platform.settle()
    await call(recap.replace(':recap', ':question'), 'reply', 'Oui')
    expect((await operator.get(`${SESSIONS}/${id}`).expect(200)).body.phone).toMatchObject({ state: 'in-force', request: 'CONSENT_RECEIVED' })
    const { body: { receipt } } = await operator.post(`${SESSIONS}/${id}/questionnaire`).send(ANSWERS).expect(201)
    await platform.settle()
    expect(sms.received).toHaveLength(2)
    await operator.delete(`${SESSIONS}/${id}`).expect(204)
    await platform.settle()
    expect(sms.received[2]).toMatchObject({ to: '+33612345678', text: expect.stringContaining(receipt as string), reference: expect.stringMatching(/:receipt$/) })
    await call(sms.received[2]?.reference ?? '', 'delivered')
    expect((await platform.db.owner.query('select receipts is null as gone, sent_on is not null as sent from inclusion.phone_visit where session_id = $1', [id])).rows).toEqual([{ gone: true, sent: true }])
    // A no closes it.
    const refused = await opened({ phone: '06 12 34 56 79', delivery: 'aloud', address: undefined })
    await platform.settle()
    const other = sms.received.at(-1)?.reference ?? ''
    await call(other, 'failed')
    await operator.post(`${SESSIONS}/${refused}/questionnaire`).send(ANSWERS).expect(409).expect(({ body }) => expect(body.code).toBe('phone.denied'))
  })

  it('lets one number agree three times at most', async () => {
    for (let time = 0; time < 3; time++) await opened({ phone: '03 20 99 99 99' })
    await operator.post(VISITS).send(await visit({ phone: '+33 3 20 99 99 99' })).expect(422).expect((answer) => expect(codesOf(answer)).toEqual(['mandate.phone-often phone']))
  })
})

describe('receipts to send', () => {
  it('wait with a clock for the desk of the call alone, and go when they are sent', async () => {
    const id = await opened()
    const { body: { receipt } } = await operator.post(`${SESSIONS}/${id}/questionnaire`).send(ANSWERS).expect(201)
    const mine = async (agent = operator) => ((await agent.get('/api/phone/receipts').expect(200)).body.items as { id: string, delivery: string, clock: string }[])
    const before = (await mine()).length
    await operator.delete(`${SESSIONS}/${id}`).expect(204)
    const list = await mine()
    expect(list).toHaveLength(before + 1)
    expect(JSON.stringify(list)).not.toContain(receipt)
    const { rows: [row] } = await platform.db.owner.query<{ id: string }>('select id from inclusion.phone_visit where session_id = $1', [id])
    const path = `/api/phone/receipts/${row?.id}`
    const elsewhere = await aMediator(platform, ROUBAIX)
    await elsewhere.get(path).expect(404)
    await elsewhere.put(`${path}/sending`).expect(404)
    await platform.stranger().get(path).expect(401)
    expect((await operator.get(path).expect(200)).body).toMatchObject({ delivery: 'post', clock: 'in-time', codes: [receipt], address: expect.stringContaining('rue des Essais'), phone: null })
    await operator.put(`${path}/sending`).expect(204)
    await operator.put(`${path}/sending`).expect(404)
    expect((await platform.db.owner.query('select address, receipts from inclusion.phone_visit where id = $1', [row?.id])).rows).toEqual([{ address: null, receipts: null }])
  })
})

describe('the check of one in twenty', () => {
  it('is drawn by a seed, made by another person, and reviewed by a third', async () => {
    const id = await opened({ phone: '03 20 88 77 66', delivery: 'aloud', address: undefined })
    await operator.post(`${SESSIONS}/${id}/questionnaire`).send(ANSWERS).expect(201)
    await operator.delete(`${SESSIONS}/${id}`).expect(204)
    await platform.moveClock('1 day')
    operator = await aMediator(platform)
    const checks = platform.app.get(PhoneChecks, { strict: false })
    await checks.draw()
    expect(await checks.draw()).toBe(0)
    const { rows: [draw] } = await platform.db.owner.query<{ seed: string, visits: number, drawn: number }>('select seed, visits, drawn from inclusion.phone_draw')
    expect(draw?.drawn).toBe(Math.ceil((draw?.visits ?? 0) / 20))
    // Anybody who has the seed repeats it.
    const { rows: visits } = await platform.db.owner.query<{ id: string, drawn: boolean }>(`
      select v.id::text as id, k.visit_id is not null as drawn from inclusion.phone_visit v join inclusion.assisted_session s on s.id = v.session_id left join inclusion.phone_check k on k.visit_id = v.id where s.acts > 0 and v.phone is not null`)
    const order = visits.map((one) => ({ ...one, hash: createHash('sha256').update(`${draw?.seed}\n${one.id}`).digest('hex') })).sort((a, b) => (a.hash < b.hash ? -1 : 1))
    expect(order.map(({ drawn }) => drawn)).toEqual(order.map((_, index) => index < (draw?.drawn ?? 0)))

    const [mine] = (await operator.get('/api/phone/checks').expect(200)).body.items as { id: string, own: boolean }[]
    expect(mine?.own).toBe(true)
    const path = `/api/phone/checks/${mine?.id}`
    await operator.get(path).expect(409)
    await operator.put(path).send({ result: 'confirmed' }).expect(409).expect(({ body }) => expect(body.code).toBe('phone.check-other-person'))
    await (await aMediator(platform, ROUBAIX)).get(path).expect(404)
    await (await aMediator(platform, ROUBAIX)).put(path).send({ result: 'confirmed' }).expect(404)
    const colleague = await second()
    expect((await colleague.get(path).expect(200)).body.phone).toMatch(/^0\d( \d\d){4}$/)
    await colleague.put(path).send({ result: 'not-reached' }).expect(204)
    expect((await colleague.get(path).expect(200)).body.tries).toBe(1)
    await colleague.put(path).send({ result: 'denied' }).expect(204)
    await colleague.get(path).expect(404)

    const staff = await signedIn(platform, 'staff')
    await colleague.get('/api/phone/denials').expect(403)
    await platform.stranger().get('/api/phone/denials').expect(401)
    const { body: denials } = await staff.get('/api/phone/denials').expect(200)
    expect(denials).toMatchObject({ denied: 1, items: [{ id: mine?.id, entered: ['questionnaire'], review: null }] })
    // Who checked it cannot review it, whatever the application says.
    await expect(platform.db.app.query(`update inclusion.phone_check set reviewer_id = checker_id, reviewed_on = current_date, review = 'rien' where visit_id = $1`, [mine?.id])).rejects.toThrow(/phone_check_other_reviewer/)
    await expect(platform.db.app.query(`update inclusion.phone_check set checker_id = operator_id where visit_id = $1`, [mine?.id])).rejects.toThrow(/phone_check_other_person/)
    await staff.put(`/api/phone/denials/${mine?.id}/review`).send({ review: 'Réponses écartées.' }).expect(204)
    await staff.put(`/api/phone/denials/${mine?.id}/review`).send({ review: 'Encore.' }).expect(404)
  })

  it('leaves no number once nothing is to be sent or checked, nor after two weeks', async () => {
    await platform.moveClock('16 days')
    await platform.settle()
    expect((await platform.db.owner.query('select 1 from inclusion.phone_visit where phone is not null or address is not null or receipts is not null or session_id is not null')).rows).toEqual([])
  })
})

describe('being called back', () => {
  const leave = (over: object = {}) => platform.stranger().post('/api/callbacks').send({ phone: '03 20 11 22 33', municipalityCode: '59350', language: 'fr', wanted: 'any', ...over })

  it('is asked by anybody, once for a number, and the answer is the same', async () => {
    await leave({ phone: 'rien', municipalityCode: '99999' }).expect(422).expect((answer) => expect(codesOf(answer)).toEqual(['phone.number phone', 'municipality.unknown municipalityCode']))
    const [one, other] = [await leave().expect(201), await leave({ phone: '+33 3 20 11 22 33' }).expect(201)]
    expect(one.body).toEqual(other.body)
    expect((await platform.db.owner.query('select count(*)::integer as n from inclusion.callback_request')).rows).toEqual([{ n: 1 }])
    expect(await everythingStored(platform)).not.toMatch(/320112233|20 11 22 33/)
  })

  it('is for one operator: two who take it at once, and one of them has it', async () => {
    const [first, colleague] = [await aMediator(platform), await second()]
    const [request] = (await first.get('/api/callbacks').expect(200)).body.items as { id: string, taken: string }[]
    expect(JSON.stringify(request)).not.toMatch(/20 11/)
    const path = `/api/callbacks/${request?.id}`
    await first.get(path).expect(404)
    await (await aVolunteer()).put(`${path}/taking`).expect(403)
    const taken = await Promise.all([first.put(`${path}/taking`), colleague.put(`${path}/taking`)])
    expect(taken.map(({ status }) => status).sort()).toEqual([204, 409])
    const [holder, other] = taken[0]?.status === 204 ? [first, colleague] : [colleague, first]
    await other.get(path).expect(404)
    await other.put(`${path}/outcome`).send({ outcome: 'reached' }).expect(404)
    expect((await holder.get(path).expect(200)).body.phone).toBe('03 20 11 22 33')
    // Nobody answers twice: it waits for whoever comes, and the third time it is over.
    await holder.put(`${path}/outcome`).send({ outcome: 'not-reached' }).expect(204)
    await other.put(`${path}/taking`).expect(204)
    await other.put(`${path}/outcome`).send({ outcome: 'reached' }).expect(204)
    expect((await platform.db.owner.query('select phone, phone_hash, outcome, tries from inclusion.callback_request')).rows).toEqual([{ phone: null, phone_hash: null, outcome: 'reached', tries: 2 }])
    // The number may ask again.
    await leave().expect(201)
  })

  it('is closed after three calls without an answer', async () => {
    const { dueOn } = await platform.app.get(Callbacks, { strict: false }).leave({ phone: '03 20 44 55 66', municipalityCode: '59512', language: 'nl', wanted: 'evening' })
    expect(dueOn > '2000').toBe(true)
    const agent = await aMediator(platform)
    const request = ((await agent.get('/api/callbacks').expect(200)).body.items as { id: string, language: string }[]).find(({ language }) => language === 'nl')
    for (let time = 0; time < 3; time++) {
      await agent.put(`/api/callbacks/${request?.id}/taking`).expect(204)
      await agent.put(`/api/callbacks/${request?.id}/outcome`).send({ outcome: 'not-reached' }).expect(204)
    }
    await agent.put(`/api/callbacks/${request?.id}/taking`).expect(404)
    expect((await platform.db.owner.query(`select outcome, phone from inclusion.callback_request where language = 'nl'`)).rows).toEqual([{ outcome: 'not-reached', phone: null }])
  })
})
