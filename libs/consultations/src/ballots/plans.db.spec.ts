import { createTestDatabase, type TestDatabase } from '../../../../test/support/database'

let db: TestDatabase
beforeAll(async () => { db = await createTestDatabase() })
afterAll(() => db.drop())

/** 500 ballots of 500 new people, by the functions themselves. */
const CAST = `
  select count(*) from (select gen_random_uuid() as entry, sha256(random()::text::bytea) as pseudonym, sha256(random()::text::bytea) as nonce from generate_series(1, 500)) d
  cross join lateral (select E'vote/opening/v1\\n' || $1::text || E'\\n' || encode(d.pseudonym, 'base64') || E'\\n1\\na=1\\n' as opening) o
  cross join lateral (select count(*) from roll.lookup($1::uuid, substr(d.pseudonym, 1, 16), d.nonce, null)) l
  cross join lateral urn.cast($1::uuid, d.entry, 'first', substr(d.pseudonym, 1, 16), false, null, d.nonce, null, 'online', 'direct', 'E1', null, null, null,
    sha256(d.pseudonym), d.pseudonym, 1::smallint, o.opening, d.nonce, sha256(convert_to(E'vote/commit/v1\\n', 'UTF8') || d.nonce || convert_to(o.opening, 'UTF8'))) c`

describe('a box that was emptied by a sealing', () => {
  it('is not read whole for every ballot of the next vote', async () => {
    const { rows: [vote] } = await db.owner.query<{ id: string }>(`
      with c as (insert into consultations.consultation (slug, title, owner_kind, owner_code, scope_codes) values ('x', 'X', 'metropolis', '200093201', '{59350}') returning id),
        p as (insert into consultations.phase (consultation_id, position, kind, title, opens_at, closes_at) select id, 1, 'vote', 'V', platform.clock(), platform.clock() + interval '1 day' from c returning id, consultation_id, closes_at)
      insert into consultations.vote (consultation_id, phase_id, state, closes_at, admitted_until) select consultation_id, id, 'open', closes_at, closes_at from p returning id`)
    // The state that sweeping leaves: known to be empty, so a plan made now would read the whole table.
    await db.app.query('vacuum roll.entry, urn.ballot')
    const client = await db.app.connect()
    try {
      await client.query('begin')
      for (let batch = 0; batch < 6; batch++) await client.query(CAST, [vote?.id])
      const { rows: [read] } = await client.query<{ rows: string }>(`
        select sum(seq_tup_read + idx_tup_fetch) as rows from pg_stat_xact_all_tables where (schemaname, relname) in (('roll', 'entry'), ('urn', 'ballot'))`)
      await client.query('rollback')
      // Each ballot reads a handful of rows; reading the whole table gives millions.
      expect(Number(read?.rows)).toBeLessThan(3000 * 40)
    } finally {
      client.release()
    }
  })
})
