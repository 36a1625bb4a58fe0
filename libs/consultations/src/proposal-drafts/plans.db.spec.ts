import { createTestDatabase, type TestDatabase } from '../../../../test/support/database'
import { SETTING, statement } from './similar.statement'

let db: TestDatabase
let consultation: string
beforeAll(async () => {
  db = await createTestDatabase()
  const { rows: [row] } = await db.owner.query<{ id: string }>(`
    with c as (insert into consultations.consultation (slug, title, owner_kind, owner_code, scope_codes, state, announced_at)
        select 'c-' || n, 'Consultation numéro ' || n, 'metropolis', '200093201', '{59350}', 'running', platform.clock() from generate_series(1, 4) n returning id),
      f as (insert into consultations.phase (consultation_id, position, kind, title, opens_at, closes_at)
        select id, 1, 'proposals', 'P', platform.clock(), platform.clock() + interval '1 day' from c returning id, consultation_id),
      p as (insert into consultations.proposal (consultation_id, phase_id, number, title, body, theme, channel, submission_token)
        select consultation_id, id, n, 'Proposition sur le sujet' || n % 500, repeat('Un texte assez long sur la rue et le parc, avec des mots de tous les jours. ', 8), 'environment', 'online', gen_random_uuid() from f, generate_series(1, 2500) n)
    select id from c limit 1`)
  consultation = row?.id ?? ''
  await db.owner.query('analyze')
}, 120_000)
afterAll(() => db.drop())

interface Node { 'Node Type': string, 'Actual Rows'?: number, 'Rows Removed by Index Recheck'?: number, 'Relation Name'?: string, 'Index Name'?: string, 'Plans'?: Node[] }

describe('with 10,000 proposals', () => {
  it('those that resemble are found by two indexes, never by reading them all', async () => {
    const { rows: [row] } = await db.app.query<{ 'QUERY PLAN': { Plan: Node }[] }>(`explain (format json) ${statement}`, [consultation, 'Une tyrolienne au sujet12', 'Au parc', null])
    const flat = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flat)]
    const nodes = flat(row?.['QUERY PLAN'][0]?.Plan as Node)
    expect(nodes.map(node => node['Index Name'])).toEqual(expect.arrayContaining(['proposal_title_like', 'proposal_search']))
    expect(nodes.filter(node => node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'proposal')).toEqual([])
  })

  // Every proposal speaks of the street and of the park; twenty of subject 12, and every title begins alike.
  it.each([
    ['a title of frequent words and a rare one', 'La rue, le sujet12 et la tyrolienne', 40],
    ['a long title of frequent words, one of them misspelt', 'Propositoin sur la rue des tyroliennes, des toboggans et des balançoires', 200],
  ])('%s reads few of them', async (_what, title, most) => {
    const client = await db.app.connect()
    try {
      await client.query('begin')
      await client.query(SETTING)
      const { rows: [row] } = await client.query<{ 'QUERY PLAN': { Plan: Node }[] }>(`explain (analyze, format json) ${statement}`, [consultation, title, '', null])
      const flat = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flat)]
      const read = flat(row?.['QUERY PLAN'][0]?.Plan as Node).filter(node => node['Relation Name'] === 'proposal' && node['Node Type'].endsWith('Scan'))
      expect(read.reduce((sum, node) => sum + (node['Actual Rows'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0), 0)).toBeLessThanOrEqual(most)
    } finally {
      await client.query('rollback')
      client.release()
    }
  })
})
