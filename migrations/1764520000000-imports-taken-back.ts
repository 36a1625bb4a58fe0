import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** Removes comments of an import, when nobody has used them: those that are in `rows`, after `first`. */
const removal = (signature: string, rows: string, first: string): string => `create function consultations.remove_imported_comments(${signature}) returns integer
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare
    gone integer := 0;
    piece record;
  begin
    ${first}
    perform from consultations.comment c join consultations.import_row r on r.target = c.id where ${rows} and r.outcome = 'created' for update of c;
    if exists (
      select from consultations.import_row r join consultations.comment c on c.id = r.target where ${rows} and r.outcome = 'created' and c.source is not null
        and (exists (select from consultations.comment_vote v where v.comment_id = c.id) or exists (select from consultations.moderation_case k where k.comment_id = c.id)
          or exists (select from consultations.comment a where a.parent_id = c.id and not exists (select from consultations.import_row o where o.target = a.id and o.import_id = p_import and o.outcome = 'created')))) then
      raise exception 'import.used' using errcode = 'P0001';
    end if;
    for piece in
      with old as (
        delete from consultations.comment c using consultations.import_row r
          where r.target = c.id and ${rows} and r.outcome = 'created' and c.source is not null
          returning c.id, c.subject_id, c.consultation_id, c.state, c.depth, c.official, c.stance, c.listed, c.root_id),
      fewer as (
        update consultations.comment c set reply_count = c.reply_count - m.n
          from (select root_id, count(*)::integer as n from old where listed and root_id is not null group by root_id) m
          where c.id = m.root_id and not exists (select from old gone_too where gone_too.id = c.id))
      select subject_id, consultation_id, count(*) as n, count(*) filter (where listed and state = 'published') as published, count(*) filter (where listed and depth = 0 and not official) as roots,
        count(*) filter (where stance = 'for' and state = 'published') as agreeing, count(*) filter (where stance = 'against' and state = 'published') as against, count(*) filter (where stance = 'neutral' and state = 'published') as neutral
      from old group by subject_id, consultation_id
    loop
      perform consultations.count_imported(-1, piece.subject_id, piece.consultation_id, piece.published, piece.roots, piece.agreeing, piece.against, piece.neutral);
      gone := gone + piece.n;
    end loop;
    return gone;
  end $$;`

/** An import is taken back by a job, piece by piece in one transaction; what made thousands of rows slow to take and to remove. */
export class ImportsTakenBack1764520000000 implements MigrationInterface {
  name = 'ImportsTakenBack1764520000000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table consultations.import drop constraint import_state_check,
        add constraint import_state_check check (state in ('reading', 'unreadable', 'ready', 'running', 'failed', 'done', 'cancelled', 'undoing', 'undone')),
        add column undo_asked_by uuid references identity.account on delete set null,
        -- Why it could not be taken back: a code and what its sentence needs.
        add column undo_fault jsonb,
        add check (state <> 'undoing' or source is not null);
      drop index consultations.import_under_way;
      create unique index import_under_way on consultations.import (consultation_id) where state in ('reading', 'running', 'undoing');

      -- Whoever removes a proposal asks each of these for it.
      create index receipt_proposal on consultations.receipt (proposal_id) where proposal_id is not null;
      create index vote_option_of_proposal on consultations.vote_option (proposal_id) where proposal_id is not null;
      create index news_proposal on consultations.news (proposal_id) where proposal_id is not null;
      create index carried_support_proposal on consultations.carried_support (proposal_id);

      -- Counted by statement: ten thousand rows that each write the same count leave ten thousand versions of it to walk through.
      drop trigger proposal_counted on consultations.proposal;
      create trigger proposal_counted after update of state, consultation_id on consultations.proposal for each row execute function consultations.count_proposal();
      create function consultations.count_proposals() returns trigger
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      begin
        if tg_op = 'DELETE' then
          update consultations.proposal_count n set submitted = n.submitted - m.fewer
            from (select consultation_id, count(*)::integer as fewer from moved where state = 'submitted' group by consultation_id) m where n.consultation_id = m.consultation_id;
        else
          insert into consultations.proposal_count as n (consultation_id, submitted)
            select consultation_id, count(*)::integer from moved where state = 'submitted' group by consultation_id order by consultation_id
            on conflict (consultation_id) do update set submitted = n.submitted + excluded.submitted;
        end if;
        return null;
      end $$;
      revoke all on function consultations.count_proposals() from public;
      create trigger proposal_counted_new after insert on consultations.proposal referencing new table as moved for each statement execute function consultations.count_proposals();
      create trigger proposal_counted_gone after delete on consultations.proposal referencing old table as moved for each statement execute function consultations.count_proposals();

      -- A piece of an import of comments that is being taken back, those that answer before what they answer; the application deletes no other comment.
      drop function consultations.remove_imported_comments(uuid);
      ${removal('p_import uuid, p_from integer, p_to integer', 'r.import_id = p_import and r.place between p_from and p_to', `if not exists (select from consultations.import i where i.id = p_import and i.state = 'undoing') then return 0; end if;`)}
      revoke all on function consultations.remove_imported_comments(uuid, integer, integer) from public;
      grant execute on function consultations.remove_imported_comments(uuid, integer, integer) to ${applicationRole()};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      drop function consultations.remove_imported_comments(uuid, integer, integer);
      ${removal('p_import uuid', 'r.import_id = p_import', '')}
      revoke all on function consultations.remove_imported_comments(uuid) from public;
      grant execute on function consultations.remove_imported_comments(uuid) to ${app};

      drop trigger proposal_counted_gone on consultations.proposal;
      drop trigger proposal_counted_new on consultations.proposal;
      drop function consultations.count_proposals();
      drop trigger proposal_counted on consultations.proposal;
      create trigger proposal_counted after insert or delete or update of state, consultation_id on consultations.proposal for each row execute function consultations.count_proposal();
      drop index consultations.receipt_proposal, consultations.vote_option_of_proposal, consultations.news_proposal, consultations.carried_support_proposal;

      update consultations.import set state = 'done' where state = 'undoing';
      drop index consultations.import_under_way;
      create unique index import_under_way on consultations.import (consultation_id) where state in ('reading', 'running');
      alter table consultations.import drop column undo_asked_by, drop column undo_fault, drop constraint import_state_check,
        add constraint import_state_check check (state in ('reading', 'unreadable', 'ready', 'running', 'failed', 'done', 'cancelled', 'undone'));
    `)
  }
}
