import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/**
 * Equals are settled by a public draw that was stated before the vote, no longer by names typed at the publication. The
 * outcome as counted stays; the one after the draw stands beside it. Counting a vote by another rule, for staff alone.
 */
export class Counting1763900900000 implements MigrationInterface {
  name = 'Counting1763900900000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      alter table consultations.publication drop column tie_winners, drop column tie_procedure;

      alter table consultations.tally
        add column drawn_seed text check (length(drawn_seed) between 3 and 300),
        add column drawn_by uuid,
        add column drawn_at timestamptz,
        add column drawn_outcome jsonb,
        add check ((drawn_seed is null) = (drawn_at is null)),
        add check (drawn_outcome is null or drawn_seed is not null);
      grant update (drawn_seed, drawn_by, drawn_at, drawn_outcome) on consultations.tally to ${app};

      -- A draw is entered once, and what it gave is written once.
      create function consultations.refuse_second_draw() returns trigger language plpgsql as $$
      begin
        if old.drawn_seed is not null and new.drawn_seed is distinct from old.drawn_seed or old.drawn_outcome is not null then
          raise exception 'draw.done' using errcode = 'P0001';
        end if;
        return new;
      end $$;
      create trigger tally_drawn_once before update on consultations.tally
        for each row execute function consultations.refuse_second_draw();

      -- The last question asked of each vote; never published.
      create table consultations.what_if (
        vote_id uuid primary key references consultations.vote on delete cascade,
        asked_by uuid,
        asked_at timestamptz not null default platform.clock(),
        method text not null,
        rules jsonb not null,
        outcome jsonb
      );
      grant select, insert, update, delete on consultations.what_if to ${app};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table consultations.what_if;
      drop trigger tally_drawn_once on consultations.tally;
      drop function consultations.refuse_second_draw();
      alter table consultations.tally drop column drawn_seed, drop column drawn_by, drop column drawn_at, drop column drawn_outcome;
      alter table consultations.publication add column tie_winners text[] not null default '{}', add column tie_procedure text not null default '';
    `)
  }
}
