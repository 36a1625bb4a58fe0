import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** The console of staff: saved filters, votes that two people edit, a journal that is looked through. */
export class Console1763900400000 implements MigrationInterface {
  name = 'Console1763900400000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table consultations.saved_view (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references identity.account on delete cascade,
        -- Twenty for one account: each takes a place.
        place smallint not null check (place between 1 and 20),
        name text not null check (char_length(name) between 1 and 60),
        filter jsonb not null,
        unique (account_id, place)
      );
      create unique index saved_view_name on consultations.saved_view (account_id, lower(name));
      grant select, insert, delete on consultations.saved_view to ${applicationRole()};

      -- Two people who edit one vote: the second to save is told, and overwrites nothing.
      alter table consultations.vote add column revision integer not null default 1;

      create index audit_entry_actor on platform.audit_entry (actor_id, id);
      create index audit_entry_at on platform.audit_entry (at);
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop index platform.audit_entry_at;
      drop index platform.audit_entry_actor;
      alter table consultations.vote drop column revision;
      drop table consultations.saved_view;
    `)
  }
}
