import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** Who leads a team, for the session to say so; and who may be the second person of an agreement said aloud (docs/adr/0027). */
export class DeskPeople1764555000010 implements MigrationInterface {
  name = 'DeskPeople1764555000010'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create view identity.team_referent as
        select r.email, r.organisation_id from inclusion.organisation_referent r join inclusion.organisation o on o.id = r.organisation_id where o.state in ('accepted', 'suspended');
      grant select on identity.team_referent to ${applicationRole()};

      -- Whoever confirms that the person said yes answers for the centre, as who enters does.
      create function inclusion.witness_is_habilitated() returns trigger language plpgsql as $$
      begin
        if exists (select from inclusion.reserve_member r where r.account_id = new.witnessed_by)
          or not exists (select from identity.desk_place d where d.account_id = new.witnessed_by and d.centre_id = new.centre_id and d.kind = 'professional') then
          raise exception 'nobody is habilitated to witness this agreement' using errcode = 'check_violation', constraint = 'mandate_witness_habilitated';
        end if;
        return new;
      end $$;
      create trigger mandate_witness_habilitated before insert or update of witnessed_by on inclusion.mandate for each row
        when (new.witnessed_by is not null) execute function inclusion.witness_is_habilitated();
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop trigger mandate_witness_habilitated on inclusion.mandate; drop function inclusion.witness_is_habilitated; drop view identity.team_referent')
  }
}
