import type { Pool } from 'pg'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database'

let db: TestDatabase
beforeAll(async () => { db = await createTestDatabase() })
afterAll(() => db.drop())

const refused = (pool: Pool, sql: string) => expect(pool.query(sql)).rejects.toMatchObject({ code: '42501' })

describe('what the role of the running platform may do', () => {
  it.each(['roll.entry', 'urn.ballot'])('nothing at all with %s', async (table) => {
    for (const statement of [`select from ${table}`, `insert into ${table} default values`, `delete from ${table}`, `truncate ${table}`]) await refused(db.app, statement)
    await refused(db.app, table === 'roll.entry' ? `update roll.entry set status = 'rejected'` : 'update urn.ballot set superseded = true')
    await refused(db.app, `create trigger t before insert on ${table} for each row execute function consultations.refuse_frozen_vote()`)
    await refused(db.app, `alter table ${table} disable trigger all`)
  })

  it.each(['roll.sealed_entry', 'urn.sealed_ballot'])('only read %s, which nothing but the sealing fills', async (table) => {
    await expect(db.app.query(`select * from ${table}`)).resolves.toMatchObject({ rowCount: 0 })
    for (const statement of [`insert into ${table} default values`, `delete from ${table}`, `truncate ${table}`, `update ${table} set vote_id = vote_id`]) await refused(db.app, statement)
  })

  it('make no function or table beside those, nor take another role', async () => {
    for (const statement of ['create table urn.mine (a int)', 'create function roll.mine() returns int language sql as $$ select 1 $$', 'create table consultations.mine (a int)']) await refused(db.app, statement)
    const { rows: roles } = await db.owner.query<{ owner: string }>(`select distinct tableowner as owner from pg_tables where schemaname in ('roll', 'urn')`)
    expect(roles).toHaveLength(2)
    for (const { owner } of roles) {
      await refused(db.app, `set role "${owner}"`)
      const { rows: [role] } = await db.owner.query(`select rolcanlogin, rolsuper from pg_roles where rolname = $1`, [owner])
      expect(role).toEqual({ rolcanlogin: false, rolsuper: false })
    }
  })

  it('change neither the clock, nor the journal, nor a count, nor a publication', async () => {
    for (const statement of [
      `update platform.clock_offset set "offset" = '1 day'`, 'delete from platform.audit_entry', `update platform.audit_entry set action = 'x'`,
      `update consultations.tally set method = 'x'`, 'delete from consultations.tally', `update consultations.publication set headline = 'x'`, 'delete from consultations.publication',
    ]) await refused(db.app, statement)
  })

  it('call functions of the roll and the urn that nobody else may call, and that look nowhere else for names', async () => {
    const { rows } = await db.owner.query<{ name: string, open: boolean, definer: boolean, path: string[] | null, granted: boolean }>(`
      select p.oid::regprocedure::text as name, has_function_privilege('public', p.oid, 'execute') as open, p.prosecdef as definer, p.proconfig as path,
        has_function_privilege($1, p.oid, 'execute') as granted
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('roll', 'urn')`, [new URL(db.appUrl).username])
    expect(rows.length).toBeGreaterThanOrEqual(10)
    for (const { name, ...row } of rows) expect({ name, ...row }).toEqual({ name, open: false, definer: true, path: expect.arrayContaining(['search_path=pg_catalog, pg_temp']), granted: true })
  })
})
