import { Client } from 'pg'
import { createTestDatabase } from '../../../../test/support/database'
import type { TestDatabase } from '../../../../test/support/database'
import { command } from '../../src/cli/migrate'
import { migrations } from '../../src/data-source'

let db: TestDatabase
const environment = { ...process.env }
beforeAll(async () => {
  db = await createTestDatabase({ empty: true })
  Object.assign(process.env, { DATABASE_URL: db.appUrl, DATABASE_OWNER_URL: db.ownerUrl, PARVIS_SECRETS_DIR: db.secretsDir, PARVIS_EMBEDDED: '1' })
})
afterAll(async () => {
  process.env = environment
  await db.drop()
})

async function migrate(...args: string[]): Promise<string> {
  let said = ''
  await command.run(args, { out: text => { said += text }, err: text => { said += text } })
  return said
}

/** Everything that migrations make, in words that two runs can be compared by. */
async function structure(): Promise<string[]> {
  const client = new Client({ connectionString: db.ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ line: string }>(`
      with mine as (select oid, nspname from pg_namespace where nspname !~ '^pg_|^information_schema$')
      select 'column ' || n.nspname || '.' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull as line
        from pg_attribute a join pg_class c on c.oid = a.attrelid join mine n on n.oid = c.relnamespace where a.attnum > 0 and not a.attisdropped
      union all select 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(k.oid) from pg_constraint k join mine n on n.oid = k.connamespace
      union all select 'function ' || p.oid::regprocedure || ' ' || md5(p.prosrc) || ' ' || coalesce(p.proacl::text, '')
        from pg_proc p join mine n on n.oid = p.pronamespace where not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
      union all select 'rights ' || c.oid::regclass || ' ' || coalesce(c.relacl::text, '') from pg_class c join mine n on n.oid = c.relnamespace where c.relkind in ('r', 'v')
      order by line`)
    return rows.map(({ line }) => line)
  } finally {
    await client.end()
  }
}

it('several processes that start at once migrate once', async () => {
  const said = await Promise.all(Array.from({ length: 4 }, () => migrate()))
  expect(said.filter(text => text !== '')).toEqual([`${migrations.map(({ name }) => name).join('\n')}\n`])
  const { rows } = await db.app.query<{ count: number }>('select count(*)::integer as count from identity.municipality')
  expect(rows).toEqual([{ count: 95 }])
})

it('every migration can be undone and done again, and makes the same', async () => {
  const before = await structure()
  for (const { name } of migrations.slice(0, -1).reverse()) expect(await migrate('--down')).toBe(`${name}\n`)
  expect(await migrate('--down')).toBe('-\n')
  expect((await structure()).filter(line => !line.includes(' migrations'))).toEqual(expect.not.arrayContaining([expect.stringMatching(/ (platform|identity|consultations|roll|urn|inclusion)\./)]))
  await migrate()
  expect(await structure()).toEqual(before)
})
