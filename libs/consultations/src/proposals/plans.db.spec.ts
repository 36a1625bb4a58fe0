// A list of ten thousand proposals is read by its indexes, whatever narrows and orders it; what resembles is found as fast.
import { createTestDatabase } from '../../../../test/support/database'
import type { TestDatabase } from '../../../../test/support/database'
import { statement as similar } from '../proposal-drafts/similar.statement'
import { FILTERS } from './proposal-filters'
import { listStatement, ORDERS } from './proposal-statements'

const PROPOSALS = 10_000

let db: TestDatabase
let consultation: string
let status: string
beforeAll(async () => {
  db = await createTestDatabase()
  // One large consultation beside twenty small ones.
  const { rows: [made] } = await db.owner.query<{ id: string }>(`
    with c as (insert into consultations.consultation (slug, title, owner_kind, owner_code, scope_codes, theme, state, announced_at)
        select 'foule-' || n, 'Une foule ' || n, 'metropolis', '200093201', '{59350}', 'mobility', 'running', platform.clock() from generate_series(0, 20) n returning id, slug),
      f as (insert into consultations.phase (consultation_id, position, kind, title, opens_at, closes_at, state)
        select id, 1, 'proposals', 'Vos idées', platform.clock() - interval '1 day', platform.clock() + interval '30 days', 'open' from c returning id, consultation_id),
      p as (insert into consultations.proposal (consultation_id, phase_id, number, title, body, theme, municipality_code, channel, state, support_count, submission_token, created_at)
        select f.consultation_id, f.id, n, 'Proposition sur le sujet ' || n % 500 || case when n % 50 = 7 then ' et les bancs' else '' end, repeat('Un texte assez long sur la rue et le parc, avec des mots de tous les jours. ', 6) || case when n % 100 = 7 then 'Une tyrolienne.' else '' end,
          (array['mobility', 'environment', 'culture', 'housing'])[1 + n % 4], (array['59350', '59512', '59599', '59009', '59378', null])[1 + n % 6], 'online', case when n % 40 = 0 then 'withdrawn' else 'submitted' end, (n * 7919) % 997, gen_random_uuid(), platform.clock() - make_interval(secs => n)
        from f join c on c.id = f.consultation_id, generate_series(1, ${PROPOSALS}) n where c.slug = 'foule-0' or n <= 250 returning 1)
    select c.id from c where c.slug = 'foule-0'`)
  consultation = made?.id ?? ''
  const { rows: [word] } = await db.owner.query<{ id: string }>(`insert into consultations.proposal_status (consultation_id, position, label, kind) values ($1, 1, 'Retenue en partie', 'accepted') returning id`, [consultation])
  status = word?.id ?? ''
  await db.owner.query(`update consultations.proposal set answer_kind = case n % 3 when 0 then 'accepted' when 1 then 'refused' else 'studied' end, answer_status_id = case when n % 3 = 0 then $2::uuid end
    from (select id as p, number as n from consultations.proposal where consultation_id = $1 and number % 10 = 0) few where id = p`, [consultation, status])
  await db.owner.query('vacuum analyze consultations.proposal')
}, 120_000)
afterAll(() => db.drop())

const quoted = (value: unknown): string => value === null ? 'null' : `'${String(value).replaceAll("'", "''")}'`

async function planOf(text: string, values: unknown[]): Promise<string> {
  const sql = text.replace(/\$(\d+)/g, (_, at: string) => quoted(values[Number(at) - 1]))
  return (await db.app.query<{ 'QUERY PLAN': string }>(`explain ${sql}`)).rows.map((row) => row['QUERY PLAN']).join('\n')
}

const asked: Record<keyof typeof FILTERS, () => unknown> = {
  answer: () => 'accepted', unanswered: () => true, status: () => status, withdrawn: () => 'withdrawn', theme: () => 'culture', municipality: () => '59512', channel: () => 'on_behalf', words: () => "'tyrolien'", zone: () => '(3.1,50.7),(3,50.6)',
}
const forms = (Object.keys(ORDERS) as (keyof typeof ORDERS)[]).flatMap((sort) => [[sort, null] as const, ...(Object.keys(FILTERS) as (keyof typeof FILTERS)[]).map((filter) => [sort, filter] as const)])

it.each(forms)('%s, narrowed by %s, reads no table from end to end', async (sort, filter) => {
  const filters = filter === null ? [] : [filter]
  const values = filters.map((one) => asked[one]())
  for (const before of [0, 400]) {
    const plan = await planOf(listStatement(sort, filters).text, [consultation, null, null, 20, before, ...values])
    expect(plan).not.toMatch(/Seq Scan on (proposal|support|proposal_count)\b/)
  }
})

it('several filters at once read none either', async () => {
  const plan = await planOf(listStatement('supported', ['theme', 'municipality', 'words']).text, [consultation, null, null, 20, 0, 'culture', '59512', "'tyrolien'"])
  expect(plan).not.toMatch(/Seq Scan on proposal\b/)
})

it.each(Object.keys(ORDERS) as (keyof typeof ORDERS)[])('a word that most proposals hold is looked for once, by the index, and counted from there: %s', async (sort) => {
  const plan = await planOf(listStatement(sort, ['words']).text, [consultation, null, null, 20, 400, "'rue' | 'rues'"])
  expect(plan.match(/Bitmap Index Scan on proposal_search/g)).toHaveLength(1)
  expect(plan).not.toMatch(/Seq Scan on proposal\b/)
  const { rows: [page] } = await db.app.query<{ total: number, items: { number: number }[] }>(listStatement(sort, ['words']).text, [consultation, null, null, 20, 400, "'rue' | 'rues'"])
  const { rows: wanted } = await db.app.query<{ number: number }>(`select p.number from consultations.proposal p where p.consultation_id = $1 and p.state = 'submitted' order by ${ORDERS[sort]} limit 20 offset 400`, [consultation])
  expect(page?.total).toBe(PROPOSALS * 39 / 40)
  expect(page?.items.map(({ number }) => number)).toEqual(wanted.map(({ number }) => number))
})

it('what resembles a title is found among ten thousand by its indexes', async () => {
  const plan = await planOf(similar, [consultation, 'Des bancs pour la rue et le parc', 'Un texte sur la rue, le parc et les bancs de tous les jours.', null])
  expect(plan).not.toMatch(/Seq Scan on proposal\b/)
})
