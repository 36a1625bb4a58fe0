// Participations that look like one person's: kept hints, pairs without names, decisions, and nothing left after the sealing.
import { ParticipantKeyring } from '@parvis/consultations'
import type { CivilStatusGiven } from '@parvis/identity'
import type TestAgent from 'supertest/lib/agent'
import { randomUUID } from 'node:crypto'
import { aMandate, centreId, enterBallot, everythingStored, LILLE, openSession } from '../inclusion/desk'
import { habilitate, startApp, type TestPlatform } from '../support/app'
import { aCivilStatus, approved, aVoter, castAtCounter, closeVote, inTheRoll, sealVote, signedIn, vote, withVoteOpen, type OpenVote } from '../support/votes'

interface Entry { id: string, channel: string, evidence: string, day: string, centreId: string | null }
interface Pair { stays: Entry, goes: Entry, agreeing: string[], status: string, conventionalDate: boolean, ownDesk: boolean }

let platform: TestPlatform
let open: OpenVote
beforeAll(async () => {
  platform = await startApp()
  open = await withVoteOpen(platform)
})
afterAll(() => platform.stop())

const reason = 'Le lieu d’accueil a rappelé la personne, et vu sa pièce.'
const at = (path = '') => `/api/votes/${open.voteId}/duplicates${path}`
const list = async (agent: TestAgent = open.staff, query = 'perPage=50') => (await agent.get(at(`?${query}`)).expect(200)).body as { items: Pair[], total: number }
const decide = (pairs: { stays: { id: string }, goes: { id: string } }[], decision: string, agent: TestAgent = open.staff) =>
  agent.post(at('/decisions')).send({ pairs: pairs.map(({ stays, goes }) => ({ stays: stays.id, goes: goes.id })), decision, reason })
const code = (expected: string) => ({ body }: { body: { code?: string } }) => expect(body.code).toBe(expected)
const k0Of = (person: CivilStatusGiven): Buffer => platform.app.get(ParticipantKeyring).keyOf(open.consultationId, person).k0
const idOf = async (person: CivilStatusGiven): Promise<string> => (await platform.db.owner.query<{ id: string }>('select id from roll.entry where vote_id = $1 and k0 = $2', [open.voteId, k0Of(person)])).rows[0]?.id ?? ''
/** The pair of these two, whichever stays. */
async function pairOf(one: CivilStatusGiven, other: CivilStatusGiven, agent?: TestAgent): Promise<Pair | undefined> {
  const ids = [await idOf(one), await idOf(other)]
  return (await list(agent)).items.find(({ stays, goes }) => ids.includes(stays.id) && ids.includes(goes.id))
}

/** Somebody who may review and holds a desk. */
async function both(): Promise<{ agent: TestAgent, accountId: string }> {
  const { agent, accountId } = await platform.person('staff', { named: `both ${randomUUID()}` })
  await habilitate(platform.db, platform.app, accountId, LILLE)
  await platform.giveCode(agent, accountId)
  return { agent, accountId }
}

const married = aCivilStatus({ birthSurname: 'Vandamme', usageSurname: 'Lecocq', givenNames: 'Marie' })

describe('who may see and decide', () => {
  it('nobody but whoever reviews, in their own commune', async () => {
    const body = { pairs: [{ stays: randomUUID(), goes: randomUUID() }], decision: 'two_people', reason }
    await platform.stranger().get(at()).expect(401)
    await platform.stranger().post(at('/decisions')).send(body).expect(401)
    for (const agent of [await platform.as('citizen'), await signedIn(platform, 'mediator', { place: LILLE }), await platform.as('guardian'), await platform.as('administrator')]) {
      await agent.get(at()).expect(403).expect(code('access.forbidden'))
      await agent.post(at('/decisions')).send(body).expect(403)
    }
    const elsewhere = await platform.as('staff', { place: '59512' })
    await elsewhere.get(at()).expect(403).expect(code('place.other'))
    await elsewhere.post(at('/decisions')).send(body).expect(403).expect(code('place.other'))
    await open.staff.get(`/api/votes/${randomUUID()}/duplicates`).expect(404).expect(code('vote.unknown'))
  })

  it.each([
    ['no pair', { pairs: [] }], ['what is no pair', { pairs: [{ stays: 'x' }] }], ['too many', { pairs: Array.from({ length: 51 }, () => ({ stays: randomUUID(), goes: randomUUID() })) }],
    ['a decision of its own', { decision: 'neither' }], ['a reason of a word', { reason: 'Vu.' }],
  ])('%s is refused', async (_what, over) => {
    await open.staff.post(at('/decisions')).send({ pairs: [{ stays: randomUUID(), goes: randomUUID() }], decision: 'two_people', reason, ...over }).expect(400).expect(code('request.invalid'))
  })
})

describe('every door keeps the same hints', () => {
  it('own account, desk, kiosk and paper', async () => {
    const person = (birthSurname: string) => aCivilStatus({ birthSurname, usageSurname: 'Desportes' })
    const [online, desk, kiosk, paper] = [person('Porteun'), person('Portedeux'), person('Portetrois'), person('Portequatre')]
    await vote(await aVoter(platform, 'Porteun', online), open.voteId, ['o1'])
    const { agent } = await both()
    const session = await openSession(platform, agent, open.consultationId, desk)
    await enterBallot(agent, session, ['o1']).expect(201)
    await agent.delete(`/api/assisted-sessions/${session}`).expect(204)
    const made = (await agent.post('/api/kiosks').send({ centreId: await centreId(platform), name: 'Borne 1' }).expect(201)).body as { code: string }
    const device = platform.stranger()
    await device.post('/api/kiosks/device').send({ code: made.code }).expect(201)
    const pass = (await agent.post('/api/kiosks/passes').send({ consultationId: open.consultationId, centreId: await centreId(platform), identity: kiosk, evidence: 'E2' }).expect(201)).body as { code: string }
    await device.post('/api/kiosks/session').send({ code: pass.code }).expect(201)
    await device.put('/api/kiosks/session/notice').send({ version: '1.0', read: true }).expect(204)
    await device.post('/api/kiosks/session/ballots').send({ choice: approved(['o1']), readBack: true }).expect(201)
    await device.delete('/api/kiosks/session').expect(204)
    await castAtCounter(platform, open, paper, 'paper', 'E1', ['o1'])
    for (const one of [online, desk, kiosk, paper]) {
      const { rows } = await platform.db.owner.query<{ hints: Buffer | null }>('select hints from roll.entry where vote_id = $1 and k0 = $2', [open.voteId, k0Of(one)])
      expect(rows.map(({ hints }) => hints?.toString('hex'))).toEqual([platform.app.get(ParticipantKeyring).keyOf(open.consultationId, one).hints.toString('hex')])
    }
    // Where people are received nothing of it stays once they left.
    expect((await platform.db.owner.query('select id from inclusion.assisted_session where hints is not null union all select id from inclusion.kiosk_pass where hints is not null')).rows).toEqual([])
    await expect(platform.db.owner.query(`update inclusion.assisted_session set hints = $1 where k0 is null`, [Buffer.alloc(64)])).resolves.toBeDefined()
    expect((await platform.db.owner.query('select id from inclusion.assisted_session where hints is not null')).rows).toEqual([])
    // Same given name, date and commune: only who has the same usage surname agrees, and in that alone.
    expect((await pairOf(online, desk))?.agreeing).toEqual(['k5'])
    expect((await list()).total).toBe(6)
    await decide((await list()).items, 'two_people').expect(200).expect(({ body }) => expect(body.total).toBe(0))
  })

  it('somebody who tells their usage surname once keeps it', async () => {
    const person = aCivilStatus({ birthSurname: 'Gardé', usageSurname: 'Autrefois' })
    await vote(await aVoter(platform, 'Garde', person), open.voteId, ['o1'])
    await castAtCounter(platform, open, { ...person, usageSurname: undefined } as never, 'on_behalf', 'E2', ['o2'])
    const { rows } = await platform.db.owner.query('select length(hints) as length, channel from roll.entry where vote_id = $1 and k0 = $2', [open.voteId, k0Of(person)])
    expect(rows).toEqual([{ length: 80, channel: 'on_behalf' }])
  })
})

describe('pairs', () => {
  const base = aCivilStatus({ birthSurname: 'Lefebvre', givenNames: 'Anne-Marie', birthDate: '1951-04-12' })
  it.each<[string, CivilStatusGiven, string[]]>([
    ['who moved', { ...base, municipalityCode: '59512' }, ['k1', 'k2', 'k3', 'k4']],
    ['whose names are the other way round', { ...base, birthSurname: 'Anne-Marie', givenNames: 'Lefebvre' }, ['k2']],
    ['whose day and month are', { ...base, birthDate: '1951-12-04' }, ['k4']],
    ['whose name sounds the same', { ...base, birthSurname: 'Lefébvre', givenNames: 'Annie' }, ['k3']],
  ])('%s', async (_who, other, agreeing) => {
    const mine = { ...base, birthSurname: base.birthSurname }
    if (!(await idOf(mine))) await castAtCounter(platform, open, mine, 'paper', 'E1', ['o1'])
    await vote(await aVoter(platform, `autre ${randomUUID()}`, other), open.voteId, ['o2'])
    const pair = await pairOf(mine, other)
    expect(pair).toMatchObject({ agreeing, status: 'possible', conventionalDate: false, ownDesk: false, stays: { channel: 'paper', evidence: 'E1' }, goes: { channel: 'online', evidence: 'E1', centreId: null } })
    // The answer names nobody: no key, no pseudonym, no choice, nothing finer than the day.
    expect(Object.keys(pair ?? {}).sort()).toEqual(['agreeing', 'conventionalDate', 'goes', 'ownDesk', 'status', 'stays'])
    expect(Object.keys(pair?.stays ?? {}).sort()).toEqual(['centreId', 'channel', 'day', 'evidence', 'id'])
  })

  it('come in the order of what agrees, and what only sounds alike comes last', async () => {
    const { items } = await list()
    const strong = items.map(({ agreeing }) => agreeing.filter((key) => key !== 'k3').length)
    expect(strong).toEqual([...strong].sort((one, other) => other - one))
    expect(items.at(-1)?.agreeing).toEqual(['k3'])
    const pages = await Promise.all([1, 2, 3].map(async (page) => (await list(open.staff, `perPage=2&page=${page}`)).items))
    expect(pages.flat()).toEqual(items.slice(0, 6))
    expect(await list(open.staff, 'perPage=50&page=9')).toMatchObject({ items: [], total: items.length })
  })

  it('are not made of one civil status, of strangers, nor of who waits for review', async () => {
    const { total } = await list()
    const person = aCivilStatus({ birthSurname: 'Homonyme', givenNames: 'Luc' })
    await vote(await aVoter(platform, 'HomonymeUn', person), open.voteId, ['o1'])
    await vote(await aVoter(platform, 'HomonymeDeux', person), open.voteId, ['o1'])
    await vote(await aVoter(platform, 'Inconnu', aCivilStatus({ birthSurname: 'Zwertvaegher' })), open.voteId, ['o1'])
    expect((await list()).total).toBe(total)
    await open.staff.get(`/api/votes/${open.voteId}/contested`).expect(200).expect(({ body }) => expect(body.items).toEqual([expect.objectContaining({ status: 'probable' })]))
  })

  it('of many under one key are no more than people can look at', async () => {
    const { total } = await list()
    await platform.db.owner.query(`
      insert into roll.entry (id, vote_id, status, k0, homonym_index, channel, transport, evidence, cast_count, receipt_hash, day, hints)
      select gen_random_uuid(), $1, 'admitted', substr(sha256(('many' || n)::bytea), 1, 16), 0, 'online', 'direct', 'E1', 1, sha256(('many' || n)::bytea), platform.today(), decode(repeat('ab', 16), 'hex') || substr(sha256(('x' || n)::bytea), 1, 32) || substr(sha256(('y' || n)::bytea), 1, 16)
      from generate_series(1, 200) n`, [open.voteId])
    expect((await list()).total).toBe(total + 199)
    await platform.db.owner.query(`delete from roll.entry where vote_id = $1 and substr(hints, 1, 16) = decode(repeat('ab', 16), 'hex')`, [open.voteId])
  })
})

describe('a decision', () => {
  it('two people: both go on counting, and the pair is not shown again', async () => {
    const [mother, daughter] = [married, aCivilStatus({ birthSurname: 'Lecocq', givenNames: 'Marie' })]
    await vote(await aVoter(platform, 'Vandamme', mother), open.voteId, ['o1'])
    await vote(await aVoter(platform, 'Lecocq', daughter), open.voteId, ['o1'])
    const pair = await pairOf(mother, daughter)
    expect(pair?.agreeing).toEqual(['k5'])
    await decide(pair ? [pair] : [], 'two_people').expect(200)
    expect(await pairOf(mother, daughter)).toBeUndefined()
    for (const one of [mother, daughter]) expect((await platform.db.owner.query('select status from roll.entry where vote_id = $1 and k0 = $2', [open.voteId, k0Of(one)])).rows).toEqual([{ status: 'admitted' }])
    await decide(pair ? [pair] : [], 'same_person').expect(409).expect(code('duplicate.already-decided'))
  })

  it('the same person: the lesser door is left out, whichever came first', async () => {
    const typed = aCivilStatus({ birthSurname: 'Dupond', givenNames: 'Yves' })
    const shown = aCivilStatus({ birthSurname: 'Dupond', givenNames: 'Yves', municipalityCode: '59512' })
    await castAtCounter(platform, open, shown, 'on_behalf', 'E2', ['o1'])
    await vote(await aVoter(platform, 'Dupond', typed), open.voteId, ['o2'])
    const pair = await pairOf(typed, shown)
    expect(pair).toMatchObject({ stays: { channel: 'on_behalf', evidence: 'E2' }, goes: { channel: 'online' } })
    // The other way round was never shown.
    await decide(pair ? [{ stays: pair.goes, goes: pair.stays }] : [], 'same_person').expect(409).expect(code('duplicate.changed-meanwhile'))
    await decide(pair ? [pair] : [], 'same_person').expect(200)
    expect((await inTheRoll(platform, open.voteId)).filter(({ id }) => id === pair?.goes.id)).toMatchObject([{ status: 'rejected', homonymIndex: null }])
    expect((await inTheRoll(platform, open.voteId)).filter(({ id }) => id === pair?.stays.id)).toMatchObject([{ status: 'admitted' }])
    const { rows } = await platform.db.owner.query<{ detail: object, subject: string }>(`select detail, subject_id as subject from platform.audit_entry where action = 'duplicates.decided' order by at desc limit 1`)
    expect(rows).toEqual([{ detail: { decision: 'same_person', pairs: 1 }, subject: open.voteId }])
  })

  it('of one rank the last day stays; three that are one person leave one', async () => {
    const three = ['59350', '59512', '59599'].map((municipalityCode) => aCivilStatus({ birthSurname: 'Troisfois', givenNames: 'Ali', municipalityCode }))
    for (const [index, one] of three.entries()) await vote(await aVoter(platform, `Troisfois ${index}`, one), open.voteId, ['o1'])
    await platform.moveClock('1 day')
    await signedIn(platform, 'staff')
    const last = await signedIn(platform, 'citizen', { named: 'Troisfois 2' })
    await vote(last, open.voteId, ['o2'])
    const ids = await Promise.all(three.map(idOf))
    const pairs = (await list()).items.filter(({ stays, goes }) => ids.includes(stays.id) && ids.includes(goes.id))
    expect(pairs).toHaveLength(3)
    await decide(pairs, 'same_person').expect(200)
    const left = (await inTheRoll(platform, open.voteId)).filter(({ id, status }) => ids.includes(id) && status === 'admitted')
    expect(left.map(({ id }) => id)).toEqual([ids[2]])
  })

  it('is of pairs that exist, in this vote, all or none', async () => {
    const [one, other] = (await list()).items
    await decide([{ stays: { id: randomUUID() }, goes: { id: randomUUID() } }], 'two_people').expect(404).expect(code('duplicate.unknown'))
    const strangers = [{ stays: { id: await idOf(married) }, goes: one?.goes ?? { id: '' } }]
    await decide(strangers, 'same_person').expect(404).expect(code('duplicate.unknown'))
    await decide(one ? [one, ...strangers] : [], 'same_person').expect(404)
    expect((await list()).items.slice(0, 2)).toEqual([one, other])
    await decide([{ stays: one?.stays ?? { id: '' }, goes: one?.stays ?? { id: '' } }], 'same_person').expect(404)
  })

  it('is of somebody else than the mediator who entered one of the two, the database says so', async () => {
    const { agent, accountId } = await both()
    const [here, there] = ['59350', '59512'].map((municipalityCode) => aCivilStatus({ birthSurname: 'Guichet', givenNames: 'Zoé', municipalityCode })) as [CivilStatusGiven, CivilStatusGiven]
    const session = await openSession(platform, agent, open.consultationId, here, { mandate: aMandate() })
    await enterBallot(agent, session, ['o1']).expect(201)
    await vote(await aVoter(platform, 'Guichet', there), open.voteId, ['o1'])
    const pair = await pairOf(here, there, agent)
    expect(pair?.ownDesk).toBe(true)
    expect((await pairOf(here, there))?.ownDesk).toBe(false)
    for (const decision of ['two_people', 'same_person']) await decide(pair ? [pair] : [], decision, agent).expect(409).expect(code('contested-entry.own-desk'))
    await expect(platform.db.app.query('select roll.decide_duplicates($1, $2, $3, $4, $5, $6)', [open.voteId, [pair?.stays.id], [pair?.goes.id], 'two_people', accountId, reason])).rejects.toThrow('contested-entry.own-desk')
    // Nor of a contested entry of that civil status.
    await castAtCounter(platform, open, here, 'on_behalf', 'E1', ['o2'])
    const waiting = (await platform.db.owner.query<{ id: string }>(`select id from roll.entry where vote_id = $1 and k0 = $2 and status = 'contested'`, [open.voteId, k0Of(here)])).rows[0]?.id
    await agent.post(`/api/votes/${open.voteId}/contested/${waiting}/review`).send({ decision: 'same_person', reason }).expect(409).expect(code('contested-entry.own-desk'))
    await open.staff.post(`/api/votes/${open.voteId}/contested/${waiting}/review`).send({ decision: 'same_person', reason }).expect(200)
    await decide(pair ? [pair] : [], 'two_people').expect(200)
  })

  it('meets another one: one of them decides', async () => {
    const [one, other] = ['59350', '59512'].map((municipalityCode) => aCivilStatus({ birthSurname: 'Ensemble', givenNames: 'Noé', municipalityCode })) as [CivilStatusGiven, CivilStatusGiven]
    for (const person of [one, other]) await vote(await aVoter(platform, `Ensemble ${person.municipalityCode}`, person), open.voteId, ['o1'])
    const pair = await pairOf(one, other)
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => decide(pair ? [pair] : [], index % 2 ? 'same_person' : 'two_people')))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409])
  })
})

describe('the sealing', () => {
  it('does not wait for pairs: whoever is undecided counts; and no hint is left anywhere', async () => {
    const { items, total } = await list()
    expect(total).toBeGreaterThan(0)
    const admitted = (await inTheRoll(platform, open.voteId)).filter(({ status }) => status === 'admitted').length
    const { rows } = await platform.db.owner.query<{ hints: Buffer }>('select hints from roll.entry where vote_id = $1 and hints is not null', [open.voteId])
    const keys = [...new Set(rows.flatMap(({ hints }) => Array.from({ length: hints.length / 16 }, (_, index) => hints.subarray(index * 16, index * 16 + 16).toString('hex'))))]
    const before = await everythingStored(platform)
    expect(keys.filter((key) => before.includes(key))).toEqual(keys)
    const waiting = (await open.staff.get(`/api/votes/${open.voteId}/contested`).expect(200)).body as { items: { id: string }[] }
    for (const { id } of waiting.items) await open.staff.post(`/api/votes/${open.voteId}/contested/${id}/review`).send({ decision: 'homonym', reason }).expect(200)
    await closeVote(platform)
    await signedIn(platform, 'staff')
    const loser = (await list()).items[0]
    expect(loser).toEqual(items[0])
    await sealVote(platform, open)
    const after = await everythingStored(platform)
    expect(keys.filter((key) => after.includes(key))).toEqual([])
    const ids = items.flatMap(({ stays, goes }) => [stays.id, goes.id])
    expect(ids.filter((id) => after.includes(id))).toEqual([])
    expect((await platform.db.owner.query('select 1 from roll.duplicate_decision')).rows).toEqual([])
    await signedIn(platform, 'staff')
    const { body: tally } = await open.staff.get(`/api/votes/${open.voteId}/tally`).expect(200)
    expect(tally.turnout).toBeDefined()
    expect((await platform.db.owner.query(`select count(*)::integer as n from roll.sealed_entry where vote_id = $1 and status = 'admitted'`, [open.voteId])).rows).toEqual([{ n: admitted + waiting.items.length }])
    expect(await list()).toMatchObject({ items: [], total: 0 })
    await decide([items[0] ?? { stays: { id: '' }, goes: { id: '' } }], 'same_person').expect(409).expect(code('vote.already-sealed'))
  })
})
