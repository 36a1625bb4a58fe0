import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** Files of other platforms: taken as a job that can be watched, reported row by row and undone; comments that were made elsewhere. */
export class Imports1764420000000 implements MigrationInterface {
  name = 'Imports1764420000000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      create table consultations.import (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        kind text not null check (kind in ('proposals', 'comments')),
        file_name text not null check (length(file_name) between 1 and 200),
        bytes integer not null default 0,
        requested_by uuid references identity.account on delete set null,
        requested_at timestamptz not null default platform.clock(),
        outbox_id uuid,
        state text not null check (state in ('reading', 'unreadable', 'ready', 'running', 'failed', 'done', 'cancelled', 'undone')),
        -- Known once the file is read: whose export it is, and which column gave each field.
        source text check (source in ('decidim', 'consul', 'cap-collectif', 'parvis')),
        columns jsonb,
        fault jsonb,
        rows integer,
        created integer not null default 0,
        updated integer not null default 0,
        unchanged integer not null default 0,
        refused integer not null default 0,
        done_at timestamptz,
        undone_at timestamptz,
        check (state not in ('ready', 'running', 'done', 'undone') or source is not null)
      );
      create index import_of on consultations.import (consultation_id, requested_at desc);
      create index import_waiting on consultations.import (requested_at) where state in ('reading', 'unreadable', 'ready', 'failed');
      -- One at a time for a consultation: the second would be read against what the first is about to change.
      create unique index import_under_way on consultations.import (consultation_id) where state in ('reading', 'running');
      -- The file as it came, until it is read.
      create table consultations.import_part (
        import_id uuid not null references consultations.import on delete cascade,
        position integer not null,
        content bytea not null,
        primary key (import_id, position)
      );
      -- The report. What was read stays only until it is taken; what an update replaced stays, so that it can come back.
      create table consultations.import_row (
        import_id uuid not null references consultations.import on delete cascade,
        row integer not null,
        -- In which order rows are taken: an answer after what it answers.
        place integer not null,
        source_id text not null,
        label text not null,
        content jsonb,
        problems jsonb not null default '[]',
        outcome text not null check (outcome in ('created', 'updated', 'unchanged', 'refused')),
        target uuid,
        before jsonb,
        primary key (import_id, row)
      );
      create unique index import_row_place on consultations.import_row (import_id, place);
      create index import_row_target on consultations.import_row (target) where target is not null;
      grant select, insert, update, delete on consultations.import to ${app};
      grant select, insert, delete on consultations.import_part to ${app};
      grant select, insert, update, delete on consultations.import_row to ${app};

      alter table consultations.comment
        add column source text check (source in ('decidim', 'consul', 'cap-collectif', 'parvis')),
        add column source_id text check (length(source_id) between 1 and 200),
        -- Judged there: part of useful and not_useful from the beginning, so that the fair order knows it.
        add column imported_useful integer check (imported_useful >= 0),
        add column imported_not_useful integer check (imported_not_useful >= 0),
        -- Whom it answered where threads go deeper than here.
        add column answered_name text check (length(answered_name) <= 100),
        add check ((source is null) = (source_id is null)),
        add check (source is not null or (imported_useful is null and imported_not_useful is null and answered_name is null));
      -- For what goes away with its thread.
      create index comment_root on consultations.comment (root_id) where root_id is not null;
      create unique index comment_source on consultations.comment (consultation_id, source, source_id) where source is not null;
    `)
    // Elsewhere people took no side and wrote shorter, and what was withdrawn there left an empty place with its answers.
    const [{ body, stance }] = await q.query(`
      select (select conname from pg_constraint where conrelid = 'consultations.comment'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%length(body)%') as body,
        (select conname from pg_constraint where conrelid = 'consultations.comment'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%stance IS NOT NULL%') as stance`) as [{ body: string, stance: string }]
    await q.query(`
      alter table consultations.comment drop constraint "${body}", drop constraint "${stance}",
        add constraint comment_body_check check (length(body) between (case when source is null then 2 when state = 'deleted' then 0 else 1 end) and 4000),
        add constraint comment_stance_needed check (case when source is null then (depth = 0 and not official) = (stance is not null) else stance is null or depth = 0 end);

      -- Imports are counted by statement: one row of a count for each subject, not one for each comment.
      drop trigger comment_counted on consultations.comment;
      create trigger comment_counted after update of state, listed on consultations.comment for each row execute function consultations.comment_changed();
      create trigger comment_counted_new after insert on consultations.comment for each row when (new.source is null) execute function consultations.comment_changed();
      create function consultations.count_imported(p_sign integer, p_subject uuid, p_consultation uuid, p_published bigint, p_roots bigint, p_for bigint, p_against bigint, p_neutral bigint) returns void
        language sql as $$
        insert into consultations.comment_count as n (subject_id, consultation_id, published, roots, "for", against, neutral)
        values (p_subject, p_consultation, p_sign * p_published, p_sign * p_roots, p_sign * p_for, p_sign * p_against, p_sign * p_neutral)
        on conflict (subject_id) do update set published = n.published + excluded.published, roots = n.roots + excluded.roots, "for" = n."for" + excluded."for",
          against = n.against + excluded.against, neutral = n.neutral + excluded.neutral $$;
      create function consultations.imported_comments_counted() returns trigger
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      begin
        perform consultations.count_imported(1, m.subject_id, m.consultation_id, count(*) filter (where m.state = 'published'), count(*) filter (where m.depth = 0 and not m.official),
            count(*) filter (where m.stance = 'for' and m.state = 'published'), count(*) filter (where m.stance = 'against' and m.state = 'published'), count(*) filter (where m.stance = 'neutral' and m.state = 'published'))
          from made m where m.source is not null and m.listed group by m.subject_id, m.consultation_id;
        update consultations.comment c set reply_count = c.reply_count + m.n
          from (select root_id, count(*)::integer as n from made where source is not null and listed and root_id is not null group by root_id) m where c.id = m.root_id;
        return null;
      end $$;
      create trigger comment_imported after insert on consultations.comment referencing new table as made for each statement execute function consultations.imported_comments_counted();

      -- Takes an import of comments back, when nobody has used what it brought; the application deletes no other comment.
      create function consultations.remove_imported_comments(p_import uuid) returns integer
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare
        gone integer := 0;
        piece record;
      begin
        perform from consultations.comment c join consultations.import_row r on r.target = c.id where r.import_id = p_import and r.outcome = 'created' for update of c;
        if exists (
          select from consultations.import_row r join consultations.comment c on c.id = r.target where r.import_id = p_import and r.outcome = 'created' and c.source is not null
            and (exists (select from consultations.comment_vote v where v.comment_id = c.id) or exists (select from consultations.moderation_case k where k.comment_id = c.id)
              or exists (select from consultations.comment a where a.parent_id = c.id and not exists (select from consultations.import_row o where o.target = a.id and o.import_id = p_import and o.outcome = 'created')))) then
          raise exception 'import.used' using errcode = 'P0001';
        end if;
        for piece in
          with old as (
            delete from consultations.comment c using consultations.import_row r
              where r.target = c.id and r.import_id = p_import and r.outcome = 'created' and c.source is not null
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
      end $$;
      revoke all on function consultations.count_imported(integer, uuid, uuid, bigint, bigint, bigint, bigint, bigint), consultations.imported_comments_counted(), consultations.remove_imported_comments(uuid) from public;
      grant execute on function consultations.remove_imported_comments(uuid) to ${app};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop index consultations.comment_root;
      drop function consultations.remove_imported_comments(uuid);
      drop trigger comment_imported on consultations.comment;
      drop function consultations.imported_comments_counted();
      drop function consultations.count_imported(integer, uuid, uuid, bigint, bigint, bigint, bigint, bigint);
      drop trigger comment_counted on consultations.comment;
      drop trigger comment_counted_new on consultations.comment;
      create trigger comment_counted after insert or update of state, listed on consultations.comment for each row execute function consultations.comment_changed();
      delete from consultations.comment where source is not null;
      alter table consultations.comment drop constraint comment_body_check, drop constraint comment_stance_needed,
        add constraint comment_body_check check (length(body) between 2 and 4000), add check ((depth = 0 and not official) = (stance is not null));
      alter table consultations.comment drop column source, drop column source_id, drop column imported_useful, drop column imported_not_useful, drop column answered_name;
      drop table consultations.import_row, consultations.import_part, consultations.import;
    `)
  }
}
