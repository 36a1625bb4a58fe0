import { createTestDatabase, type TestDatabase } from '../../../../test/support/database'
import { statement } from './search.statement'
import type { Typed } from './words.rules'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase()
  await db.owner.query(`
    with c as (insert into consultations.consultation (slug, title, owner_kind, owner_code, scope_codes, state, announced_at)
        select 'c-' || n, 'Consultation numéro ' || n, 'metropolis', '200093201', '{59350}', 'running', platform.clock() from generate_series(1, 100) n returning id),
      f as (insert into consultations.phase (consultation_id, position, kind, title, opens_at, closes_at)
        select id, 1, 'proposals', 'P', platform.clock(), platform.clock() + interval '1 day' from c returning id, consultation_id)
    insert into consultations.proposal (consultation_id, phase_id, number, title, body, theme, channel, submission_token)
    select consultation_id, id, n, 'Proposition sur le sujet' || n % 50, repeat('Un texte assez long sur la rue et le parc, avec des mots de tous les jours. ', 8) || case when n % 100 = 7 then 'Une tyrolienne.' else '' end,
      'environment', 'online', gen_random_uuid() from f, generate_series(1, 200) n`)
  await db.owner.query('analyze')
}, 120_000)
afterAll(() => db.drop())

interface Node { 'Node Type': string, 'Relation Name'?: string, 'Index Name'?: string, 'Plans'?: Node[] }

async function planOf(number: Typed['number'], query: string): Promise<Node[]> {
  const { rows: [row] } = await db.app.query<{ 'QUERY PLAN': { Plan: Node }[] }>(`explain (format json) ${statement(number)}`,
    [query, query, 'fr', number?.value ?? null, null, '200093201', 20, 0, 'public.french_unaccent'])
  const flat = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flat)]
  return flat(row?.['QUERY PLAN'][0]?.Plan as Node)
}

describe('with 20,000 proposals', () => {
  it.each([
    ['a word that each of them holds', null, `'rue' | 'rues' | 'rue':*`, ['proposal_search']],
    ['a word', null, `'tyrolien' | 'tyrolienne':*`, ['proposal_search']],
    ['a number', { value: 12, only: true }, '', ['proposal_number']],
    ['a number or a word', { value: 12, only: false }, `'12'`, ['proposal_search', 'proposal_number']],
  ] as const)('%s is looked for by the index, never by reading them all', async (_what, number, query, wanted) => {
    const nodes = await planOf(number, query)
    const used = nodes.map(node => node['Index Name'])
    for (const index of wanted) expect(used).toContain(index)
    expect(nodes.filter(node => node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'proposal')).toEqual([])
  })
})
