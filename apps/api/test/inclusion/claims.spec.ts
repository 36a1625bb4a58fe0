// Claims: made by anybody, decided by somebody else than who is concerned, before the box is sealed.
import { randomUUID } from 'node:crypto'
import { Config } from '@parvis/platform'
import { hashReceipt, parseReceipt } from '@parvis/consultations'
import type TestAgent from 'supertest/lib/agent'
import { startSms, type TestSms } from '../../../../test/support/sms'
import { habilitate, startApp, type TestPlatform } from '../support/app'
import { aCivilStatus, aVoter, castAtCounter, closeVote, inTheRoll, signedIn, vote, withVoteOpen, type OpenVote } from '../support/votes'
import { aMediator, centreId, enterBallot, everythingStored, LILLE, openSession, ROUBAIX } from './desk'

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

const at = '/api/claims'
const aClaim = (over: object = {}) => ({ kind: 'NOT_COUNTED', words: 'Mon vote n’apparaît nulle part.', reply: 'code', language: 'fr', submissionToken: randomUUID(), ...over })
const file = async (over: object = {}, agent: TestAgent = platform.stranger()): Promise<string> => (await agent.post(at).send(aClaim({ consultationId: open.consultationId, ...over })).expect(201)).body.code as string
const staff = () => signedIn(platform, 'staff')
const guardian = () => signedIn(platform, 'guardian')
/** The number of a claim in the office, by its code. */
async function idOf(code: string): Promise<string> {
  const { items } = (await (await staff()).get(`${at}?state=all&perPage=50`).expect(200)).body as { items: { id: string }[] }
  for (const { id } of items) if ((await platform.db.owner.query('select from inclusion.claim where id = $1 and code_hash = $2', [id, await hashOf(code)])).rowCount === 1) return id
  throw new Error(`No claim ${code}`)
}
async function hashOf(code: string): Promise<Buffer> {
  return hashReceipt(platform.app.get(Config).receiptKey, parseReceipt(code) ?? '')
}
const REASON = 'Votre demande a été vérifiée par notre équipe.'
const decide = (agent: TestAgent, id: string, over: object = {}) => agent.post(`${at}/${id}/decision`).send({ outcome: 'accepted', act: 'none', reason: REASON, ...over })
const statuses = async () => (await inTheRoll(platform, open.voteId)).map(({ status, channel }) => `${status} ${channel}`)

describe('who may', () => {
  it('read and decide: staff of the place and the guardian', async () => {
    const id = await idOf(await file())
    for (const path of [at, `${at}.csv`, `${at}/${id}`]) {
      await platform.stranger().get(path).expect(401)
      await (await platform.as('citizen')).get(path).expect(403)
      await (await aMediator(platform)).get(path).expect(403)
      await (await guardian()).get(path).expect(200)
    }
    await decide(platform.stranger(), id).expect(401)
    await decide(await platform.as('citizen'), id).expect(403)
    const roubaix = await signedIn(platform, 'staff', { place: '59512', named: 'Roubaix' })
    expect((await roubaix.get(`${at}/${id}`).expect(404)).body.code).toBe('claim.unknown')
    expect((await decide(roubaix, id).expect(404)).body.code).toBe('claim.unknown')
    expect((await roubaix.get(`${at}?state=all`).expect(200)).body.total).toBe(0)
    // The guardian hears of appeals, and of nothing before them.
    expect((await decide(await guardian(), id).expect(403)).body.code).toBe('claim.not-yours')
    await platform.stranger().get(`${at}/desk`).expect(401)
    await (await platform.as('citizen')).get(`${at}/desk`).expect(403)
    await platform.stranger().post(`${at}/desk`).send(aClaim()).expect(401)
    await (await platform.as('citizen')).post(`${at}/desk`).send(aClaim()).expect(403)
    const elsewhere = await aMediator(platform, ROUBAIX)
    expect((await elsewhere.post(`${at}/desk`).send(aClaim({ deskId: await centreId(platform) })).expect(403)).body.code).toBe('place.other')
  })
})

describe('making one', () => {
  it('gives a code and a day at once; the code alone reads it', async () => {
    const { body } = await platform.stranger().post(at).send(aClaim({ consultationId: open.consultationId })).expect(201)
    expect(body).toEqual({ code: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/), dueOn: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) })
    const read = (await platform.stranger().get(`${at}/codes/${(body.code as string).toLowerCase()}`).expect(200)).body
    expect(read).toMatchObject({ kind: 'NOT_COUNTED', state: 'waiting', dueOn: body.dueOn, consultation: { title: 'Rafraîchir nos places' }, decision: null, appeal: null, appealUntil: null })
    expect((await platform.stranger().get(`${at}/codes/K7QM-2D9X-4TRW`).expect(404)).body.code).toBe('claim.unknown')
    expect((await platform.stranger().get(`${at}/codes/nothing`).expect(404)).body.code).toBe('claim.unknown')
  })

  it('knows a place by its name, and is no worse off without it', async () => {
    const placeOf = async (over: object) => (await platform.db.owner.query('select centre_id from inclusion.claim where id = $1', [await idOf(await file(over))])).rows[0]?.centre_id
    expect(await placeOf({ centre: 'centre LILLE' })).toBe(await centreId(platform))
    expect(await placeOf({ centre: LILLE })).toBe(await centreId(platform))
    // A part of the name is enough where one place alone has it; nobody guesses between two.
    expect(await placeOf({ centre: 'tourcoing' })).toBe(await centreId(platform, 'centre-59599'))
    expect(await placeOf({ centre: 'centre' })).toBeNull()
    expect(await placeOf({ centre: 'le bistrot du coin' })).toBeNull()
  })

  it('sent twice is one', async () => {
    const token = randomUUID()
    const codes = await Promise.all([1, 2, 3].map(() => file({ submissionToken: token })))
    expect(new Set(codes).size).toBe(1)
    // Other words in the same form are another claim: nobody is given the code of what somebody else wrote.
    expect(codes).not.toContain(await file({ submissionToken: token, words: 'Tout autre chose, sur la même page.' }))
  })

  it('keeps words and addresses where nobody reads them', async () => {
    await file({ words: 'Un mot que personne ne lit ailleurs.', reply: 'post', contact: '3 rue des Tilleuls, 59000 Lille' })
    const stored = await everythingStored(platform)
    for (const secret of ['que personne ne lit', 'rue des Tilleuls']) expect(stored).not.toContain(secret)
    // Words that the database could hold otherwise: as bytes.
    expect(stored).not.toContain(Buffer.from('rue des Tilleuls').toString('hex'))
  })

  it.each([
    [{ reply: 'email', contact: 'personne' }, 'claim.email'], [{ reply: 'phone', contact: '12' }, 'claim.phone'], [{ reply: 'post', contact: 'Lille' }, 'claim.address'],
    [{ receipt: 'K7QM-2D9X-4TRW' }, 'claim.receipt-unknown'], [{ consultationId: randomUUID() }, 'consultation.unknown'],
  ])('says what is wrong: %j', async (over, code) => {
    const { body } = await platform.stranger().post(at).send(aClaim(over)).expect(422)
    expect((body.refusals as { code: string }[]).map((refusal) => refusal.code)).toEqual([code])
  })

  it('refuses what cannot be read', async () => {
    for (const over of [{ kind: 'ANYTHING' }, { words: 'court' }, { words: 'x'.repeat(2001) }, { submissionToken: 'no' }, { reply: 'pigeon' }]) await platform.stranger().post(at).send(aClaim(over)).expect(400)
  })

  it('stops a flood without an account, and nobody at a desk or signed in', async () => {
    await platform.db.owner.query(`
      insert into inclusion.claim (id, kind, door, code_hash, language, owner_kind, owner_code, reply, due_on)
      select gen_random_uuid(), 'DATA_RIGHTS', 'online', uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), 'fr', 'metropolis', 'none', 'code', platform.today() from generate_series(1, 200)`)
    expect((await platform.stranger().post(at).send(aClaim()).expect(429)).body.code).toBe('claim.too-many')
    await (await aVoter(platform, 'Signed')).post(at).send(aClaim()).expect(201)
    await platform.db.owner.query(`delete from inclusion.claim where owner_code = 'none'`)
  })
})

describe('deciding', () => {
  it('is for one person, once, with a reason, and is told by the code', async () => {
    const code = await file()
    const id = await idOf(code)
    const one = await staff()
    const other = await signedIn(platform, 'staff', { named: 'Second' })
    await decide(one, id, { reason: 'court' }).expect(400)
    const answers = await Promise.all([decide(one, id), decide(other, id, { outcome: 'rejected' })])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toMatch(/^claim\.(decided|not-yours)$/)
    const read = (await platform.stranger().get(`${at}/codes/${code}`)).body
    expect(read).toMatchObject({ state: 'decided', decision: { reason: REASON, act: 'none' }, appealUntil: expect.stringMatching(/^\d{4}/) })
    await expect(platform.db.app.query(`update inclusion.claim_decision set outcome = 'rejected'`)).rejects.toMatchObject({ code: '42501' })
  })

  it('is never for the mediator concerned, nor the desk, nor who took it, nor who made it', async () => {
    const mediator = await aMediator(platform)
    const session = await openSession(platform, mediator, open.consultationId, aCivilStatus({ birthSurname: 'Saisie' }))
    const { body: entered } = await enterBallot(mediator, session, ['o1']).expect(201)
    const code = await file({ kind: 'MEDIATOR_CONDUCT', receipt: entered.receipt })
    const id = await idOf(code)
    const concerned = (await platform.db.owner.query<{ id: string }>('select mediator_id as id from inclusion.assisted_session where id = $1', [session])).rows[0]?.id ?? ''
    const { rows: [claim] } = await platform.db.owner.query('select concerned_id as concerned, centre_id as centre, vote_id as vote from inclusion.claim where id = $1', [id])
    expect(claim).toEqual({ concerned, centre: await centreId(platform), vote: open.voteId })
    // Staff who hold that desk too: the fact alone, and the database refuses whatever the service says.
    const double = await platform.person('staff', { named: 'Double' })
    await habilitate(platform.db, platform.app, double.accountId, LILLE, { kind: 'volunteer' })
    const colleague = await signedIn(platform, 'staff', { named: 'Double' })
    expect((await colleague.get(`${at}/${id}`).expect(200)).body).toMatchObject({ barred: true, words: null, contact: null, mayDecide: false, acts: [] })
    expect((await decide(colleague, id).expect(409)).body.code).toBe('claim.own-desk')
    for (const person of [concerned, double.accountId]) {
      await expect(platform.db.app.query(`insert into inclusion.claim_decision (claim_id, instance, outcome, act, reason, decided_by) values ($1, 1, 'rejected', 'none', $2, $3)`, [id, REASON, person])).rejects.toMatchObject({ message: 'claim.own-desk' })
    }
    // Somebody who only entered in that consultation, where the claim names no desk.
    const nowhere = await idOf(await file())
    await expect(platform.db.app.query(`insert into inclusion.claim_decision (claim_id, instance, outcome, act, reason, decided_by) values ($1, 1, 'rejected', 'none', $2, $3)`, [nowhere, REASON, concerned])).rejects.toMatchObject({ message: 'claim.own-desk' })
    const own = await platform.person('staff', { named: 'Owner' })
    await signedIn(platform, 'staff', { named: 'Owner' })
    const mine = await idOf(await file({}, own.agent))
    expect((await decide(own.agent, mine).expect(409)).body.code).toBe('claim.own-desk')
    await decide(await staff(), id).expect(200)
    // The desk knows that there is one, and where it stands.
    const { body } = await (await aMediator(platform)).get(`${at}/desk`).expect(200)
    expect(body.items[0]).toEqual({ reference: id.slice(0, 8).toUpperCase(), taken: false, state: 'decided', filedOn: expect.stringMatching(/^\d{4}/) })
    expect((await (await aMediator(platform, ROUBAIX)).get(`${at}/desk`).expect(200)).body.items).toEqual([])
  })

  it('goes to the guardian once, and to nobody who decided it', async () => {
    const code = await file()
    const appeal = (agent = platform.stranger()) => agent.post(`${at}/codes/${code}/appeal`).send({ words: 'Cette réponse ne dit rien de mon cas.' })
    expect((await appeal().expect(409)).body.code).toBe('claim.not-decided')
    const id = await idOf(code)
    const both = await platform.person('staff', { named: 'Both' })
    await platform.db.owner.query(`insert into identity.role_grant (account_id, role, place_kind, place_code) select $1, 'guardian', place_kind, place_code from identity.role_grant where account_id = $1 limit 1`, [both.accountId])
    await signedIn(platform, 'staff', { named: 'Both' })
    await decide(both.agent, id, { outcome: 'rejected' }).expect(200)
    const twice = await Promise.all([appeal(), appeal()])
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(twice.find(({ status }) => status === 409)?.body.code).toBe('claim.appeal-once')
    expect((await decide(await staff(), id).expect(403)).body.code).toBe('claim.not-yours')
    expect((await decide(both.agent, id).expect(409)).body.code).toBe('claim.same-person')
    await decide(await guardian(), id).expect(200)
    expect((await platform.stranger().get(`${at}/codes/${code}`)).body).toMatchObject({ state: 'closed', decision: { outcome: 'rejected' }, appeal: { decision: { outcome: 'accepted' } } })
    expect((await decide(await guardian(), id).expect(409)).body.code).toBe('claim.decided')
  })

  it('cannot be appealed after a fortnight', async () => {
    const code = await file({ consultationId: undefined })
    await decide(await staff(), await idOf(code)).expect(200)
    await platform.db.owner.query(`update inclusion.claim_decision set at = at - interval '15 days' where claim_id = $1`, [await idOf(code)])
    expect((await platform.stranger().post(`${at}/codes/${code}/appeal`).send({ words: 'Je reviens bien trop tard.' }).expect(409)).body.code).toBe('claim.appeal-late')
  })

  it('is sent where somebody asked for it, and only there', async () => {
    const codes = [await file({ reply: 'email', contact: 'reponse@exemple.fr' }), await file({ reply: 'phone', contact: '06 12 34 56 78' }), await file({ reply: 'phone', contact: '03 20 12 34 56' })]
    for (const code of codes) await decide(await staff(), await idOf(code)).expect(200)
    await platform.settle()
    const { rows } = await platform.db.owner.query<{ body: string }>(`select body from platform.mailbox where recipient = 'reponse@exemple.fr'`)
    expect(rows).toHaveLength(1)
    expect(rows[0]?.body).toContain(REASON)
    expect(sms.received.filter(({ to }) => to === '+33612345678')).toHaveLength(1)
    // A fixed line is called by somebody, who says so.
    const fixed = await idOf(codes[2] ?? '')
    expect((await (await staff()).get(`${at}/${fixed}`)).body).toMatchObject({ answeredOn: null, contact: '03 20 12 34 56' })
    expect((await (await staff()).post(`${at}/${fixed}/answer`).expect(200)).body.answeredOn).toMatch(/^\d{4}/)
    expect((await (await staff()).post(`${at}/${await idOf(await file())}/answer`).expect(409)).body.code).toBe('claim.not-decided')
  })
})

describe('what a decision does', () => {
  const atDesk = async (over: object): Promise<string> =>
    (await (await aMediator(platform)).post(`${at}/desk`).send(aClaim({ consultationId: open.consultationId, deskId: await centreId(platform), documentSeen: true, ...over })).expect(201)).body.code as string

  it('needs what proves it', async () => {
    const mediator = await aMediator(platform)
    const refused = async (over: object) => ((await mediator.post(`${at}/desk`).send(aClaim({ deskId: await centreId(platform), ...over })).expect(422)).body.refusals as { code: string }[]).map(({ code }) => code)
    expect(await refused({ identity: aCivilStatus(), documentSeen: true })).toEqual(['claim.identity-consultation'])
    expect(await refused({ identity: aCivilStatus(), consultationId: open.consultationId })).toEqual(['claim.document-needed'])
    expect(await refused({ identity: aCivilStatus({ birthDate: '2999-01-01' }), documentSeen: true, consultationId: open.consultationId })).toHaveLength(1)
    const id = await idOf(await file({ kind: 'WANT_TO_WITHDRAW' }))
    expect((await (await staff()).get(`${at}/${id}`)).body).toMatchObject({ acts: ['none'], proofs: { document: false, account: false, ballotReceipt: false } })
    expect((await decide(await staff(), id, { act: 'withdrawn' }).expect(422)).body.code).toBe('claim.act-unproven')
    expect((await decide(await staff(), id, { act: 'withdrawn', outcome: 'rejected' }).expect(422)).body.code).toBe('claim.act-rejected')
    // Nothing of the refused decision stands.
    expect((await (await staff()).get(`${at}/${id}`)).body.decision).toBeNull()
  })

  it('takes back a ballot, by the document seen at a desk: paper too', async () => {
    const somebody = aCivilStatus({ birthSurname: 'Retirer' })
    const { receipt } = await castAtCounter(platform, open, somebody, 'paper', 'E1', ['o2'])
    const id = await idOf(await atDesk({ kind: 'WANT_TO_WITHDRAW', identity: somebody }))
    expect((await (await staff()).get(`${at}/${id}`)).body).toMatchObject({ acts: ['none', 'withdrawn'], proofs: { document: true } })
    await decide(await staff(), id, { act: 'withdrawn' }).expect(200)
    expect((await platform.stranger().get(`/api/receipts/${receipt}`)).body.status).toBe('withdrawn')
    // The same of somebody who never came: decided just so.
    const never = await idOf(await atDesk({ kind: 'WANT_TO_WITHDRAW', identity: aCivilStatus({ birthSurname: 'Jamaisla' }) }))
    await decide(await staff(), never, { act: 'withdrawn' }).expect(200)
  })

  it('takes away what somebody cast under the name of another, who may then take part', async () => {
    const victim = aCivilStatus({ birthSurname: 'Victime' })
    await vote(await aVoter(platform, 'Victime'), open.voteId, ['o3'])
    const before = (await statuses()).filter((status) => status === 'rejected online').length
    const id = await idOf(await atDesk({ kind: 'SOMEONE_USED_MY_NAME', identity: victim }))
    await decide(await staff(), id, { act: 'usurped' }).expect(200)
    expect((await statuses()).filter((status) => status === 'rejected online')).toHaveLength(before + 1)
    const after = (await statuses()).filter((status) => status === 'admitted on_behalf').length
    await castAtCounter(platform, open, victim, 'on_behalf', 'E2', ['o1'])
    expect((await statuses()).filter((status) => status === 'admitted on_behalf')).toHaveLength(after + 1)
  })

  it('admits a homonym, contested or left out before', async () => {
    const homonym = aCivilStatus({ birthSurname: 'Homonyme' })
    await castAtCounter(platform, open, homonym, 'paper', 'E1', ['o1'])
    const second = await castAtCounter(platform, open, homonym, 'on_behalf', 'E1', ['o2'])
    const contested = (await inTheRoll(platform, open.voteId)).find(({ status }) => status === 'contested')
    await (await staff()).post(`/api/votes/${open.voteId}/contested/${contested?.id ?? ''}/review`).send({ decision: 'same_person', reason: 'Nous pensons que c’est la même personne.' }).expect(200)
    const id = await idOf(await file({ kind: 'WRONGLY_REJECTED', receipt: second.receipt }))
    await decide(await staff(), id, { act: 'homonym' }).expect(200)
    expect((await inTheRoll(platform, open.voteId)).find((row) => row.id === contested?.id)).toMatchObject({ status: 'admitted', homonymIndex: 1 })
    // A ballot that counts already is no homonym to admit.
    const first = await idOf(await file({ kind: 'WRONGLY_REJECTED', receipt: second.receipt }))
    expect((await decide(await staff(), first, { act: 'homonym' }).expect(409)).body.code).toBe('contested-entry.unknown')
  })
})

describe('before the sealing', () => {
  it('a claim filed in time holds it back, one of the last day does not; the day before is its last', async () => {
    await platform.db.owner.query(`delete from inclusion.claim where vote_id = $1`, [open.voteId])
    await platform.db.owner.query(`update roll.entry set status = 'rejected', decision = 'same_person' where vote_id = $1 and status = 'contested'`, [open.voteId])
    await closeVote(platform)
    const { rows: [dates] } = await platform.db.owner.query<{ seals: string }>(`select to_char((greatest(admitted_until, closes_at) + make_interval(days => claim_days)) at time zone 'Europe/Paris', 'YYYY-MM-DD') as seals from consultations.vote where id = $1`, [open.voteId])
    const code = await file()
    const id = await idOf(code)
    const dayBefore = (await platform.stranger().get(`${at}/codes/${code}`)).body.dueOn as string
    expect(dayBefore < (dates?.seals ?? '')).toBe(true)
    await platform.moveClock('8 days')
    const late = await file()
    const sealer = await staff()
    expect((await sealer.get(`/api/votes/${open.voteId}`).expect(200)).body).toMatchObject({ openClaims: { holding: 1, late: 1 }, may: { seal: false } })
    const refused = (await sealer.post(`/api/votes/${open.voteId}/sealing`).expect(409)).body
    expect(refused).toMatchObject({ code: 'vote.claims-pending', refusals: [{ code: 'vote.claims-pending', facts: { claims: 1 } }] })
    await expect(platform.db.app.query(`select urn.seal($1, '{}')`, [open.voteId])).rejects.toMatchObject({ message: expect.stringMatching(/vote.claims-pending|roll-urn/) })
    expect((await sealer.get(`${at}?state=overdue&beforeSealing=true`).expect(200)).body.items).toMatchObject([{ id, overdue: true, dueOn: dayBefore }])
    await decide(sealer, id).expect(200)
    expect((await sealer.get(`/api/votes/${open.voteId}`)).body).toMatchObject({ openClaims: { holding: 0, late: 1 }, may: { seal: true } })
    await sealer.post(`/api/votes/${open.voteId}/sealing`).expect(201)
    await platform.settle()
    // What is decided afterwards is said, and changes nothing any more.
    expect((await (await staff()).get(`${at}/${await idOf(late)}`)).body.acts).toEqual(['none'])
    await decide(await staff(), await idOf(late)).expect(200)
  }, 60_000)

  it('the list is a file too, without a word of anybody', async () => {
    const { text } = await (await staff()).get(`${at}.csv`).expect(200)
    expect(text.split('\r\n')[0]).toContain('reference,type,porte')
    expect(text).not.toContain('apparaît')
  })
})

it('words and addresses go two months after the decision, the rest two years after', async () => {
  const code = await file({ reply: 'post', contact: '3 rue des Tilleuls, 59000 Lille', consultationId: undefined })
  const waiting = await file({ consultationId: undefined })
  await decide(await staff(), await idOf(code)).expect(200)
  await platform.moveClock('63 days')
  await platform.settle()
  expect((await (await staff()).get(`${at}/${await idOf(code)}`)).body).toMatchObject({ words: null, contact: null, decision: { reason: REASON } })
  expect((await (await staff()).get(`${at}/${await idOf(waiting)}`)).body.words).toBe('Mon vote n’apparaît nulle part.')
  await platform.moveClock('2 years')
  await platform.settle()
  await platform.stranger().get(`${at}/codes/${code}`).expect(404)
  await platform.stranger().get(`${at}/codes/${waiting}`).expect(200)
}, 60_000)
