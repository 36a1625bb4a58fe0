import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** Questionnaires: pages kept while they are typed, counts and publications made by jobs, reviews of many participations that can be undone, free texts that are searched. */
export class QuestionnaireJobs1764430000000 implements MigrationInterface {
  name = 'QuestionnaireJobs1764430000000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      -- Of each page, when it was typed last, moved by a number that only the holder of the code leads to: it orders what is
      -- saved from two tabs and tells nobody the hour.
      alter table consultations.answer_sheet add column page_order jsonb not null default '{}' check (octet_length(page_order::text) <= 4000);

      -- Counts as they may be shown, made by a job: nobody's request waits for 250,000 answers.
      create table consultations.questionnaire_count (
        consultation_id uuid primary key references consultations.consultation on delete cascade,
        -- Goes up with each decision on a contested participation.
        decisions integer not null default 0,
        result jsonb,
        -- What decisions stood when it was counted: fewer than now, and the counts are older than them.
        counted_decisions integer,
        counted_at timestamptz,
        check (num_nonnulls(result, counted_decisions, counted_at) in (0, 3))
      );
      grant select, insert, update on consultations.questionnaire_count to ${app};

      -- One publication at a time: asked for here, done by a job, which removes the row in the transaction that publishes.
      create table consultations.questionnaire_publication_request (
        consultation_id uuid primary key references consultations.consultation on delete cascade,
        id uuid not null unique default gen_random_uuid(),
        headline text not null check (length(headline) between 1 and 400),
        next_steps text not null check (length(next_steps) between 1 and 4000),
        texts text[] not null,
        asked_by uuid,
        at timestamptz not null default platform.clock()
      );
      grant select, insert, update, delete on consultations.questionnaire_publication_request to ${app};

      -- What counts does not change while it is being published, nor afterwards.
      create function consultations.refuse_review_of_published() returns trigger language plpgsql as $$
      begin
        if exists (select from consultations.questionnaire_publication p where p.consultation_id = new.consultation_id) then
          raise exception 'results.already-published' using errcode = 'P0001';
        end if;
        if exists (select from consultations.questionnaire_publication_request r where r.consultation_id = new.consultation_id) then
          raise exception 'questionnaire.publishing' using errcode = 'P0001';
        end if;
        return new;
      end $$;
      create trigger questionnaire_entry_stays before update of status on consultations.questionnaire_entry
        for each row when (old.status is distinct from new.status) execute function consultations.refuse_review_of_published();
      create index questionnaire_entry_contested on consultations.questionnaire_entry (consultation_id, k0) where status = 'contested';

      -- One decision on one contested participation or on many, and what each was before: undoing gives it back.
      create table consultations.questionnaire_review (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        decision text not null check (decision in ('keep', 'homonym', 'replace')),
        reason text not null check (length(reason) between 10 and 1000),
        entries integer not null check (entries > 0),
        decided_by uuid not null,
        at timestamptz not null default platform.clock(),
        undone_by uuid,
        undone_at timestamptz,
        check ((undone_by is null) = (undone_at is null))
      );
      create index questionnaire_review_order on consultations.questionnaire_review (consultation_id, at desc, id);
      grant select, insert, update on consultations.questionnaire_review to ${app};
      create table consultations.questionnaire_review_entry (
        review_id uuid not null references consultations.questionnaire_review on delete cascade,
        entry_id uuid not null references consultations.questionnaire_entry on delete cascade,
        status_before text not null,
        homonym_before smallint not null,
        reason_before text,
        status_after text not null,
        primary key (review_id, entry_id)
      );
      create index questionnaire_review_entry_of on consultations.questionnaire_review_entry (entry_id);
      grant select, insert on consultations.questionnaire_review_entry to ${app};

      -- Nobody decides of a civil status for which they entered answers themselves at a desk.
      create function consultations.own_desk_status(p_consultation uuid, p_keys bytea[], p_person uuid) returns boolean language sql stable as $$
        select exists (
          select from consultations.questionnaire_entry o join inclusion.assisted_session s on s.id = o.assistance_id
          where o.consultation_id = p_consultation and o.k0 = any (p_keys) and s.mediator_id = p_person)
      $$;
      create function consultations.own_desk_entry(p_review uuid, p_person uuid) returns boolean language sql stable as $$
        select consultations.own_desk_status(r.consultation_id, array(
          select distinct e.k0 from consultations.questionnaire_review_entry v join consultations.questionnaire_entry e on e.id = v.entry_id where v.review_id = r.id), p_person)
        from consultations.questionnaire_review r where r.id = p_review
      $$;
      create function consultations.refuse_own_desk_entry() returns trigger language plpgsql as $$
      begin
        if exists (select from (select distinct review_id from added) a join consultations.questionnaire_review r on r.id = a.review_id where consultations.own_desk_entry(r.id, r.decided_by)) then
          raise exception 'contested-entry.own-desk' using errcode = 'P0001';
        end if;
        return null;
      end $$;
      create trigger questionnaire_review_by_another after insert on consultations.questionnaire_review_entry
        referencing new table as added for each statement execute function consultations.refuse_own_desk_entry();
      create function consultations.refuse_own_desk_undo() returns trigger language plpgsql as $$
      begin
        if consultations.own_desk_entry(new.id, new.undone_by) then
          raise exception 'contested-entry.own-desk' using errcode = 'P0001';
        end if;
        return new;
      end $$;
      create trigger questionnaire_undo_by_another before update of undone_by on consultations.questionnaire_review
        for each row when (new.undone_by is not null) execute function consultations.refuse_own_desk_undo();
      revoke all on function consultations.own_desk_entry(uuid, uuid), consultations.own_desk_status(uuid, bytea[], uuid) from public;
      grant execute on function consultations.own_desk_entry(uuid, uuid), consultations.own_desk_status(uuid, bytea[], uuid) to ${app};

      -- Free texts that everybody may read, in an order drawn at the publication: nothing here says which are of one person.
      create table consultations.questionnaire_text (
        consultation_id uuid not null references consultations.consultation on delete cascade,
        question text not null,
        place integer not null,
        text text not null,
        search tsvector generated always as (to_tsvector('public.french_unaccent', text)) stored,
        primary key (consultation_id, question, place)
      );
      create index questionnaire_text_search on consultations.questionnaire_text using gin (search);
      grant select, insert on consultations.questionnaire_text to ${app};
      insert into consultations.questionnaire_text (consultation_id, question, place, text)
        select p.consultation_id, k.question, row_number() over (partition by p.consultation_id, k.question order by random()),
          coalesce(s.sent -> k.question ->> 'text', s.sent -> k.question ->> 'other')
        from consultations.questionnaire_publication p cross join lateral unnest(p.texts) k(question)
          join consultations.answer_sheet s on s.consultation_id = p.consultation_id and s.state = 'counted'
        where coalesce(s.sent -> k.question ->> 'text', s.sent -> k.question ->> 'other') is not null;

      -- What closed before there were jobs is counted now.
      with closed as (
        insert into consultations.questionnaire_count (consultation_id)
          select p.consultation_id from consultations.phase p where p.kind = 'questionnaire' and p.state = 'closed' returning consultation_id)
      insert into platform.outbox (kind, payload) select 'questionnaire.count-wanted', jsonb_build_object('consultationId', consultation_id) from closed
        where not exists (select from consultations.questionnaire_publication u where u.consultation_id = closed.consultation_id);
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table consultations.questionnaire_text, consultations.questionnaire_review_entry, consultations.questionnaire_review;
      drop function consultations.refuse_own_desk_undo();
      drop function consultations.refuse_own_desk_entry();
      drop function consultations.own_desk_entry(uuid, uuid);
      drop function consultations.own_desk_status(uuid, bytea[], uuid);
      drop index consultations.questionnaire_entry_contested;
      drop trigger questionnaire_entry_stays on consultations.questionnaire_entry;
      drop function consultations.refuse_review_of_published();
      drop table consultations.questionnaire_publication_request, consultations.questionnaire_count;
      alter table consultations.answer_sheet drop column page_order;
    `)
  }
}
