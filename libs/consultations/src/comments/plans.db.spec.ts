// A discussion of a hundred thousand comments is read by its indexes: every statement of a page, as it is sent.
import { createHash } from 'node:crypto'
import { createTestDatabase } from '../../../../test/support/database'
import type { TestDatabase } from '../../../../test/support/database'
import { OFFICIAL, PAGE, PENDING, REPLIES, ROOTS_OF, SUBJECT } from './comment-statements'

const COMMENTS = 100_000

let db: TestDatabase
let proposal: string
beforeAll(async () => {
  db = await createTestDatabase()
  const { rows: [made] } = await db.owner.query<{ id: string }>(`
    with c as (insert into consultations.consultation (slug, title, owner_kind, owner_code, scope_codes, theme, state, announced_at, min_age, residents_only, created_by)
        values ('foule', 'Une foule', 'metropolis', '200093201', '{59350}', 'mobility', 'running', platform.clock(), 16, false, gen_random_uuid()) returning id),
      f as (insert into consultations.phase (consultation_id, position, kind, title, opens_at, closes_at, state)
        select id, 1, 'proposals', 'Vos idées', platform.clock() - interval '1 day', platform.clock() + interval '30 days', 'open' from c returning id, consultation_id)
    insert into consultations.proposal (consultation_id, phase_id, number, title, body, theme, channel, submission_token)
    select consultation_id, id, 1, 'Une proposition', 'Un texte de plus de vingt signes.', 'mobility', 'online', gen_random_uuid() from f returning id`)
  proposal = made?.id ?? ''
  // Nine in ten at the root of this proposal, the others as answers; half of them judged.
  await db.owner.query('alter table consultations.comment disable trigger user')
  await db.owner.query(`
    insert into consultations.comment (id, consultation_id, phase_id, proposal_id, parent_id, root_id, depth, stance, body, channel, state, listed, useful, not_useful, submission_token, created_at)
    select md5('c' || n)::uuid, p.consultation_id, p.phase_id, p.id, case when n % 10 = 0 then md5('c1')::uuid end, case when n % 10 = 0 then md5('c1')::uuid end, case when n % 10 = 0 then 1 else 0 end,
      case when n % 10 <> 0 then (array['for', 'against', 'neutral'])[1 + n % 3] end, 'Commentaire numéro ' || n, 'online', 'published', true, case when n % 2 = 0 then n % 97 else 0 end, case when n % 2 = 0 then n % 31 else 0 end, gen_random_uuid(),
      platform.clock() - make_interval(secs => n)
    from consultations.proposal p, generate_series(1, ${COMMENTS}) n where p.id = '${proposal}'`)
  await db.owner.query('alter table consultations.comment enable trigger user')
  await db.owner.query('analyze consultations.comment')
}, 120_000)
afterAll(() => db.drop())

/** Values as SQL writes them: the plan that a connection keeps once it knows the statement. */
const quoted = (value: unknown): string => value === null ? 'null' : Array.isArray(value) ? `'{${value.join()}}'` : `'${String(value)}'`

async function planOf(text: string, values: unknown[]): Promise<string> {
  const sql = text.replace(/\$(\d+)/g, (_, at: string) => quoted(values[Number(at) - 1]))
  const { rows } = await db.app.query<{ 'QUERY PLAN': string }>(`explain (analyze) ${sql}`)
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

const nobody = [null, null]
const reader = '4d5b2e6a-0000-4000-8000-000000000000'
/** Comments by their place in the crowd; the first one has all the answers. */
const some = (...places: number[]): string[] => places.map((n) => createHash('md5').update(`c${n}`).digest('hex'))
it.each<[string, () => { text: string }, () => unknown[]]>([
  ['the fair order, first page', () => PAGE.fair, () => [proposal, 20, 0]],
  ['the fair order, page 50', () => PAGE.fair, () => [proposal, 20, 980]],
  ['the latest', () => PAGE.recent, () => [proposal, 20, 0]],
  ['the oldest', () => PAGE.oldest, () => [proposal, 20, 0]],
  ['answers', () => REPLIES, () => [...nobody, some(1, 2, 3), 30, 0]],
  ['comments of a page', () => ROOTS_OF, () => [...nobody, some(1, 2, 3, 4, 5)]],
  ['official answers', () => OFFICIAL, () => [...nobody, proposal]],
  ['those that wait', () => PENDING, () => [reader, null, proposal]],
  ['what is commented', () => SUBJECT, () => [proposal, null]],
])('%s reads no table from end to end', async (_, statement, values) => {
  const plan = await planOf(statement().text, values())
  expect(plan).not.toMatch(/Seq Scan on (comment|comment_vote|comment_version|moderation_\w+)\b/)
})

it('reads of the fair order no further than the page', async () => {
  const plan = await planOf(PAGE.fair.text, [proposal, 20, 0])
  expect(plan).toContain('comment_fair')
  expect(plan).toContain('comment_fresh')
  expect(plan).not.toContain('external merge')
})
