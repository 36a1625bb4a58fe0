import { createHash } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { startSms, type TestSms } from '../../../../test/support/sms'
import { habilitate, startApp, type TestPlatform } from '../support/app'
import { atOnce } from '../support/moments'
import { aCivilStatus, inTheRoll, signedIn, withVoteOpen, type OpenVote } from '../support/votes'
import { aMandate, aMediator, asSent, centreId, enterBallot, everythingStored, LILLE, ROUBAIX, sessionFor } from './desk'

let platform: TestPlatform
let sms: TestSms
let open: OpenVote
/** Who holds the mandates of the desk of Lille. */
let organisation: string
beforeAll(async () => {
  sms = await startSms()
  platform = await startApp(sms.env)
  open = await withVoteOpen(platform)
  await aMediator(platform)
  organisation = (await platform.db.owner.query<{ name: string }>('select o.name from inclusion.organisation o join inclusion.centre c on c.organisation_id = o.id where c.slug = $1', [LILLE])).rows[0]?.name ?? ''
})
afterAll(async () => {
  await platform.stop()
  await sms.stop()
})

const SESSIONS = '/api/assisted-sessions'
const CODES = '/api/mandates/codes'
let turn = 0
/** Somebody new each time. */
const somebody = () => aCivilStatus({ birthSurname: `Mandant ${'abcdefghijklmnopqrstuvwxyz'.charAt(turn++ % 26)}${'abcdefghijklmnopqrstuvwxyz'.charAt(Math.floor(turn / 26))}` })
const codesOf = ({ body }: { body: { refusals?: { code: string, at?: string }[] } }) => body.refusals?.map(({ code, at }) => `${code}${at ? ` ${at}` : ''}`)

interface Opened { id: string, code: string }

async function opened(mediator: TestAgent, mandate: object = {}, over: object = {}): Promise<Opened> {
  const { body } = await mediator.post(SESSIONS).send(await sessionFor(platform, open.consultationId, somebody(), { mandate: aMandate(mandate), ...over })).expect(201)
  return { id: body.id, code: body.mandate.code }
}

/** Habilitated at the desk of Lille, and under no contract there. */
async function aVolunteer(named: string): Promise<TestAgent> {
  const { agent, accountId } = await platform.person('citizen', { named })
  await habilitate(platform.db, platform.app, accountId, LILLE, { kind: 'volunteer' })
  await signedIn(platform, 'citizen', { named })
  await platform.giveCode(agent, accountId)
  return agent
}

const stateOf = async (code: string): Promise<string> => (await platform.stranger().get(`${CODES}/${code}`).expect(200)).body.state
const refusedWith = async (mediator: TestAgent, { id }: Opened, code: string) => expect((await enterBallot(mediator, id, ['o1']).expect(409)).body.code).toBe(code)
const votesOf = async (sessionId: string) => (await platform.db.owner.query<{ n: number }>('select count(*)::integer as n from roll.entry where assistance_id = $1', [sessionId])).rows[0]?.n
/** The provider calls back. */
const call = (reference: string, event: 'delivered' | 'failed' | 'reply', text = '') => {
  const { body, signature } = sms.event(reference, event, text)
  return platform.stranger().post('/api/mandates/sms-callback').set('x-parvis-signature', signature).send(body)
}

describe('without a mandate', () => {
  it('no session is opened', async () => {
    const mediator = await aMediator(platform)
    await mediator.post(SESSIONS).send(await sessionFor(platform, open.consultationId, somebody(), { mandate: undefined })).expect(422).expect((answer) => expect(codesOf(answer)).toEqual(['mandate.missing mandate']))
    await mediator.post(SESSIONS).send(await sessionFor(platform, open.consultationId, somebody(), { mandate: undefined, mandateCode: 'K7QM-2D9X-4TRW' })).expect(422).expect((answer) => expect(codesOf(answer)).toEqual(['mandate.unknown mandateCode']))
  })

  it('the database lets none be opened, nor anything be entered, whatever the service says', async () => {
    const mediator = await aMediator(platform)
    const { id } = await opened(mediator)
    await expect(platform.db.owner.query('update inclusion.assisted_session set mandate_id = null where id = $1', [id])).rejects.toThrow(/assisted_session_mandate/)
    await platform.db.owner.query('update inclusion.mandate set agreed_on = null where id = (select mandate_id from inclusion.assisted_session where id = $1)', [id])
    await expect(platform.db.owner.query('update inclusion.assisted_session set acts = acts + 1 where id = $1', [id])).rejects.toThrow('mandate.awaiting-consent')
  })

  it('is refused to somebody under a protective measure, and nothing of the measure is kept', async () => {
    const mediator = await aMediator(platform)
    await mediator.post(SESSIONS).send(await sessionFor(platform, open.consultationId, somebody(), { protectiveMeasure: true })).expect(422).expect((answer) => expect(codesOf(answer)).toEqual(['mode.protective-measure protectiveMeasure']))
    const { id } = await opened(mediator)
    await expect(platform.db.owner.query('update inclusion.mandate set declares_no_protective_measure = false where id = (select mandate_id from inclusion.assisted_session where id = $1)', [id])).rejects.toThrow(/check/)
  })
})

describe('a mandate signed by hand', () => {
  it('says what it is for, until when, who holds it, and proves what was read', async () => {
    const mediator = await aMediator(platform)
    const { code } = await opened(mediator, { scopes: ['ANSWER', 'RECEIVE_FOLLOWUP'], duration: 'MONTH_31', language: 'nl' })
    const { body } = await platform.stranger().get(`${CODES}/${code.toLowerCase().replaceAll('-', ' ')}`).expect(200)
    expect(body).toMatchObject({
      state: 'in-force', method: 'HANDWRITTEN', remote: false, duration: 'MONTH_31', organisation, centre: 'Centre Lille', language: 'nl', textVersion: '2.0', text: expect.stringContaining('Gaat u akkoord?'),
      consultations: [{ title: 'Rafraîchir nos places' }], authorisations: [{ scope: 'ANSWER', revokedOn: null }, { scope: 'RECEIVE_FOLLOWUP', revokedOn: null }], attestation: expect.stringMatching(/^[0-9a-f]{64}$/), revokedOn: null, request: null,
    })
    expect((Date.parse(body.expiresOn) - Date.parse(body.startsOn)) / 86_400_000).toBeLessThanOrEqual(31)
    expect(body.consultations[0].expiresOn).toBe(body.expiresOn)
    // Somebody who has the text and the rows makes the same proof, with no code of the platform.
    const { rows: [row] } = await platform.db.owner.query(`
      select m.id, m.organisation_id, m.centre_id, encode(m.salt, 'hex') as salt, encode(m.attestation_hash, 'hex') as attestation, encode(x.hash, 'hex') as template, array(select k.consultation_id || ':' || encode(k.participant_key, 'hex') from inclusion.mandate_consultation k where k.mandate_id = m.id order by 1) as keys
      from inclusion.mandate m join inclusion.consent_translation x on x.version = m.text_version and x.language = m.language where encode(m.attestation_hash, 'hex') = $1`, [body.attestation])
    const attested = [`centreId=${row.centre_id}`, 'consentMethod=HANDWRITTEN', `consultations=${row.keys.join(',')}`, 'duration=MONTH_31', `expiresOn=${body.expiresOn}`, `id=${row.id}`, 'language=nl', `organisationId=${row.organisation_id}`,
      'protectiveMeasureDeclared=false', 'remote=false', 'scopes=ANSWER,RECEIVE_FOLLOWUP', `startsOn=${body.startsOn}`, 'textVersion=2.0', `template=${row.template}`, `salt=${row.salt}`].join('\n')
    expect(createHash('sha256').update(attested).digest('hex')).toBe(body.attestation)
    expect(createHash('sha256').update(body.text).digest('hex')).toBe(row.template)
  })

  it('never outlives the last claim of what it is for', async () => {
    const mediator = await aMediator(platform)
    const { code } = await opened(mediator, { duration: 'SEMESTER_182' })
    const { rows: [vote] } = await platform.db.owner.query<{ last: string }>(`select to_char((greatest(admitted_until, closes_at) + make_interval(days => claim_days)) at time zone 'Europe/Paris', 'YYYY-MM-DD') as last from consultations.vote where id = $1`, [open.voteId])
    expect((await platform.stranger().get(`${CODES}/${code}`)).body.expiresOn).toBe(vote?.last)
  })

  it('is for named consultations that exist', async () => {
    const mediator = await aMediator(platform)
    await mediator.post(SESSIONS).send(await sessionFor(platform, open.consultationId, somebody(), { mandate: aMandate({ otherConsultationIds: ['6a1c8a52-0f7b-4f0c-9d54-1f0e7a8b9c0d'] }) })).expect(422).expect((answer) => expect(codesOf(answer)).toEqual(['consultation.unknown mandate.otherConsultationIds']))
  })

  it('can be used again with its code, by the same person, unless it was for one visit', async () => {
    const mediator = await aMediator(platform)
    const person = somebody()
    const again = async (code: string, who = person) => mediator.post(SESSIONS).send(await sessionFor(platform, open.consultationId, who, { mandate: undefined, consentVersion: undefined, mandateCode: code }))
    const first = await mediator.post(SESSIONS).send(await sessionFor(platform, open.consultationId, person, { mandate: aMandate({ duration: 'CONSULTATION' }) })).expect(201)
    const { code } = first.body.mandate as { code: string }
    const second = await again(code)
    expect([second.status, second.body.mandate.code]).toEqual([201, code])
    await enterBallot(mediator, second.body.id as string, ['o1']).expect(201)
    // Another organisation may do nothing with it.
    const elsewhere = await aMediator(platform, ROUBAIX)
    await platform.db.owner.query(`update inclusion.centre c set organisation = 'Une autre', organisation_id = null where slug = $1 and organisation_id = (select o.organisation_id from inclusion.centre o where o.slug = $2)`, [ROUBAIX, LILLE])
    await elsewhere.post(SESSIONS).send(await sessionFor(platform, open.consultationId, person, { centreId: await centreId(platform, ROUBAIX), mandate: undefined, mandateCode: code })).expect(409).expect(({ body }) => expect(body.code).toBe('mandate.other-organisation'))
    // The code of somebody else is no code.
    expect(codesOf(await again(code, somebody()))).toEqual(['mandate.unknown mandateCode'])
    const once = somebody()
    const visit = await mediator.post(SESSIONS).send(await sessionFor(platform, open.consultationId, once)).expect(201)
    expect([(await again(visit.body.mandate.code as string, once)).body.code]).toEqual(['mandate.one-act'])
    // It ends with the visit, for whoever reads its code.
    expect(await stateOf(visit.body.mandate.code as string)).toBe('in-force')
    await mediator.delete(`${SESSIONS}/${visit.body.id as string}`).expect(204)
    expect(await stateOf(visit.body.mandate.code as string)).toBe('expired')
    await platform.stranger().post(`${CODES}/${code}/revocation`).send({}).expect(200)
    expect((await again(code)).body.code).toBe('mandate.revoked')
  })

  it('lets nothing in after its last day', async () => {
    const mediator = await aMediator(platform)
    const session = await opened(mediator, { duration: 'CONSULTATION' })
    await platform.db.owner.query(`update inclusion.mandate_consultation set expires_on = platform.today() - 1 where mandate_id = (select mandate_id from inclusion.assisted_session where id = $1)`, [session.id])
    await refusedWith(mediator, session, 'mandate.expired')
  })
})

it('is taken by no centre that nobody answers for: its desk is closed', async () => {
  const mediator = await aMediator(platform)
  const { rows: [centre] } = await platform.db.owner.query<{ id: string }>('select organisation_id as id from inclusion.centre where slug = $1', [LILLE])
  await platform.db.owner.query('update inclusion.centre set organisation_id = null where slug = $1', [LILLE])
  try {
    await mediator.post(SESSIONS).send(await sessionFor(platform, open.consultationId, somebody())).expect(403).expect(({ body }) => expect(body.code).toBe('access.forbidden'))
  } finally {
    await platform.db.owner.query('update inclusion.centre set organisation_id = $2 where slug = $1', [LILLE, centre?.id])
  }
  await opened(mediator)
})

describe('revoked', () => {
  it('by the person with the code, at once; every entry is refused, and ending twice is no error', async () => {
    const mediator = await aMediator(platform)
    const session = await opened(mediator)
    await enterBallot(mediator, session.id, ['o1']).expect(201)
    await platform.stranger().post(`${CODES}/${session.code}/revocation`).send({}).expect(200).expect(({ body }) => expect(body).toMatchObject({ state: 'revoked', revokedBy: 'CITIZEN' }))
    await platform.stranger().post(`${CODES}/${session.code}/revocation`).send({}).expect(200)
    await refusedWith(mediator, session, 'mandate.revoked')
    await mediator.get(`${SESSIONS}/${session.id}`).expect(200).expect(({ body }) => expect(body).toMatchObject({ may: [], mandate: { state: 'revoked' } }))
  })

  it('by who made it, by somebody of the same desk, by staff of the place', async () => {
    const mediator = await aMediator(platform)
    const colleague = await signedIn(platform, 'mediator', { place: LILLE, named: 'colleague' })
    const [own, ours, theirs] = [await opened(mediator), await opened(mediator), await opened(mediator)]
    expect((await mediator.post(`${CODES}/${own.code}/revocation`).send({}).expect(200)).body.revokedBy).toBe('MEDIATOR')
    expect((await colleague.post(`${CODES}/${ours.code}/revocation`).send({}).expect(200)).body.revokedBy).toBe('ORGANISATION')
    const staff = await signedIn(platform, 'staff')
    const { rows: [row] } = await platform.db.owner.query<{ id: string }>('select mandate_id as id from inclusion.assisted_session where id = $1', [theirs.id])
    const path = `/api/mandates/${row?.id}/revocation`
    await platform.stranger().post(path).expect(401)
    await mediator.post(path).expect(403)
    await (await signedIn(platform, 'staff', { place: '59512' })).post(path).expect(404)
    expect((await staff.post(path).expect(200)).body).toMatchObject({ state: 'revoked', revokedBy: 'ADMIN' })
    for (const session of [own, ours, theirs]) await refusedWith(mediator, session, 'mandate.revoked')
  })

  it('one authorisation alone: what it allowed is over, the rest stands', async () => {
    const mediator = await aMediator(platform)
    const session = await opened(mediator, { scopes: ['ANSWER', 'RECEIVE_FOLLOWUP'], duration: 'CONSULTATION' })
    await platform.stranger().post(`${CODES}/${session.code}/revocation`).send({ scope: 'RECEIVE_FOLLOWUP' }).expect(200).expect(({ body }) => expect(body).toMatchObject({ state: 'in-force', authorisations: [{ scope: 'ANSWER', revokedOn: null }, { scope: 'RECEIVE_FOLLOWUP', revokedOn: expect.any(String) }] }))
    await enterBallot(mediator, session.id, ['o1']).expect(201)
    await platform.stranger().post(`${CODES}/${session.code}/revocation`).send({ scope: 'ANSWER' }).expect(200)
    await refusedWith(mediator, session, 'mandate.revoked')
    await platform.stranger().post(`${CODES}/${session.code}/revocation`).send({ scope: 'EVERYTHING' }).expect(400)
  })

  it('while somebody enters: either the entry was first, or it is refused', async () => {
    const mediator = await aMediator(platform)
    for (let round = 0; round < 8; round++) {
      const session = await opened(mediator)
      const [entry] = await Promise.all([enterBallot(mediator, session.id, ['o1']), platform.stranger().post(`${CODES}/${session.code}/revocation`).send({}).expect(200)])
      expect([[201, 1], [409, 0]]).toContainEqual([entry.status, await votesOf(session.id)])
      await refusedWith(mediator, session, 'mandate.revoked')
    }
    // An entry that comes while a mandate, or what it allowed, is being taken back waits to know, and is refused.
    for (const table of ['mandate', 'mandate_authorisation'] as const) {
      const session = await opened(mediator)
      const mandate = `(select mandate_id from inclusion.assisted_session where id = $1)`
      const entry = await atOnce(platform.db, (held) => held.query(`update inclusion.${table} set revoked_on = platform.today(), revoked_by = 'CITIZEN' where ${table === 'mandate' ? 'id' : 'mandate_id'} = ${mandate}`, [session.id]), () => enterBallot(mediator, session.id, ['o1']))
      expect([entry.status, (entry.body as { code: string }).code, await votesOf(session.id)]).toEqual([409, 'mandate.revoked', 0])
    }
  })

  it('says nothing to who has no code', async () => {
    for (const code of ['K7QM-2D9X-4TRW', 'nonsense', 'K7QM2D9X4TR']) {
      await platform.stranger().get(`${CODES}/${code}`).expect(404).expect(({ body }) => expect(body.code).toBe('mandate.unknown'))
      await platform.stranger().post(`${CODES}/${code}/revocation`).send({}).expect(404)
    }
  })
})

describe('a second ballot of one visit', () => {
  it('is refused, also while the first one is entered, and changes nothing', async () => {
    const mediator = await aMediator(platform)
    const session = await opened(mediator)
    const statuses = (await Promise.all([enterBallot(mediator, session.id, ['o1']), enterBallot(mediator, session.id, ['o2'])])).map(({ status }) => status)
    expect(statuses.sort()).toEqual([201, 409])
    await enterBallot(mediator, session.id, ['o3']).expect(409).expect(({ body }) => expect(body).toMatchObject({ code: 'assisted-session.entered-already', facts: { kind: 'ballot' } }))
    expect((await platform.db.owner.query('select cast_count from roll.entry where assistance_id = $1', [session.id])).rows).toEqual([{ cast_count: 1 }])
    expect((await mediator.get(`${SESSIONS}/${session.id}`).expect(200)).body).toMatchObject({ entered: { ballots: 1 }, mandate: { mayCorrect: false } })
  })

  it('replaces the first under a mandate that names the correction, until that is taken back', async () => {
    const mediator = await aMediator(platform)
    const session = await opened(mediator, { scopes: ['ANSWER', 'CORRECT'] })
    const { body: first } = await enterBallot(mediator, session.id, ['o1']).expect(201)
    expect((await mediator.get(`${SESSIONS}/${session.id}`).expect(200)).body.mandate.mayCorrect).toBe(true)
    expect((await enterBallot(mediator, session.id, ['o2']).expect(201)).body).toEqual(first)
    expect((await platform.db.owner.query('select cast_count from roll.entry where assistance_id = $1', [session.id])).rows).toEqual([{ cast_count: 2 }])
    await platform.stranger().post(`${CODES}/${session.code}/revocation`).send({ scope: 'CORRECT' }).expect(200)
    await refusedWith(mediator, session, 'assisted-session.entered-already')
  })

  it('of another visit is answered as a first one: nobody learns there what was done elsewhere', async () => {
    const mediator = await aMediator(platform)
    const person = somebody()
    const visit = async () => (await mediator.post(SESSIONS).send(await sessionFor(platform, open.consultationId, person)).expect(201)).body.id as string
    const [one, other] = [await visit(), await visit()]
    const answers = [await enterBallot(mediator, one, ['o1']).expect(201), await enterBallot(mediator, other, ['o2']).expect(201)]
    expect(new Set(answers.map((answer) => asSent(answer))).size).toBe(1)
  })
})

describe('by SMS', () => {
  const PHONE = '06 12 34 56 78'
  const asked = async (mediator: TestAgent, phone: string): Promise<Opened & { recap: string, question: string }> => {
    const session = await opened(mediator, { method: 'SMS', remote: true, phone }, { evidence: 'E1' })
    await platform.settle()
    const recap = sms.received.at(-1)?.reference ?? ''
    return { ...session, recap, question: recap.replace(':recap', ':question') }
  }

  it('first says what it is about, then asks; nothing is entered before the yes', async () => {
    const mediator = await aMediator(platform)
    sms.refuse(1)
    const session = await opened(mediator, { method: 'SMS', remote: true, phone: PHONE }, { evidence: 'E1' })
    await platform.settle()
    // A provider that fails once is asked again.
    await platform.db.owner.query(`update platform.outbox set available_at = clock_timestamp() where kind like 'consent.%' and done_at is null`)
    await platform.settle()
    expect(sms.received).toMatchObject([{ to: '+33612345678', text: expect.stringContaining(`${organisation} peut participer pour vous`), callback: 'http://localhost:3000/api/mandates/sms-callback' }])
    const recap = sms.received[0]?.reference ?? ''
    const question = recap.replace(':recap', ':question')
    await refusedWith(mediator, session, 'mandate.awaiting-consent')
    // An answer to what was not asked yet is none.
    await call(question, 'reply', 'Oui').expect(204)
    expect(await stateOf(session.code)).toBe('waiting')
    await call(recap, 'delivered').expect(204)
    await call(recap, 'delivered').expect(204)
    await platform.settle()
    expect(sms.received.map(({ reference }) => reference.split(':')[1])).toEqual(['recap', 'question'])
    expect(sms.received[1]?.text).toContain('Répondez OUI ou NON')
    await call(question, 'delivered').expect(204)
    await call(question, 'reply', 'peut-être').expect(204)
    await refusedWith(mediator, session, 'mandate.awaiting-consent')
    await mediator.get(`${SESSIONS}/${session.id}`).expect(({ body }) => expect(body).toMatchObject({ may: [], mandate: { state: 'waiting', method: 'SMS' } }))
    await call(question, 'reply', ' OUI. ').expect(204)
    expect(await stateOf(session.code)).toBe('in-force')
    await enterBallot(mediator, session.id, ['o1']).expect(201)
    // A no that comes after the yes is a revocation that the person makes with the code, or says.
    await call(question, 'reply', 'non').expect(204)
    expect(await stateOf(session.code)).toBe('in-force')
  })

  it('a no closes it, as do a number that takes nothing and half an hour of silence; the number is forgotten', async () => {
    const mediator = await aMediator(platform)
    const no = await asked(mediator, '06 00 00 00 01')
    await call(no.recap, 'delivered').expect(204)
    await call(no.question, 'reply', 'Non').expect(204)
    await refusedWith(mediator, no, 'mandate.denied')
    await call(no.question, 'reply', 'Oui').expect(204)
    expect(await stateOf(no.code)).toBe('denied')
    const nobody = await asked(mediator, '06 00 00 00 02')
    await call(nobody.recap, 'failed').expect(204)
    await refusedWith(mediator, nobody, 'mandate.denied')
    const silent = await asked(mediator, '06 00 00 00 03')
    await call(silent.recap, 'delivered').expect(204)
    const { rows: [kept] } = await platform.db.owner.query<{ n: number }>('select count(*)::integer as n from inclusion.consent_request where phone is not null')
    expect(kept?.n).toBe(1)
    expect(await everythingStored(platform)).not.toMatch(/600000003|0600000003|612345678/)
    await platform.moveClock('31 minutes')
    await platform.settle()
    await call(silent.question, 'reply', 'Oui').expect(204)
    expect((await platform.stranger().get(`${CODES}/${silent.code}`)).body).toMatchObject({ state: 'denied', request: 'SILENT' })
    expect((await platform.db.owner.query('select 1 from inclusion.consent_request where phone is not null')).rows).toEqual([])
  })

  it('is heard from the provider alone', async () => {
    const mediator = await aMediator(platform)
    const session = await asked(mediator, '06 00 00 00 04')
    await call(session.recap, 'delivered').expect(204)
    const { body, signature } = sms.event(session.question, 'reply', 'Oui')
    const path = '/api/mandates/sms-callback'
    await platform.stranger().post(path).send(body).expect(403).expect(({ body: problem }) => expect(problem.code).toBe('sms.signature'))
    await platform.stranger().post(path).set('x-parvis-signature', signature).send({ ...body, text: 'Oui ' }).expect(403)
    await platform.stranger().post(path).set('x-parvis-signature', `${signature}0`).send(body).expect(403)
    await platform.stranger().post(path).set('x-parvis-signature', signature).send({ ...body, reference: 'nonsense' }).expect(400)
    expect(await stateOf(session.code)).toBe('waiting')
    // Of a request that nobody made: heard, and nothing happens.
    await call('6a1c8a52-0f7b-4f0c-9d54-1f0e7a8b9c0d:question', 'reply', 'Oui').expect(204)
  })

  it('asks one number three times at most, whatever way it is written', async () => {
    const mediator = await aMediator(platform)
    for (const phone of ['06 99 99 99 99', '+33 6 99 99 99 99', '0033699999999']) await opened(mediator, { method: 'SMS', phone })
    await mediator.post(SESSIONS).send(await sessionFor(platform, open.consultationId, somebody(), { mandate: aMandate({ method: 'SMS', phone: '0699999999' }) })).expect(422).expect((answer) => expect(codesOf(answer)).toEqual(['mandate.phone-often mandate.phone']))
  })
})

describe('said aloud before two', () => {
  it('waits for a second mediator of the place, and never takes the first one for it', async () => {
    const mediator = await aMediator(platform)
    const session = await opened(mediator, { method: 'ORAL', remote: true })
    const path = `${CODES}/${session.code}/agreement`
    await refusedWith(mediator, session, 'mandate.awaiting-consent')
    await platform.stranger().post(path).expect(401)
    await (await platform.as('citizen')).post(path).expect(403)
    await (await aMediator(platform, ROUBAIX)).post(path).expect(403).expect(({ body }) => expect(body.code).toBe('mandate.other-centre'))
    await mediator.post(path).expect(409).expect(({ body }) => expect(body.code).toBe('mandate.second-person'))
    await refusedWith(mediator, session, 'mandate.awaiting-consent')
    const volunteer = await aVolunteer('witness')
    await volunteer.post(path).expect(403).expect(({ body }) => expect(body.code).toBe('mandate.witness-habilitated'))
    const second = await signedIn(platform, 'mediator', { place: LILLE, named: 'second' })
    await second.post(path).expect(200).expect(({ body }) => expect(body.state).toBe('in-force'))
    await second.post(path).expect(409).expect(({ body }) => expect(body.code).toBe('mandate.not-waiting'))
    await enterBallot(mediator, session.id, ['o1']).expect(201)
    const { rows } = await platform.db.owner.query('select witnessed_by <> created_by as two from inclusion.mandate where id = (select mandate_id from inclusion.assisted_session where id = $1)', [session.id])
    expect(rows).toEqual([{ two: true }])
  })

  it('on the screen: the person says so there', async () => {
    const mediator = await aMediator(platform)
    const session = await opened(mediator, { method: 'ON_SCREEN' })
    await refusedWith(mediator, session, 'mandate.awaiting-consent')
    await mediator.post(`${CODES}/${session.code}/agreement`).expect(200)
    await enterBallot(mediator, session.id, ['o1']).expect(201)
    await mediator.post(`${CODES}/${(await opened(mediator)).code}/agreement`).expect(409)
  })
})

describe('the list of staff', () => {
  it('has states and no names, of the own places only', async () => {
    await platform.stranger().get('/api/mandates').expect(401)
    await (await aMediator(platform)).get('/api/mandates').expect(403)
    const staff = await signedIn(platform, 'staff')
    const { body } = await staff.get('/api/mandates?state=revoked&perPage=50').expect(200)
    expect(body.total).toBeGreaterThan(3)
    for (const row of body.items) expect(Object.keys(row).sort()).toEqual(['centre', 'consultations', 'duration', 'expiresOn', 'id', 'method', 'organisation', 'reference', 'revokedBy', 'startsOn', 'state'])
    // One is read before it is ended; the reference tells it from the others and opens nothing.
    const [{ id, reference }] = body.items as [{ id: string, reference: string }]
    await platform.stranger().get(`/api/mandates/${id}`).expect(401)
    await (await aMediator(platform)).get(`/api/mandates/${id}`).expect(403)
    await (await signedIn(platform, 'staff', { place: '59512' })).get(`/api/mandates/${id}`).expect(404)
    await platform.stranger().get(`${CODES}/${reference}`).expect(404)
    expect((await staff.get(`/api/mandates/${id}`).expect(200)).body).toMatchObject({ reference: id.slice(0, 8).toUpperCase(), state: 'revoked', centre: 'Centre Lille' })
    expect((await staff.get(`/api/mandates?centre=${ROUBAIX}`).expect(200)).body.total).toBe(0)
    expect((await (await signedIn(platform, 'staff', { place: '59512' })).get('/api/mandates').expect(200)).body).toMatchObject({ total: 0, items: [] })
    expect((await (await signedIn(platform, 'staff', { place: '59350' })).get('/api/mandates').expect(200)).body.total).toBeGreaterThan(10)
  })
})

it('proposes a door after three questions, and keeps none of the answers', async () => {
  const mediator = await aMediator(platform)
  const ask = (query: string) => mediator.get(`/api/desk/doors?${query}`)
  expect((await ask('account=no&types=no&protective=no').expect(200)).body).toEqual({ doors: ['on_behalf', 'accompanied'] })
  expect((await ask('account=yes&types=no&protective=no').expect(200)).body).toEqual({ doors: ['accompanied', 'on_behalf'] })
  expect((await ask('account=no&types=no&protective=yes').expect(200)).body).toEqual({ doors: ['accompanied'] })
  await ask('account=no').expect(400)
  const volunteer = await aVolunteer('doors')
  expect((await volunteer.get('/api/desk/doors?account=no&types=no&protective=no').expect(200)).body).toEqual({ doors: ['accompanied'] })
  expect((await volunteer.get('/api/desk').expect(200)).body).toMatchObject({ assistant: 'volunteer', organisation })
  expect((await mediator.get('/api/desk').expect(200)).body).toMatchObject({ assistant: 'professional', organisation })
  await platform.stranger().get('/api/desk/doors?account=no&types=no&protective=no').expect(401)
  await (await signedIn(platform, 'staff')).get('/api/desk/doors?account=no&types=no&protective=no').expect(403)
})

it('notes that somebody was helped with their own account, and nothing of them', async () => {
  const mediator = await aMediator(platform)
  const path = `${SESSIONS}/accompanied`
  const body = { consultationId: open.consultationId, centreId: await centreId(platform) }
  const acts = async () => ((await mediator.get('/api/desk').expect(200)).body as { today: { acts: number } }).today.acts
  const before = await acts()
  await platform.stranger().post(path).send(body).expect(401)
  await (await platform.as('citizen')).post(path).send(body).expect(403)
  await mediator.post(path).send({ ...body, centreId: await centreId(platform, ROUBAIX) }).expect(403)
  await mediator.post(path).send({ ...body, consultationId: '6a1c8a52-0f7b-4f0c-9d54-1f0e7a8b9c0d' }).expect(404)
  await mediator.post(path).send(body).expect(204)
  expect(await acts()).toBe(before + 1)
  const { rows } = await platform.db.owner.query(`select evidence, k0, municipality_code, consent_version, mandate_id, age_band from inclusion.assisted_session where mode = 'accompanied'`)
  expect(rows).toEqual([{ evidence: 'E3', k0: null, municipality_code: null, consent_version: null, mandate_id: null, age_band: null }])
})

it('the journal says who worked where and how, never under which number; and mandates go three years after their last day', async () => {
  const { rows } = await platform.db.owner.query<{ action: string, subject_kind: string, subject_id: string, detail: object }>(`select action, subject_kind, subject_id, detail from platform.audit_entry where action like 'mandate.%'`)
  expect(new Set(rows.map(({ action }) => action))).toEqual(new Set(['mandate.created', 'mandate.agreed', 'mandate.denied', 'mandate.revoked']))
  const { rows: mandates } = await platform.db.owner.query<{ id: string }>('select id from inclusion.mandate')
  for (const row of rows) {
    expect(row).toMatchObject({ subject_kind: 'centre', subject_id: LILLE, detail: { method: expect.any(String) } })
    for (const { id } of mandates) expect(JSON.stringify(row)).not.toContain(id)
  }
  // A key of its own: no key of a roll stands in a mandate.
  expect((await platform.db.owner.query('select 1 from inclusion.mandate_consultation k join roll.entry e on e.k0 = k.participant_key')).rows).toEqual([])
  expect((await inTheRoll(platform, open.voteId)).length).toBeGreaterThan(0)
  await platform.moveClock('1300 days')
  // Sessions that were left open end first.
  await platform.settle()
  await platform.settle()
  for (const table of ['mandate', 'mandate_consultation', 'mandate_authorisation', 'consent_request']) expect([table, (await platform.db.owner.query(`select 1 from inclusion.${table}`)).rows]).toEqual([table, []])
})
