import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { PROPOSALS_NEIGHBOURS } from './demo/texts/proposals-neighbours'
import { PROPOSALS_SHADE } from './demo/texts/proposals-streets'
import { createTestDatabase, type TestDatabase } from '../test/support/database'

const root = resolve(__dirname, '..')
const texts = [...PROPOSALS_SHADE, ...PROPOSALS_NEIGHBOURS]

async function seed(db: TestDatabase, env: Record<string, string>): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-r', './scripts/lib/swc-register.cjs', 'seeds/main.ts'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: db.appUrl, DATABASE_OWNER_URL: db.ownerUrl, PARVIS_SECRETS_DIR: db.secretsDir, PARVIS_EMBEDDED: '', REDIS_URL: '', ...env },
  })
  return stdout
}

const one = async <T>(db: TestDatabase, sql: string): Promise<T> => (await db.owner.query(sql)).rows[0] as T

describe('the demonstration', () => {
  let db: TestDatabase
  let output: string
  beforeAll(async () => {
    db = await createTestDatabase()
    output = await seed(db, { PARVIS_DEMO: '1' })
  }, 300_000)
  afterAll(() => db.drop())

  it('has a consultation in each state, and gives the clock back', async () => {
    const { states } = await one<{ states: Record<string, number> }>(db, `
      select jsonb_object_agg(state, n) as states from (
        select case when suspended_at is not null then 'suspended' else state end as state, count(*)::integer as n from consultations.consultation group by 1) s`)
    expect(states).toEqual({ draft: 3, announced: 1, running: 7, suspended: 1, finished: 11, archived: 1 })
    const { votes } = await one<{ votes: Record<string, number> }>(db, 'select jsonb_object_agg(state, n) as votes from (select state, count(*)::integer as n from consultations.vote group by 1) s')
    expect(votes).toEqual({ draft: 2, open: 4, counting: 2, tallied: 1, published: 7 })
    expect(await one(db, 'select "offset" = interval \'0\' as real from platform.clock_offset')).toEqual({ real: true })
  })

  it('has forty-one proposals to read, one of them united of two, some of them entered at a desk, with their supports', async () => {
    const found = await one<{ proposals: number, desk: number, supports: number }>(db, `
      select count(*)::integer as proposals, count(*) filter (where channel = 'on_behalf')::integer as desk, sum(support_count)::integer as supports
      from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id where c.state = 'running' and c.suspended_at is null and p.state = 'submitted'`)
    expect(found).toEqual({ proposals: 41, desk: 4, supports: texts.reduce((sum, { supports }) => sum + supports, 0) + 5 })
    expect(await one(db, 'select count(*)::integer as counted from consultations.support')).toEqual(await one(db, `select sum(support_count)::integer as counted from consultations.proposal where state <> 'merged'`))
  })

  it('has an open debate and one with its conclusion, comments by several doors, and work for a moderator', async () => {
    const { debates } = await one<{ debates: Record<string, number> }>(db, 'select jsonb_object_agg(state, n) as debates from (select state, count(*)::integer as n from consultations.debate group by 1) s')
    expect(debates).toEqual({ published: 1, concluded: 1 })
    expect(await one(db, `select count(*) filter (where channel = 'on_behalf')::integer as desk, count(*) filter (where official)::integer as official, count(*) filter (where state = 'hidden')::integer as hidden, max(votes) > 30 as judged from consultations.comment`)).toEqual({ desk: 2, official: 2, hidden: 1, judged: true })
    expect(await one(db, `select count(*) filter (where state = 'waiting')::integer as waiting, (select count(*)::integer from consultations.appeal where outcome is null) as appeals from consultations.moderation_case`)).toEqual({ waiting: 3, appeals: 1 })
  })

  it('has what else is done at a desk: a place, a signature by a code, an amendment and a report', async () => {
    expect(await one(db, `
      select (select count(*)::integer from consultations.proposal where channel = 'on_behalf' and place <> '') as places, (select count(*)::integer from consultations.proposal_coauthor where channel = 'on_behalf' and signer_key is not null) as signatures,
        (select count(*)::integer from consultations.amendment where channel = 'on_behalf') as amendments, (select count(*)::integer from consultations.report where channel = 'on_behalf') as reports,
        (select count(*)::integer from consultations.receipt where kind in ('amendment', 'signature')) as receipts`)).toEqual({ places: 1, signatures: 1, amendments: 1, reports: 1, receipts: 2 })
  })

  it('has answers published together, one of them corrected, and what became of them', async () => {
    expect(await one(db, `
      select (select count(*)::integer from consultations.proposal where answer_kind is not null) as answered, (select count(*)::integer from consultations.proposal_answer where published_at is not null) as versions,
        (select count(*)::integer from consultations.proposal_step) as steps, (select count(*)::integer from consultations.proposal_draft) as drafts,
        (select count(*)::integer from consultations.proposal p where (select count(*) from consultations.proposal_version v where v.proposal_id = p.id) = 2) as corrected`))
      .toEqual({ answered: 4, versions: 5, steps: 5, drafts: 1, corrected: 1 })
  })

  it('has a vote that staff can seal today, and one whose count they can publish', async () => {
    const votes = (await db.owner.query(`
      select c.title, v.state, greatest(v.admitted_until, v.closes_at + make_interval(days => v.claim_days)) < platform.clock() as over, (select count(*)::integer from roll.entry e where e.vote_id = v.id and e.status = 'contested') as contested,
        exists (select from consultations.tally t where t.vote_id = v.id) as counted
      from consultations.vote v join consultations.consultation c on c.id = v.consultation_id where v.state in ('counting', 'tallied') order by v.closes_at`)).rows
    expect(votes).toEqual([
      { title: expect.stringContaining('Toilettes publiques'), state: 'tallied', over: true, contested: 0, counted: true },
      { title: expect.stringContaining('Aller à l’école à pied'), state: 'counting', over: true, contested: 0, counted: false },
      { title: expect.stringContaining('Médiathèques'), state: 'counting', over: false, contested: 3, counted: false },
    ])
  })

  it('has a kiosk at Wazemmes, one that waits for a visitor, and people who voted at one', async () => {
    const { rows } = await db.owner.query(`select k.name, t.slug, k.secret_hash is not null as enrolled, k.demonstration from inclusion.kiosk k join inclusion.centre t on t.id = k.centre_id order by k.demonstration`)
    expect(rows).toEqual([{ name: 'Borne 1', slug: 'lille-wazemmes', enrolled: true, demonstration: false }, { name: 'Borne d’essai 1', slug: 'lille-wazemmes', enrolled: false, demonstration: true }])
    // Enough of them in each vote that has some: fewer than ten would be shown nowhere.
    const kiosks = (await db.owner.query(`select count(*)::integer as people from (select vote_id, channel from roll.entry union all select vote_id, channel from roll.sealed_entry) e where channel = 'kiosk' group by vote_id`)).rows as { people: number }[]
    expect(kiosks.length).toBeGreaterThanOrEqual(4)
    for (const { people } of kiosks) expect(people).toBeGreaterThanOrEqual(10)
  })

  it('has a questionnaire that people answer, and one with its results', async () => {
    const found = (await db.owner.query(`
      select p.state, (select count(*)::integer from consultations.answer_sheet s where s.consultation_id = p.consultation_id and s.state = 'counted') as counted,
        (select count(*)::integer from consultations.questionnaire_entry e where e.consultation_id = p.consultation_id and e.status = 'admitted' and e.channel = 'on_behalf') as desk,
        (select (u.result ->> 'participants')::integer from consultations.questionnaire_publication u where u.consultation_id = p.consultation_id) as published
      from consultations.phase p where p.kind = 'questionnaire' order by p.opens_at`)).rows
    expect(found).toEqual([{ state: 'closed', counted: 180, desk: expect.any(Number), published: 180 }, { state: 'open', counted: 76, desk: expect.any(Number), published: null }])
    for (const { desk } of found as { desk: number }[]) expect(desk).toBeGreaterThan(5)
    const { rows: [files] } = await db.owner.query(`
      select count(*)::integer as given from consultations.answer_sheet s join consultations.attachment a on a.sheet_id = s.id where s.state = 'counted' and s.sent -> 'photo' ->> 'file' = a.id::text`)
    expect(files).toEqual({ given: 9 })
  })

  it('has a published result of each way to vote, one of them settled by the draw that was announced', async () => {
    const results = (await db.owner.query(`
      select t.method, t.drawn_seed as seed, t.outcome -> 'ties' as ties, jsonb_array_length(t.outcome -> 'winners') as before, jsonb_array_length(coalesce(t.drawn_outcome, t.outcome) -> 'winners') as winners,
        (t.outcome ->> 'counted')::integer >= 50 as ballots, length(v.rules ->> 'draw') > 0 as announced
      from consultations.publication p join consultations.tally t on t.id = p.tally_id join consultations.vote v on v.id = p.vote_id order by t.method`)).rows
    expect(results.map(({ method, ballots }) => [method, ballots])).toEqual(['approval', 'budget', 'equal-shares', 'majority-judgment', 'points', 'schulze', 'single'].map((method) => [method, true]))
    // Chance gives the people of this vote a tie: after a change of theirs, look for another number of them in seeds/demo/plans.ts.
    expect(results.filter(({ seed }) => seed !== null)).toEqual([{ method: 'single', seed: '7 12 28 33 41', ties: [['o1', 'o2']], before: 0, winners: 1, ballots: true, announced: true }])
  })

  it('has a draft whose vote is being prepared', async () => {
    expect(await one(db, `
      select v.method, (select count(*)::integer from consultations.vote_option o where o.vote_id = v.id) as options from consultations.vote v
      join consultations.consultation c on c.id = v.consultation_id where c.state = 'draft' and v.question <> ''`)).toEqual({ method: 'approval', options: 5 })
  })

  it('has one vote in which enough people took part to tell communes, doors and centres apart', async () => {
    const told = await one<{ communes: number, channels: number, centres: number }>(db, `
      select count(*) filter (where p.part = 'municipality')::integer as communes, count(*) filter (where p.part = 'channel')::integer as channels, count(*) filter (where p.part = 'centre')::integer as centres
      from consultations.vote v join consultations.phase f on f.id = v.phase_id join consultations.consultation c on c.id = f.consultation_id cross join lateral roll.participation_by_part(v.id) p
      where c.slug like 'budget-participatif-des-mobilites%'`)
    expect(told).toEqual({ communes: 58, channels: 3, centres: expect.any(Number) })
    expect(told.centres).toBeGreaterThanOrEqual(4)
  })

  it('has entries to review, nothing left in the outbox, and nobody known at a desk', async () => {
    expect(await one(db, `select count(*)::integer as contested from roll.entry where status = 'contested'`)).toEqual({ contested: 3 })
    expect(await one(db, `select (select count(*)::integer from roll.duplicates(v.id, gen_random_uuid(), 50, 0)) as pairs from consultations.vote v where exists (select from roll.entry e where e.vote_id = v.id and e.status = 'contested')`)).toEqual({ pairs: 3 })
    expect(await one(db, 'select count(*)::integer as left from platform.outbox where done_at is null')).toEqual({ left: 0 })
    expect(await one(db, 'select count(*)::integer as open from inclusion.assisted_session where k0 is not null')).toEqual({ open: 0 })
    // Whatever was entered at a desk stands on a mandate, and staff see some in each state.
    expect(await one(db, `select (select count(*)::integer from inclusion.assisted_session where mandate_id is null) as without, count(*) filter (where revoked_on is not null)::integer as revoked, count(*) filter (where agreed_on is null)::integer as waiting,
      count(distinct language)::integer as languages from inclusion.mandate`)).toEqual({ without: 0, revoked: 1, waiting: 1, languages: 3 })
  })

  it('says what npm start prints, and is not seeded twice', async () => {
    expect(output).toContain('100 %')
    const { value } = await one<{ value: { password: string, accounts: { email: string }[] } }>(db, `select value from platform.setting where key = 'demonstration'`)
    expect(value.accounts.map(({ email }) => email)).toContain('mediatrice@parvis.example')
    expect(await seed(db, { PARVIS_DEMO: '1' })).toBe('')
  })
})

describe('another installation', () => {
  it('has reference data and no account', async () => {
    const db = await createTestDatabase()
    await seed(db, { PARVIS_DEMO: '0' })
    expect(await one(db, `select (select count(*)::integer from identity.municipality) as communes, (select count(*)::integer from identity.account) as accounts,
      (select count(*)::integer from inclusion.consent_text) as texts, (select value from platform.setting where key = 'installed') as installed`))
      .toEqual({ communes: 95, accounts: 0, texts: 2, installed: { demo: false } })
    await db.drop()
  }, 60_000)
})
