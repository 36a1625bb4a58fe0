import { startApp, type TestPlatform } from '../support/app'
import { aVoter, ballotFor, castAtCounter, aCivilStatus, inTheRoll, inTheUrn, vote, withVoteOpen, type OpenVote } from '../support/votes'

let platform: TestPlatform
let open: OpenVote
beforeAll(async () => {
  platform = await startApp()
  open = await withVoteOpen(platform)
})
afterAll(() => platform.stop())

const at = () => `/api/votes/${open.voteId}`

describe('a ballot', () => {
  it('is not for strangers', async () => {
    await platform.stranger().get(`${at()}/ballot-form`).expect(401)
    await platform.stranger().post(`${at()}/ballots`).send({ choice: {}, n: 1 }).expect(401)
  })

  it('asks for the civil status first', async () => {
    const agent = await platform.as('citizen', { named: 'nameless' })
    const { body } = await agent.get(`${at()}/ballot-form`).expect(200)
    expect(body).toMatchObject({ eligible: false, needsCivilStatus: true, refusals: [], n: 1, alreadyVoted: false })
    await agent.post(`${at()}/ballots`).send({ choice: { o1: 1 }, n: 1 }).expect(422).expect(({ body: problem }) => expect(problem.code).toBe('civil-status.missing'))
  })

  it('is for people of the age and the communes that the consultation is for', async () => {
    const child = await aVoter(platform, 'Child', { birthDate: '2015-01-01' })
    await child.get(`${at()}/ballot-form`).expect(({ body }) => expect(body).toMatchObject({ eligible: false, refusals: [{ code: 'eligibility.too-young' }] }))
    await child.post(`${at()}/ballots`).send({ choice: { o1: 1 }, n: 1 }).expect(422)
  })

  it('is not taken from an account whose address was never confirmed', async () => {
    const agent = await aVoter(platform, 'Unproved')
    await platform.db.owner.query("update identity.account set email_confirmed_at = null where id = (select account_id from identity.session order by created_at desc limit 1)")
    await agent.get(`${at()}/ballot-form`).expect(({ body }) => expect(body).toMatchObject({ eligible: false, refusals: [{ code: 'account.email-unconfirmed' }] }))
    await agent.post(`${at()}/ballots`).send({ choice: { o1: 1 }, n: 1 }).expect(422).expect(({ body }) => expect(body.refusals[0].code).toBe('account.email-unconfirmed'))
  })

  it('is received, committed to by the browser, and may be replaced until the close', async () => {
    const agent = await aVoter(platform, 'Martin')
    const ballot = await ballotFor(agent, open.voteId, ['o3', 'o1'])
    const { body: first } = await agent.post(`${at()}/ballots`).send(ballot).expect(201)
    expect(first).toEqual({ receipt: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/), n: 1, serverNonce: false, changeableUntil: expect.any(String) })
    await agent.get(`${at()}/ballot-form`).expect(({ body }) => expect(body).toMatchObject({ eligible: true, alreadyVoted: true, n: 2, votedOn: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) }))

    const { body: again } = await agent.post(`${at()}/ballots`).send(ballot).expect(201)
    expect(again).toEqual(first)
    const second = await vote(agent, open.voteId, ['o2'])
    expect(second).toMatchObject({ n: 2, receipt: first.receipt })
    await agent.post(`${at()}/ballots`).send({ ...ballot, n: 2 }).expect(422).expect(({ body }) => expect(body.code).toBe('ballot.commitment-differs'))
    await agent.post(`${at()}/ballots`).send({ choice: { o1: 1 }, n: 2 }).expect(409).expect(({ body }) => expect(body.code).toBe('ballot.changed-meanwhile'))
    await agent.post(`${at()}/ballots`).send({ choice: { o1: 1 }, n: 5 }).expect(409)

    const mine = (await inTheUrn(platform, open.voteId)).filter(({ opening }) => /\n(o1=1,o3=1|o2=1)\n$/.test(opening))
    expect(mine).toEqual([expect.objectContaining({ n: 1, superseded: true }), expect.objectContaining({ n: 2, superseded: false })])
  })

  it('may come without JavaScript: then the nonce was not drawn by the voter, and the receipt says so', async () => {
    const agent = await aVoter(platform, 'Plain')
    const nonce = Buffer.alloc(32, 5).toString('base64')
    const { body } = await agent.post(`${at()}/ballots`).send({ choice: {}, n: 1, nonce }).expect(201)
    expect(body.serverNonce).toBe(true)
    await agent.post(`${at()}/ballots`).send({ choice: {}, n: 1, nonce }).expect(201).expect(({ body: again }) => expect(again).toEqual(body))
  })

  it.each([
    [{ o1: 1, o2: 1, o3: 1, o4: 1 }, 422, 'ballot.too-many'],
    [{ o1: 2 }, 422, 'ballot.value'],
    [{ nope: 1 }, 422, 'ballot.unknown-option'],
    [{ o1: 1.5 }, 400, 'field.is-choice'],
    [{ o1: '1' }, 400, 'field.is-choice'],
    [['o1'], 400, 'field.is-choice'],
    [{ ['o'.repeat(101)]: 1 }, 400, 'field.is-choice'],
  ])('%j is refused: %i %s', async (choice, status, code) => {
    const agent = await aVoter(platform, 'Hasty')
    await agent.post(`${at()}/ballots`).send({ choice, n: 1 }).expect(status).expect(({ body }) => expect([body.code, body.refusals?.[0]?.code]).toContain(code))
  })

  it('of another vote or of no vote is 404', async () => {
    const agent = await aVoter(platform, 'Lost')
    await agent.get('/api/votes/6a1c8a52-0f7b-4f0c-9d54-1f0e7a8b9c0d/ballot-form').expect(404)
    await agent.post('/api/votes/6a1c8a52-0f7b-4f0c-9d54-1f0e7a8b9c0d/ballots').send({ choice: {}, n: 1 }).expect(404)
  })

  it('that is contested gets the answer of any other, and is not counted', async () => {
    const person = aCivilStatus({ birthSurname: 'Doublet' })
    await castAtCounter(platform, open, person, 'on_behalf', 'E1', ['o1'])
    const agent = await aVoter(platform, 'DoubletOnline', person)
    expect(Object.keys(await vote(agent, open.voteId, ['o2'])).sort()).toEqual(['changeableUntil', 'n', 'receipt', 'serverNonce'])
    expect(await vote(agent, open.voteId, ['o3'])).toMatchObject({ n: 2 })
    const rows = await inTheRoll(platform, open.voteId)
    expect(rows.filter(({ status }) => status === 'contested')).toEqual([expect.objectContaining({ channel: 'online', castCount: 2 })])
  })

  it('of an account that a desk overtook goes beside it, to be reviewed', async () => {
    const person = aCivilStatus({ birthSurname: 'Overtaken' })
    const agent = await aVoter(platform, 'OvertakenOnline', person)
    const first = await vote(agent, open.voteId, ['o1'])
    await castAtCounter(platform, open, person, 'on_behalf', 'E2', ['o2'])
    const again = await vote(agent, open.voteId, ['o3'])
    expect(again.n).toBe(1)
    expect(again.receipt).not.toBe(first.receipt)
    expect(await vote(agent, open.voteId, ['o4'])).toMatchObject({ n: 2, receipt: again.receipt })
  })

  it('is not taken while the consultation is suspended', async () => {
    const guardian = await platform.as('guardian')
    await guardian.post(`/api/consultations/${open.consultationId}/suspension`).send({ reason: 'Une erreur dans la question est à corriger.' }).expect((response) => expect(response.status).toBeLessThan(300))
    const agent = await aVoter(platform, 'Waiting')
    await agent.post(`${at()}/ballots`).send({ choice: {}, n: 1 }).expect(409).expect(({ body }) => expect(body.code).toBe('consultation.suspended'))
    await agent.get(`${at()}/ballot-form`).expect(({ body }) => expect(body).toMatchObject({ eligible: false, refusals: [{ code: 'consultation.suspended' }], n: null }))
    await guardian.delete(`/api/consultations/${open.consultationId}/suspension`).expect((response) => expect(response.status).toBeLessThan(300))
  })

  it('leaves no trace of who voted with what: no audit row, no event, no time', async () => {
    const { rows: traces } = await platform.db.owner.query(`select action from platform.audit_entry where action like '%ballot%' or action like '%cast%' union all select kind from platform.outbox where kind like '%ballot%'`)
    expect(traces).toEqual([])
    const { rows: columns } = await platform.db.owner.query<{ name: string }>(`
      select table_name || '.' || column_name as name from information_schema.columns where table_schema in ('roll', 'urn') and (data_type like 'timestamp%' or data_type like 'time %')`)
    expect(columns).toEqual([])
  })
})
