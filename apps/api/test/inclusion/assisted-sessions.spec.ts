import { PASSWORD, startApp, type TestPlatform } from '../support/app'
import { aCivilStatus, inTheRoll, signedIn, withVoteOpen, type OpenVote } from '../support/votes'
import { aMandate, aMediator, centreId, enterBallot, everythingStored, LILLE, openSession, ROUBAIX, sessionFor } from './desk'

let platform: TestPlatform
let open: OpenVote
beforeAll(async () => {
  platform = await startApp()
  open = await withVoteOpen(platform)
})
afterAll(() => platform.stop())

const SESSIONS = '/api/assisted-sessions'
const body = (identity = aCivilStatus(), over: object = {}) => sessionFor(platform, open.consultationId, identity, over)
const codesOf = ({ body: problem }: { body: { refusals?: { code: string, at?: string }[] } }) => problem.refusals?.map(({ code, at }) => `${code}${at ? ` ${at}` : ''}`)

describe('a session at the desk', () => {
  it('is not for strangers, nor for other roles', async () => {
    for (const path of [SESSIONS, `${SESSIONS}/6a1c8a52-0f7b-4f0c-9d54-1f0e7a8b9c0d/ballots`]) {
      await platform.stranger().post(path).send(await body()).expect(401)
      await (await platform.as('citizen')).post(path).send(await body()).expect(403).expect(({ body: problem }) => expect(problem.code).toBe('access.forbidden'))
      await open.staff.post(path).send(await body()).expect(403)
    }
    await platform.stranger().get('/api/desk').expect(401)
    await open.staff.get('/api/desk').expect(403)
  })

  it('is opened at the mediator’s own centre only', async () => {
    const mediator = await aMediator(platform)
    await mediator.post(SESSIONS).send(await body(undefined, { centreId: await centreId(platform, ROUBAIX) })).expect(403).expect(({ body: problem }) => expect(problem.code).toBe('place.other'))
    await mediator.post(SESSIONS).send(await body(undefined, { centreId: '6a1c8a52-0f7b-4f0c-9d54-1f0e7a8b9c0d' })).expect(404)
    await mediator.post(SESSIONS).send(await body(undefined, { consultationId: '6a1c8a52-0f7b-4f0c-9d54-1f0e7a8b9c0d' })).expect(404)
  })

  it('says what may be entered, for half an hour', async () => {
    const mediator = await aMediator(platform)
    const { body: session } = await mediator.post(SESSIONS).send(await body()).expect(201)
    expect(session).toEqual({
      id: expect.any(String), consultation: { id: open.consultationId, slug: open.slug, title: 'Rafraîchir nos places' }, centre: { id: await centreId(platform), slug: LILLE, name: 'Centre Lille' },
      mode: 'on_behalf', evidence: 'E2', mandate: { code: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/), state: 'in-force', method: 'HANDWRITTEN', mayCorrect: false, mayWithdraw: false, mayFollowUp: false }, phone: null, may: ['ballot'], mayWithdraw: [], voteId: open.voteId, entered: { proposals: 0, supports: 0, ballots: 0, comments: 0, questionnaires: 0, signatures: 0, amendments: 0, reports: 0, withdrawals: 0 }, receipts: [], expiresInSeconds: expect.any(Number),
    })
    expect(session.expiresInSeconds).toBeGreaterThan(1790)
    expect(session.expiresInSeconds).toBeLessThanOrEqual(1800)
  })

  it('reads consent aloud first: the text in force, and no other', async () => {
    const mediator = await aMediator(platform)
    const { body: text } = await platform.stranger().get('/api/consent-texts/current').expect(200)
    expect(text).toMatchObject({ version: '2.0', body: expect.stringContaining('Votre nom n’est pas gardé.') })
    expect(text.languages.map(({ language }: { language: string }) => language)).toEqual(['fr', 'ar', 'en', 'nl', 'pl'])
    await mediator.post(SESSIONS).send(await body(undefined, { consentVersion: undefined })).expect(422).expect((answer) => expect(codesOf(answer)).toEqual(['consent.missing consentVersion']))
    await mediator.post(SESSIONS).send(await body(undefined, { consentVersion: '0.9' })).expect(422).expect((answer) => expect(codesOf(answer)).toEqual(['consent.outdated consentVersion']))
  })

  it('is refused to somebody under a protective measure, and nothing of it is kept', async () => {
    const mediator = await aMediator(platform)
    await mediator.post(SESSIONS).send(await body(aCivilStatus({ birthSurname: 'Protegecanari' }), { protectiveMeasure: true })).expect(422)
      .expect((answer) => expect(codesOf(answer)).toEqual(['mode.protective-measure protectiveMeasure']))
    expect(await everythingStored(platform)).not.toMatch(/protegecanari/i)
  })

  it.each<[string, object, object, string[]]>([
    ['an evidence that this mode does not take', {}, { evidence: 'E3' }, ['mode.evidence evidence']],
    ['a name without letters', { birthSurname: '--' }, {}, ['civil-status.birth-surname identity.birthSurname']],
    ['a name in letters that keys are not made of', { birthSurname: 'محمد' }, {}, ['civil-status.birth-surname identity.birthSurname']],
    ['given names that begin with a comma', { givenNames: ', Marie' }, {}, ['civil-status.given-names identity.givenNames']],
    ['a day that does not exist', { birthDate: '1980-02-30' }, {}, ['civil-status.birth-date identity.birthDate']],
    ['a commune of nowhere', { municipalityCode: '75056' }, {}, ['municipality.unknown identity.municipalityCode']],
    ['a child', { birthDate: '2016-03-01' }, {}, ['eligibility.too-young identity.birthDate']],
  ])('refuses %s plainly, since it depends only on what was typed', async (_label, identity, over, expected) => {
    const mediator = await aMediator(platform)
    const answer = await mediator.post(SESSIONS).send(await body(aCivilStatus(identity), over)).expect(422)
    expect(codesOf(answer)).toEqual(expected)
    expect(JSON.stringify(answer.body)).not.toMatch(/Delattre|Camille|1980/)
  })

  it('belongs to who opened it', async () => {
    const mediator = await aMediator(platform)
    const id = await openSession(platform, mediator, open.consultationId, aCivilStatus())
    const other = await aMediator(platform, ROUBAIX)
    await other.get(`${SESSIONS}/${id}`).expect(404)
    await enterBallot(other, id, ['o1']).expect(404)
    await other.delete(`${SESSIONS}/${id}`).expect(404)
    await mediator.get(`${SESSIONS}/${id}`).expect(200)
  })

  it('takes Lomme for Lille', async () => {
    const mediator = await aMediator(platform)
    await mediator.post(SESSIONS).send(await body(aCivilStatus({ municipalityCode: '59355' }))).expect(201)
    const { rows } = await platform.db.owner.query(`select distinct municipality_code as code from inclusion.assisted_session`)
    expect(rows).toEqual([{ code: '59350' }])
  })

  it('ends when the mediator says so, and keeps no key then', async () => {
    const mediator = await aMediator(platform)
    const id = await openSession(platform, mediator, open.consultationId, aCivilStatus())
    await mediator.delete(`${SESSIONS}/${id}`).expect(204)
    await mediator.delete(`${SESSIONS}/${id}`).expect(204)
    await mediator.get(`${SESSIONS}/${id}`).expect(409).expect(({ body: problem }) => expect(problem.code).toBe('assisted-session.ended'))
    await enterBallot(mediator, id, ['o1']).expect(409)
    const { rows } = await platform.db.owner.query('select k0, expires_at from inclusion.assisted_session where id = $1', [id])
    expect(rows).toEqual([{ k0: null, expires_at: null }])
  })
})

describe('what the mediator entered', () => {
  it('keeps the receipts of the visit until it ends, sealed, and nothing of the choice', async () => {
    const mediator = await aMediator(platform)
    const id = await openSession(platform, mediator, open.consultationId, aCivilStatus())
    const { body: { receipt } } = await enterBallot(mediator, id, ['o1']).expect(201)
    // A page that is loaded again shows it again.
    for (let time = 0; time < 2; time++) expect((await mediator.get(`${SESSIONS}/${id}`).expect(200)).body.receipts).toEqual([{ kind: 'ballot', code: receipt }])
    expect(await everythingStored(platform)).not.toContain(receipt)
    expect(await everythingStored(platform)).not.toContain(Buffer.from(receipt as string).toString('hex'))
    await (await aMediator(platform, ROUBAIX)).get(`${SESSIONS}/${id}`).expect(404)
    await mediator.delete(`${SESSIONS}/${id}`).expect(204)
    expect((await platform.db.owner.query('select receipts from inclusion.assisted_session where id = $1', [id])).rows).toEqual([{ receipts: null }])
    // The database lets nothing of it outlive the person's key, nor stand at a kiosk.
    await expect(platform.db.owner.query(`update inclusion.assisted_session set receipts = '\\x00' where id = $1`, [id])).rejects.toThrow(/assisted_session_receipts/)
  })

  it('cannot be read back, and is counted for the day', async () => {
    const mediator = await aMediator(platform)
    const acts = async () => ((await mediator.get('/api/desk').expect(200)).body as { today: { acts: number } }).today.acts
    const before = await acts()
    const id = await openSession(platform, mediator, open.consultationId, aCivilStatus({ birthSurname: 'Relu' }))
    await mediator.post(`${SESSIONS}/${id}/ballots`).send({ choice: { o2: 1 } }).expect(400)
    const { body: answer } = await enterBallot(mediator, id, ['o2', 'o3']).expect(201)
    expect(answer).toEqual({ receipt: expect.stringMatching(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/), status: 'received' })
    for (const path of ['', '/ballots']) expect(JSON.stringify((await mediator.get(`${SESSIONS}/${id}${path}`)).body)).not.toMatch(/o2|o3/)
    expect(await acts()).toBe(before + 1)
    await mediator.get(`${SESSIONS}/${id}`).expect(({ body: session }) => expect(session.entered).toMatchObject({ proposals: 0, supports: 0, ballots: 1, comments: 0, questionnaires: 0, signatures: 0, amendments: 0, reports: 0 }))
    // Kept while the person is there, and no longer: the day counts on.
    await mediator.delete(`${SESSIONS}/${id}`).expect(204)
    expect((await platform.db.owner.query('select proposals, supports, ballots, comments, questionnaires, signatures, amendments, reports, age_band from inclusion.assisted_session where id = $1', [id])).rows).toEqual([{ proposals: 0, supports: 0, ballots: 0, comments: 0, questionnaires: 0, signatures: 0, amendments: 0, reports: 0, age_band: null }])
    expect(await acts()).toBe(before + 1)
    expect(((await (await aMediator(platform, ROUBAIX)).get('/api/desk').expect(200)).body as { today: { acts: number } }).today.acts).toBe(0)
    await platform.stranger().get(`/api/receipts/${answer.receipt}`).expect(200).expect(({ body: receipt }) => expect(receipt).toMatchObject({ kind: 'vote', status: 'received' }))
  })

  it('stands in the roll with its door and its day, and a correction that the mandate lets in replaces it', async () => {
    const mediator = await aMediator(platform)
    const before = (await inTheRoll(platform, open.voteId)).length
    const id = await openSession(platform, mediator, open.consultationId, aCivilStatus({ birthSurname: 'Corrige' }), { evidence: 'E1', mandate: aMandate({ scopes: ['ANSWER', 'CORRECT'] }) })
    const { body: first } = await enterBallot(mediator, id, ['o1']).expect(201)
    const { body: second } = await enterBallot(mediator, id, ['o4']).expect(201)
    expect(second).toEqual(first)
    const rows = await inTheRoll(platform, open.voteId)
    expect(rows).toHaveLength(before + 1)
    expect(rows).toContainEqual(expect.objectContaining({ status: 'admitted', channel: 'on_behalf', evidence: 'E1', castCount: 2 }))
    const { rows: doors } = await platform.db.owner.query('select centre_id, assistance_id from roll.entry where assistance_id = $1', [id])
    expect(doors).toEqual([{ centre_id: await centreId(platform), assistance_id: id }])
  })

  it('is refused like anybody’s when the choice is not one', async () => {
    const mediator = await aMediator(platform)
    const id = await openSession(platform, mediator, open.consultationId, aCivilStatus({ birthSurname: 'Refus' }))
    await enterBallot(mediator, id, ['o9']).expect(422).expect(({ body: problem }) => expect(problem.code).toBe('ballot.unknown-option'))
    await enterBallot(mediator, id, ['o1', 'o2', 'o3', 'o4']).expect(422)
    await mediator.get(`${SESSIONS}/${id}`).expect(({ body: session }) => expect(Object.values(session.entered as Record<string, number>).every((count) => count === 0)).toBe(true))
    await mediator.post(`${SESSIONS}/${id}/supports`).send({ proposalId: '6a1c8a52-0f7b-4f0c-9d54-1f0e7a8b9c0d' }).expect(404)
  })
})

it('a mediator may help at a suspended consultation no more than anybody else', async () => {
  const mediator = await aMediator(platform)
  const id = await openSession(platform, mediator, open.consultationId, aCivilStatus({ birthSurname: 'Suspendu' }))
  const guardian = await platform.as('guardian', { named: 'now' })
  await guardian.post(`/api/consultations/${open.consultationId}/suspension`).send({ reason: 'Une information manque au dossier.' }).expect(201)
  await enterBallot(mediator, id, ['o1']).expect(409)
  await mediator.post(SESSIONS).send(await body()).expect(422).expect((answer) => expect(codesOf(answer)).toEqual(['consultation.suspended']))
  await mediator.get('/api/desk').expect(({ body: desk }) => expect(desk.consultations).toEqual([]))
  await guardian.delete(`/api/consultations/${open.consultationId}/suspension`)
  await enterBallot(mediator, id, ['o1']).expect(201)
})

it('expires after half an hour: nothing can be entered, and the key is erased by itself', async () => {
  const mediator = await aMediator(platform)
  const giveCode = async () => platform.giveCode(mediator, (await platform.person('mediator', { place: LILLE })).accountId)
  const id = await openSession(platform, mediator, open.consultationId, aCivilStatus({ birthSurname: 'Attente' }))
  await platform.moveClock('29 minutes')
  await giveCode()
  await mediator.get(`${SESSIONS}/${id}`).expect(200)
  await platform.moveClock('2 minutes')
  await mediator.get(`${SESSIONS}/${id}`).expect(409)
  await enterBallot(mediator, id, ['o1']).expect(409).expect(({ body: problem }) => expect(problem.code).toBe('assisted-session.ended'))
  await platform.settle()
  const { rows } = await platform.db.owner.query('select count(*)::integer as open from inclusion.assisted_session where k0 is not null')
  expect(rows).toEqual([{ open: 0 }])
})

it('ends with the mediator who signs out, and not while they work on another device', async () => {
  const options = { place: LILLE, named: 'who leaves' }
  const here = await signedIn(platform, 'mediator', options)
  const there = platform.stranger()
  const { email, accountId } = await platform.person('mediator', options)
  await there.post('/api/sessions').send({ email, password: PASSWORD }).expect(201)
  await platform.giveCode(there, accountId)
  const id = await openSession(platform, here, open.consultationId, aCivilStatus({ birthSurname: 'Départ' }))
  await here.delete('/api/sessions/current').expect(204)
  await platform.settle()
  await there.get(`${SESSIONS}/${id}`).expect(200)
  await there.delete('/api/sessions').expect(204)
  await platform.settle()
  expect((await platform.db.owner.query('select k0, expires_at, age_band from inclusion.assisted_session where id = $1', [id])).rows).toEqual([{ k0: null, expires_at: null, age_band: null }])
  const again = await signedIn(platform, 'mediator', options)
  expect((await again.get(`${SESSIONS}/${id}`).expect(409)).body.code).toBe('assisted-session.ended')
  await openSession(platform, again, open.consultationId, aCivilStatus({ birthSurname: 'Départ' }))
})

it('the journal says who worked where, never about whom nor under which number', async () => {
  const { rows } = await platform.db.owner.query<{ action: string, actor_id: string | null, subject_kind: string, subject_id: string, detail: object }>(
    `select action, actor_id, subject_kind, subject_id, detail from platform.audit_entry where action like 'assisted-session.%'`)
  expect(new Set(rows.map(({ action }) => action))).toEqual(new Set(['assisted-session.opened', 'assisted-session.ended', 'assisted-session.expired']))
  for (const row of rows) {
    expect(row).toMatchObject({ subject_kind: 'centre', subject_id: LILLE, detail: { consultationId: open.consultationId, mode: 'on_behalf' } })
    expect(Object.keys(row.detail)).toEqual(['mode', 'consultationId'])
    expect(row.actor_id === null).toBe(row.action === 'assisted-session.expired')
  }
})
