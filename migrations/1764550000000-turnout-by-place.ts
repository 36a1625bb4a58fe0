import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole, protectedRole } from './1763800000000-foundations'

/**
 * Where and by which doors people came to a vote, while it lasts too: to the ten, each part alone and never crossed, so that a
 * team can be sent where people are missing (docs/adr/0033).
 */
export class TurnoutByPlace1764550000000 implements MigrationInterface {
  name = 'TurnoutByPlace1764550000000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create function roll.participation_by_part(p_vote uuid) returns table (part text, code text, people integer)
        language sql stable security definer set search_path = pg_catalog, pg_temp as $$
        select case when grouping(municipality_code) = 0 then 'municipality' when grouping(channel) = 0 then 'channel' when grouping(centre_id) = 0 then 'centre' else 'all' end,
          coalesce(municipality_code, channel, centre_id::text), (count(*) / 10 * 10)::integer
        from (
          select e.municipality_code, e.channel, e.centre_id from roll.entry e where e.vote_id = p_vote and e.status = 'admitted' and e.cast_count > 0
          union all
          select s.municipality_code, s.channel, s.centre_id from roll.sealed_entry s where s.vote_id = p_vote and s.status = 'admitted') came
        group by grouping sets ((municipality_code), (channel), (centre_id), ()) having count(*) >= 10
      $$;
      alter function roll.participation_by_part(uuid) owner to ${protectedRole('roll')};
      revoke all on function roll.participation_by_part(uuid) from public;
      grant execute on function roll.participation_by_part(uuid) to ${applicationRole()};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop function roll.participation_by_part(uuid)')
  }
}
