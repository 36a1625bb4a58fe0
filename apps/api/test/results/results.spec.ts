import { createHash } from 'node:crypto'
import { budget, countAll, decodeChoice } from '@parvis/voting'
import { startApp, type TestPlatform } from '../support/app'
import { aCivilStatus, aVoter, castAtCounter, closeVote, counterRequest, inTheRoll, sealVote, signedIn, vote, withVoteOpen, type OpenVote } from '../support/votes'
import { BallotBox } from '@parvis/consultations'
import { DataSource } from 'typeorm'

const COSTS = [40_000_00, 25_000_00, 30_000_00, 10_000_00]
const options = COSTS.map((cost, index) => ({ title: `Projet ${index + 1}`, cost }))
const rules = { min: 1, max: 3, blankAllowed: true, budget: 70_000_00, by: 'votes', whenFull: 'skip', threshold: 2 }
const publication = { headline: 'Trois projets seront faits.', nextSteps: 'Les travaux commencent au printemps.' }

let platform: TestPlatform
let open: OpenVote
let onlineReceipt: string
let contestedReceipt: string
let voter: Awaited<ReturnType<typeof aVoter>>

beforeAll(async () => {
  platform = await startApp()
  open = await withVoteOpen(platform, { method: 'budget', rules, options })
})
afterAll(() => platform.stop())

const at = (path = '') => `/api/votes/${open.voteId}${path}`

/** Many people by paper and desk, through the ballot box. */
async function fill(): Promise<void> {
  const many = Array.from({ length: 60 }, (_, index) => counterRequest(platform, open,
    aCivilStatus({ birthSurname: `Personne${'abcdefghij'[index % 10]}${'klmnopqrst'[Math.floor(index / 10)]}`, municipalityCode: index < 40 ? '59350' : '59512' }),
    index < 36 ? 'paper' : 'on_behalf', 'E2', index % 10 === 0 ? [] : index % 2 ? ['o1', 'o2'] : ['o2', 'o3', 'o4']))
  await platform.app.get(DataSource).transaction((tx) => platform.app.get(BallotBox).castMany(tx, open.voteId, many))
}

describe('from the open vote to the published result', () => {
  it('shows everybody how many took part, by tens, and nothing of what was chosen', async () => {
    await fill()
    voter = await aVoter(platform, 'Online')
    onlineReceipt = (await vote(voter, open.voteId, ['o1'])).receipt
    const { body } = await platform.stranger().get(at()).expect(200)
    expect(body).toMatchObject({ state: 'open', participation: 60, method: 'budget', contestedPending: null, may: { edit: false, review: false, seal: false, publish: false } })
    expect(body.options).toHaveLength(4)
    await platform.stranger().get(`/api/consultations/${open.slug}/results`).expect(404)
    await platform.stranger().get(at('/tally')).expect(401)
    await voter.get(at('/tally')).expect(403)
    await open.staff.get(at('/tally')).expect(409).expect(({ body: problem }) => expect(problem.code).toBe('tally.not-sealed'))
    await (await platform.as('staff', { place: '59350' })).get(at('/tally')).expect(403).expect(({ body: problem }) => expect(problem.code).toBe('place.other'))
  })

  it('answers a receipt the same, contested or not, until the sealing', async () => {
    contestedReceipt = (await castAtCounter(platform, open, aCivilStatus({ birthSurname: 'Online' }), 'on_behalf', 'E1', ['o4'])).receipt
    const answers = await Promise.all([onlineReceipt, contestedReceipt].map(async (code) => (await platform.stranger().get(`/api/receipts/${code}`).expect(200)).body))
    expect(answers[0]).toEqual({ kind: 'vote', consultation: { slug: open.slug, title: 'Rafraîchir nos places' }, status: 'received', reason: null, decision: null, claimUntil: expect.stringMatching(/^20.*Z$/), proposal: null, comment: null, amendment: null })
    expect(answers[1]).toEqual(answers[0])
    await platform.stranger().get('/api/receipts/0000-0000-0000').expect(404)
    await platform.stranger().get('/api/receipts/nonsense').expect(404)
  })

  it('is not sealed while it is open, while claims may come, nor while an entry waits for review', async () => {
    const codes = async () => (await open.staff.post(at('/sealing')).expect(409)).body.refusals?.map(({ code }: { code: string }) => code)
    expect(await codes()).toEqual(['vote.wrong-state'])
    await closeVote(platform)
    expect(await codes()).toContain('vote.claims-still-open')
    await platform.moveClock('8 days')
    await signedIn(platform, 'staff')
    expect(await codes()).toEqual(['vote.contested-pending'])
    await signedIn(platform, 'citizen', { named: 'Online' })
    await voter.post(at('/ballots')).send({ choice: { o1: 1 }, n: 2 }).expect(409).expect(({ body }) => expect(body.code).toBe('vote.not-open'))
  })

  it('has its contested entries reviewed by staff of the place, with a reason and without names', async () => {
    await (await signedIn(platform, 'staff', { place: '59350' })).get(at('/contested')).expect(403)
    const { body } = await open.staff.get(at('/contested')).expect(200)
    expect(body).toMatchObject({ pending: 1, items: [{ entry: { channel: 'on_behalf', evidence: 'E1' }, first: { channel: 'online', evidence: 'E1' }, conventionalDate: false, counted: 1 }] })
    expect(JSON.stringify(body)).not.toMatch(/Online|Delattre|1980/)
    const review = `${at('/contested')}/${body.items[0].id}/review`
    await open.staff.post(review).send({ decision: 'same_person', reason: 'court' }).expect(400)
    await open.staff.post(`${at('/contested')}/6a1c8a52-0f7b-4f0c-9d54-1f0e7a8b9c0d/review`).send({ decision: 'same_person', reason: 'La personne avait déjà voté en ligne.' }).expect(404)
    await open.staff.post(review).send({ decision: 'same_person', reason: 'La personne avait déjà voté en ligne.' }).expect(200).expect(({ body: left }) => expect(left).toEqual({ items: [], pending: 0 }))
    await open.staff.post(review).send({ decision: 'homonym', reason: 'La personne avait déjà voté en ligne.' }).expect(409)
  })

  it('is sealed once: no identifier, no time and no transaction ties a voter to a ballot any more', async () => {
    const [before] = await inTheRoll(platform, open.voteId)
    await open.staff.post(at('/sealing')).expect(201).expect(({ body }) => expect(body).toEqual({ ballots: 61 }))
    await open.staff.post(at('/sealing')).expect(409)
    await platform.settle()
    const { rows: [links] } = await platform.db.owner.query(`
      select (select count(distinct xmin::text)::integer from urn.sealed_ballot) as ballots, (select count(distinct xmin::text)::integer from roll.sealed_entry) as entries,
        (select count(*)::integer from roll.entry) as open_entries, (select count(*)::integer from urn.ballot) as open_ballots`)
    expect(links).toEqual({ ballots: 1, entries: 1, open_entries: 0, open_ballots: 0 })
    const { rows: columns } = await platform.db.owner.query<{ name: string }>(`
      select a.attname as name from pg_attribute a where a.attrelid in ('roll.sealed_entry'::regclass, 'urn.sealed_ballot'::regclass) and a.attnum > 0 group by 1 having count(*) > 1`)
    expect(columns.map(({ name }) => name)).toEqual(['vote_id'])
    const { rows: [kept] } = await platform.db.owner.query<{ text: string }>(`
      select coalesce(string_agg(t::text, ''), '') as text from (select to_jsonb(e) as t from roll.sealed_entry e union all select to_jsonb(b) from urn.sealed_ballot b union all select to_jsonb(a) from platform.audit_entry a union all select to_jsonb(o) from platform.outbox o) all_rows`)
    expect(kept?.text).not.toContain(before?.id ?? 'none')
  })

  it('stays as it was sealed: nobody changes a ballot, the owner of the database neither', async () => {
    for (const table of ['urn.sealed_ballot', 'roll.sealed_entry']) {
      for (const change of [`update ${table} set vote_id = vote_id`, `delete from ${table}`, `truncate ${table}`]) {
        await expect(platform.db.owner.query(change)).rejects.toMatchObject({ message: 'ballot.sealed' })
      }
    }
  })

  it('is counted by itself, and shown to the staff of the place', async () => {
    const { body } = await open.staff.get(at('/tally')).expect(200)
    expect(body).toMatchObject({ state: 'tallied', method: 'budget', methodVersion: '1', outcome: { cast: 61, counted: 55, blank: 6, invalid: 0 } })
    const tally = body as { turnout: { count: number }[], outcome: { options: { option: string, score: number }[] } }
    expect(tally.turnout.reduce((sum, { count }) => sum + count, 0)).toBe(61)
    expect(Object.fromEntries(tally.outcome.options.map(({ option, score }) => [option, score]))).toEqual({ o1: 31, o2: 54, o3: 24, o4: 24 })
    await platform.settle()
    await open.staff.get(at('/tally')).expect(({ body: again }) => expect(again).toEqual(body))
  })

  it('tells a receipt what became of the ballot', async () => {
    expect((await platform.stranger().get(`/api/receipts/${onlineReceipt.toLowerCase()}`).expect(200)).body).toMatchObject({ status: 'counted', reason: null, decision: null, claimUntil: null })
    expect((await platform.stranger().get(`/api/receipts/${contestedReceipt}`).expect(200)).body).toMatchObject({ status: 'not_counted', reason: 'La personne avait déjà voté en ligne.', decision: 'same_person' })
  })

  it('is published once, by staff of the place', async () => {
    await (await platform.as('staff', { place: '59512' })).post(at('/publication')).send(publication).expect(403)
    await open.staff.post(at('/publication')).send({ ...publication, nextSteps: '' }).expect(400)
    await open.staff.post(at('/draw')).send({ seed: '3 8 21' }).expect(409).expect(({ body }) => expect(body.code).toBe('draw.none-needed'))
    await open.staff.post(at('/publication')).send(publication).expect(201).expect(({ body }) => expect(body.state).toBe('published'))
    await open.staff.post(at('/publication')).send(publication).expect(409).expect(({ body }) => expect(body.code).toBe('results.already-published'))
    const { body: charter } = await platform.stranger().get(`/api/consultations/${open.slug}/charter`).expect(200)
    const c12 = (charter.measurements as { code: string, status: string, inputs: object }[]).find(({ code }) => code === 'C12')
    expect(c12?.status).toBe('MET')
  })

  it('is read by everybody, small counts hidden', async () => {
    const { body } = await platform.stranger().get(`/api/consultations/${open.slug}/results`).expect(200)
    expect(body).toMatchObject({
      consultation: { slug: open.slug, origin: 'platform' },
      results: [{
        ...publication,
        outcome: { kind: 'budget', winners: 2, options: 4, totalCost: 65_000_00, budget: 70_000_00, counted: 55, blank: 6, invalid: 0, cast: 61 },
        draw: null, ballotsPublished: true, rules: { by: 'votes', whenFull: 'skip', threshold: 2 },
      }],
    })
    const [result] = body.results
    expect(result.options.map(({ key, votes, rank, fate, selectedAs }: Record<string, unknown>) => [key, votes, rank, fate, selectedAs])).toEqual([
      ['o2', 54, 1, 'selected', 1], ['o1', 31, 2, 'selected', 2], ['o3', 24, 3, 'does-not-fit', null], ['o4', 24, 3, 'does-not-fit', null],
    ])
    // Online: one person. Hidden with another channel, so that subtraction does not give it.
    expect(result.turnout.channels).toEqual([{ channel: 'online', count: null }, { channel: 'on_behalf', count: null }, { channel: 'paper', count: 36 }])
    expect(result.turnout).toMatchObject({ total: 61, threshold: 10 })
    expect(result.turnout.municipalities).toContainEqual({ code: '59350', name: 'Lille', count: 41 })
    await platform.stranger().get('/api/consultations/nowhere/results').expect(404)
  })

  it('gives its options as a table', async () => {
    const { text } = await platform.stranger().get(`/api/consultations/${open.slug}/results.csv`).expect(200).expect('content-type', /text\/csv/)
    expect(text.split('\n').slice(0, 2)).toEqual(['\ufeffrank,option,title,cost,currency,votes,outcome,selected_as', '1,o2,Projet 2,25000.00,EUR,54,selected,1'])
  })

  it('can be counted again by anybody from the published ballots', async () => {
    const { text } = await platform.stranger().get(`/api/consultations/${open.slug}/results/ballots.txt`).expect(200)
    const openings = text.trimEnd().split('\n').map((line) => JSON.parse(line) as { opening: string, nonce: string })
    const { body } = await platform.stranger().get(`/api/consultations/${open.slug}/results`)
    expect(createHash('sha256').update(openings.map(({ opening }) => opening).join('')).digest('hex')).toBe(body.results[0].inputHash)
    const question = { options: COSTS.map((cost, index) => ({ id: `o${index + 1}`, cost })), min: 1, max: 3, blankAllowed: true, budget: 70_000_00, allocation: { by: 'votes' as const, whenFull: 'skip' as const, threshold: 2, tie: 'smallest-id' as const } }
    const outcome = countAll(budget, openings.map(({ opening }) => ({ choice: decodeChoice(opening.split('\n')[4] ?? '') })), question)
    expect(outcome).toMatchObject({ winners: ['o2', 'o1'], cast: 61, counted: 55 })
  })
})

describe('equals', () => {
  const seed = 'Loto du 12 mars : 3 8 21 34 40'
  let small: OpenVote
  beforeAll(async () => {
    small = await withVoteOpen(platform, { rules: { min: 1, max: 3, blankAllowed: true, seats: 1, draw: 'Loto du samedi qui suit la fin du vote' } })
    for (const [name, choice] of [['Un', ['o1']], ['Deux', ['o2']], ['Trois', ['o3']]] as const) await castAtCounter(platform, small, aCivilStatus({ birthSurname: `Petit${name}` }), 'paper', 'E1', [...choice])
    await closeVote(platform)
  })
  const of = (path: string) => `/api/votes/${small.voteId}${path}`

  it('wait for the announced draw: the result is not published before, and nobody names the winners', async () => {
    await small.staff.post(of('/draw')).send({ seed }).expect(409).expect(({ body }) => expect(body.code).toBe('results.not-tallied'))
    await sealVote(platform, small)
    await small.staff.get(of('/tally')).expect(200).expect(({ body }) => expect(body).toMatchObject({ seed: null, outcome: { winners: [], ties: [['o1', 'o2', 'o3']] } }))
    await small.staff.post(of('/publication')).send(publication).expect(409).expect(({ body }) => expect(body.code).toBe('results.tie-unsettled'))
    await small.staff.post(of('/publication')).send({ ...publication, tie: { winners: ['o2'] } }).expect(400)
  })

  it('the draw is entered by staff of the place, once', async () => {
    await platform.stranger().post(of('/draw')).send({ seed }).expect(401)
    await (await platform.as('citizen')).post(of('/draw')).send({ seed }).expect(403)
    await (await signedIn(platform, 'staff', { place: '59350' })).post(of('/draw')).send({ seed }).expect(403).expect(({ body }) => expect(body.code).toBe('place.other'))
    await small.staff.post(of('/draw')).send({ seed: '3' }).expect(400)
    await Promise.all([small.staff.post(of('/draw')).send({ seed }).expect(202), small.staff.post(of('/draw')).send({ seed }).expect(202)])
    await small.staff.post(of('/draw')).send({ seed: 'another' }).expect(409).expect(({ body }) => expect(body.code).toBe('draw.done'))
    await small.staff.get(of('/tally')).expect(409).expect(({ body }) => expect(body).toMatchObject({ code: 'tally.in-progress', facts: { job: 'waiting' } }))
    await platform.settle()
    const { rows: jobs } = await platform.db.owner.query(`select done_at is not null as done from platform.outbox where kind = 'vote.drawn'`)
    expect(jobs).toEqual([{ done: true }])
    await expect(platform.db.app.query('update consultations.tally set drawn_seed = $2 where vote_id = $1', [small.voteId, 'third'])).rejects.toThrow('draw.done')
  })

  it('gives an order that anybody computes, and that decides', async () => {
    const order = ['o1', 'o2', 'o3', 'o4'].map((key) => [createHash('sha256').update(`${seed}\n${key}`).digest('hex'), key]).sort().map(([, key]) => key)
    const winner = order.find((key) => key !== 'o4')
    await small.staff.get(of('/tally')).expect(200).expect(({ body }) => expect(body).toMatchObject({ seed, outcome: { winners: [winner], ties: [order.filter((key) => key !== 'o4')] } }))
    await small.staff.post(of('/publication')).send(publication).expect(201)
    const { body } = await platform.stranger().get(`/api/consultations/${small.slug}/results`).expect(200)
    expect(body.results[0]).toMatchObject({ draw: { seed, order }, ballotsPublished: false, turnout: { total: null, channels: [{ channel: 'paper', count: null }] } })
    expect(body.results[0].options.filter(({ fate }: { fate: string }) => fate === 'selected')).toMatchObject([{ key: winner, selectedAs: 1 }])
    await platform.stranger().get(`/api/consultations/${small.slug}/results/ballots.txt`).expect(404).expect(({ body: problem }) => expect(problem.code).toBe('results.ballots-not-published'))
  })
})

describe('the same ballots by another rule', () => {
  beforeAll(() => signedIn(platform, 'staff'))

  it('are counted for the staff of the place alone, as a job, and are never published', async () => {
    for (const ask of [(agent: typeof voter) => agent.get(at('/what-if')), (agent: typeof voter) => agent.post(at('/what-if')).send({ method: 'equal-shares' })]) {
      await ask(platform.stranger()).expect(401)
      await ask(await platform.as('citizen')).expect(403)
      await ask(await signedIn(platform, 'staff', { place: '59350' })).expect(403)
    }
    await open.staff.get(at('/what-if')).expect(200).expect(({ body }) => expect(body).toEqual({ state: 'none', method: null, rules: null, outcome: null }))
    await open.staff.post(at('/what-if')).send({ method: 'equal-shares', rules: { utility: 'cardinality', completion: 'none' } }).expect(202)
    await open.staff.get(at('/what-if')).expect(200).expect(({ body }) => expect(body).toMatchObject({ state: 'waiting', method: 'equal-shares', outcome: null }))
    await platform.settle()
    const { body } = await open.staff.get(at('/what-if')).expect(200)
    expect(body).toMatchObject({ state: 'done', method: 'equal-shares', rules: { completion: 'none' }, outcome: { method: 'equal-shares', cast: 61, blank: 6, explanation: { kind: 'purchases' } } })
    // 70 000 € over 55 ballots: 54 who name project 2 pay 462,96 € each, which leaves too little for anything else they name.
    expect(body.outcome.winners).toContain('o2')
    await platform.stranger().get(`/api/consultations/${open.slug}/results`).expect(({ body: { results } }) => expect(results[0]).toMatchObject({ method: 'budget', outcome: { winners: 2 } }))
  })

  it('refuses a rule whose ballots are filled in another way, a question that does not fit, and a vote not counted yet', async () => {
    await open.staff.post(at('/what-if')).send({ method: 'majority-judgment' }).expect(422).expect(({ body }) => expect(body.code).toBe('what-if.other-form'))
    await open.staff.post(at('/what-if')).send({ method: 'nothing' }).expect(400)
    await open.staff.post(at('/what-if')).send({ method: 'budget', rules: { budget: 0 } }).expect(400)
    const draft = await withVoteOpen(platform)
    await draft.staff.post(`/api/votes/${draft.voteId}/what-if`).send({ method: 'approval' }).expect(409).expect(({ body }) => expect(body.code).toBe('results.not-tallied'))
  })
})

describe('equals, where no draw was announced before the vote', () => {
  it('stay equal: staff cannot choose a draw once the count is known, and the result is published as it is', async () => {
    const plain = await withVoteOpen(platform)
    for (const [name, choice] of [['Un', ['o1']], ['Deux', ['o2']], ['Trois', ['o3']]] as const) await castAtCounter(platform, plain, aCivilStatus({ birthSurname: `Egal${name}` }), 'paper', 'E1', [...choice])
    await closeVote(platform)
    await sealVote(platform, plain)
    const of = (path: string) => `/api/votes/${plain.voteId}${path}`
    await plain.staff.post(of('/draw')).send({ seed: 'Loto du 12 mars : 3 8 21 34 40' }).expect(409).expect(({ body }) => expect(body.code).toBe('draw.not-announced'))
    await plain.staff.get(of('/tally')).expect(200).expect(({ body }) => expect(body).toMatchObject({ seed: null, outcome: { winners: [], ties: [['o1', 'o2', 'o3']] } }))
    await plain.staff.post(of('/publication')).send(publication).expect(201)
    const { body } = await platform.stranger().get(`/api/consultations/${plain.slug}/results`).expect(200)
    expect(body.results[0]).toMatchObject({ draw: null, ties: [['o1', 'o2', 'o3']] })
    expect(body.results[0].options.map(({ key, fate }: { key: string, fate: string }) => `${key} ${fate}`)).toEqual(expect.arrayContaining(['o1 tied', 'o2 tied', 'o3 tied', 'o4 not-selected']))
  })
})
