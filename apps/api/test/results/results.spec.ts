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
    expect(answers[0]).toEqual({ kind: 'vote', consultation: { slug: open.slug, title: 'Rafraîchir nos places' }, status: 'received', reason: null, proposal: null })
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
    await voter.post(at('/ballots')).send({ choice: ['o1'], n: 2 }).expect(409).expect(({ body }) => expect(body.code).toBe('vote.not-open'))
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
    expect((await platform.stranger().get(`/api/receipts/${onlineReceipt.toLowerCase()}`).expect(200)).body).toMatchObject({ status: 'counted', reason: null })
    expect((await platform.stranger().get(`/api/receipts/${contestedReceipt}`).expect(200)).body).toMatchObject({ status: 'not_counted', reason: 'La personne avait déjà voté en ligne.' })
  })

  it('is published once, by staff of the place', async () => {
    await (await platform.as('staff', { place: '59512' })).post(at('/publication')).send(publication).expect(403)
    await open.staff.post(at('/publication')).send({ ...publication, nextSteps: '' }).expect(400)
    await open.staff.post(at('/publication')).send({ ...publication, tie: { winners: ['o1'], procedure: 'Tirage au sort en public le 3 mars.' } }).expect(422).expect(({ body }) => expect(body.code).toBe('tie.none'))
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
        settledTie: null, ballotsPublished: true, rules: { by: 'votes', whenFull: 'skip', threshold: 2 },
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
    expect(text.split('\n').slice(0, 2)).toEqual(['\ufeffrank,option,title,cost,votes,outcome,selected_as', '1,o2,Projet 2,25000.00,54,selected,1'])
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

describe('a small vote with a tie', () => {
  it('is published once people settled the tie, and keeps its few ballots to itself', async () => {
    const small = await withVoteOpen(platform)
    for (const [name, choice] of [['Un', ['o1']], ['Deux', ['o2']]] as const) await castAtCounter(platform, small, aCivilStatus({ birthSurname: `Petit${name}` }), 'paper', 'E1', [...choice])
    await closeVote(platform)
    await sealVote(platform, small)
    const publish = (body: object) => small.staff.post(`/api/votes/${small.voteId}/publication`).send({ ...publication, ...body })
    await publish({}).expect(409).expect(({ body }) => expect(body.code).toBe('results.tie-unsettled'))
    const procedure = 'Tirage au sort en public en mairie, le lendemain.'
    await publish({ tie: { winners: ['o3'], procedure } }).expect(422).expect(({ body }) => expect(body.code).toBe('tie.not-among-equals'))
    await publish({ tie: { winners: ['o1', 'o2'], procedure } }).expect(422).expect(({ body }) => expect(body.code).toBe('tie.wrong-number'))
    await publish({ tie: { winners: ['o2'], procedure } }).expect(201)
    const { body } = await platform.stranger().get(`/api/consultations/${small.slug}/results`).expect(200)
    expect(body.results[0]).toMatchObject({ settledTie: { winners: ['o2'], procedure }, ballotsPublished: false, turnout: { total: null, channels: [{ channel: 'paper', count: null }] } })
    expect(body.results[0].options.filter(({ fate }: { fate: string }) => fate === 'selected')).toMatchObject([{ key: 'o2', selectedAs: 1 }])
    await platform.stranger().get(`/api/consultations/${small.slug}/results/ballots.txt`).expect(404).expect(({ body: problem }) => expect(problem.code).toBe('results.ballots-not-published'))
  })
})
