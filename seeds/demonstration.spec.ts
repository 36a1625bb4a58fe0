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
  }, 120_000)
  afterAll(() => db.drop())

  it('has a consultation in each state, and gives the clock back', async () => {
    const { states } = await one<{ states: Record<string, number> }>(db, `
      select jsonb_object_agg(state, n) as states from (
        select case when suspended_at is not null then 'suspended' else state end as state, count(*)::integer as n from consultations.consultation group by 1) s`)
    expect(states).toEqual({ draft: 2, announced: 1, running: 2, suspended: 1, finished: 5, archived: 1 })
    const { votes } = await one<{ votes: Record<string, number> }>(db, 'select jsonb_object_agg(state, n) as votes from (select state, count(*)::integer as n from consultations.vote group by 1) s')
    expect(votes).toEqual({ draft: 1, open: 1, counting: 2, tallied: 1, published: 2 })
    expect(await one(db, 'select "offset" = interval \'0\' as real from platform.clock_offset')).toEqual({ real: true })
  })

  it('has forty proposals to read, some of them entered at a desk, with their supports', async () => {
    const found = await one<{ proposals: number, desk: number, supports: number }>(db, `
      select count(*)::integer as proposals, count(*) filter (where channel = 'on_behalf')::integer as desk, sum(support_count)::integer as supports
      from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id where c.state = 'running' and c.suspended_at is null`)
    expect(found).toEqual({ proposals: 40, desk: 4, supports: texts.reduce((sum, { supports }) => sum + supports, 0) })
    expect(await one(db, 'select count(*)::integer as counted from consultations.support')).toEqual(await one(db, 'select sum(support_count)::integer as counted from consultations.proposal'))
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

  it('has entries to review, nothing left in the outbox, and nobody known at a desk', async () => {
    expect(await one(db, `select count(*)::integer as contested from roll.entry where status = 'contested'`)).toEqual({ contested: 3 })
    expect(await one(db, 'select count(*)::integer as left from platform.outbox where done_at is null')).toEqual({ left: 0 })
    expect(await one(db, 'select count(*)::integer as open from inclusion.assisted_session where k0 is not null')).toEqual({ open: 0 })
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
      .toEqual({ communes: 95, accounts: 0, texts: 1, installed: { demo: false } })
    await db.drop()
  }, 60_000)
})
