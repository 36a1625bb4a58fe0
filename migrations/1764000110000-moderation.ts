import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** Reports, what moderation decides of comments and proposals, and appeals against it. */
export class Moderation1764000110000 implements MigrationInterface {
  name = 'Moderation1764000110000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      -- A proposal that moderation hides leaves every list, count and file by its state; its supports stay.
      do $do$
      declare
        stands text;
      begin
        select pg_get_constraintdef(oid) into stands from pg_constraint where conrelid = 'consultations.proposal'::regclass and conname = 'proposal_state_check';
        alter table consultations.proposal drop constraint proposal_state_check;
        execute 'alter table consultations.proposal add constraint proposal_state_check ' || regexp_replace(stands, '^CHECK \\((.*)\\)$', 'check (state = ''hidden'' or \\1)');
      end $do$;

      create table consultations.moderation_settings (
        owner_kind text not null,
        owner_code text not null,
        edit_minutes integer not null check (edit_minutes between 0 and 1440),
        comments_per_hour integer not null check (comments_per_hour between 1 and 500),
        new_account_days integer not null check (new_account_days between 0 and 365),
        new_account_comments integer not null check (new_account_comments between 0 and 100),
        appeal_days integer not null check (appeal_days between 1 and 90),
        decision_days integer not null check (decision_days between 1 and 90),
        primary key (owner_kind, owner_code)
      );
      create table consultations.moderation_word (
        owner_kind text not null,
        owner_code text not null,
        pattern text not null check (length(pattern) between 2 and 100),
        primary key (owner_kind, owner_code, pattern)
      );
      grant select, insert, update, delete on consultations.moderation_settings, consultations.moderation_word to ${app};

      -- One thing, one case, however many people report it.
      create table consultations.moderation_case (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        proposal_id uuid unique references consultations.proposal on delete cascade,
        comment_id uuid unique references consultations.comment on delete cascade,
        state text not null default 'waiting' check (state in ('waiting', 'kept', 'hidden')),
        cause text not null check (cause in ('report', 'words', 'new-account')),
        -- The word or the link that sent it here.
        found text not null default '',
        report_count integer not null default 0,
        waiting_since timestamptz not null default platform.clock(),
        -- The decision that hides it now.
        hidden_by_decision uuid,
        check (num_nonnulls(proposal_id, comment_id) = 1),
        check ((state = 'hidden') = (hidden_by_decision is not null))
      );
      create index moderation_case_waiting on consultations.moderation_case (consultation_id, state, waiting_since);
      grant select, insert, update on consultations.moderation_case to ${app};

      create table consultations.report (
        id uuid primary key default gen_random_uuid(),
        case_id uuid not null references consultations.moderation_case on delete cascade,
        -- Of an account a keyed hash, of anybody else the token of their form: staff do not read who reports.
        reporter_ref bytea check (length(reporter_ref) = 32),
        form_token uuid,
        reason text not null check (reason in ('insult', 'hate', 'private', 'advert', 'false', 'off-topic', 'other')),
        words text not null default '' check (length(words) <= 1000),
        at timestamptz not null default platform.clock(),
        check (num_nonnulls(reporter_ref, form_token) = 1),
        constraint report_once unique (case_id, reporter_ref),
        constraint report_form_once unique (form_token)
      );
      grant select, insert on consultations.report to ${app};

      create table consultations.moderation_decision (
        id uuid primary key default gen_random_uuid(),
        batch_id uuid not null,
        case_id uuid not null references consultations.moderation_case on delete cascade,
        act text not null check (act in ('hide', 'keep', 'publish', 'restore', 'undo')),
        reason text check (reason in ('insult', 'hate', 'private', 'advert', 'false', 'off-topic', 'other')),
        words text not null default '' check (length(words) <= 2000),
        decided_by uuid not null,
        at timestamptz not null default platform.clock(),
        -- What stood before: undoing gives it back.
        case_before text not null,
        thing_before text not null,
        listed_before boolean not null,
        hidden_before uuid,
        appeal_until timestamptz,
        undone_at timestamptz,
        check ((act = 'hide') = (reason is not null)),
        check ((act = 'hide') = (appeal_until is not null)),
        unique (id, decided_by)
      );
      create index moderation_decision_case on consultations.moderation_decision (case_id, at desc);
      create index moderation_decision_batch on consultations.moderation_decision (batch_id);
      create index moderation_decision_at on consultations.moderation_decision (at desc, id);
      grant select, insert, update on consultations.moderation_decision to ${app};
      alter table consultations.moderation_case add foreign key (hidden_by_decision) references consultations.moderation_decision deferrable initially deferred;

      -- One appeal against one decision, decided by somebody else than who took it: the database holds both.
      create table consultations.appeal (
        decision_id uuid primary key references consultations.moderation_decision on delete cascade,
        hidden_by uuid not null,
        words text not null check (length(words) between 10 and 2000),
        at timestamptz not null default platform.clock(),
        due_at timestamptz not null,
        -- moot: the thing was shown again before anybody decided.
        outcome text check (outcome in ('upheld', 'restored', 'moot')),
        answer text not null default '' check (length(answer) <= 2000),
        decided_by uuid,
        decided_at timestamptz,
        foreign key (decision_id, hidden_by) references consultations.moderation_decision (id, decided_by),
        constraint appeal_decided_by_another check (decided_by <> hidden_by),
        check ((outcome is null) = (decided_at is null)),
        check ((outcome in ('upheld', 'restored')) = (decided_by is not null) or outcome is null)
      );
      create index appeal_due on consultations.appeal (due_at) where outcome is null;
      grant select, insert, update on consultations.appeal to ${app};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table consultations.appeal;
      alter table consultations.moderation_case drop column hidden_by_decision;
      drop table consultations.moderation_decision, consultations.report, consultations.moderation_case, consultations.moderation_word, consultations.moderation_settings;
      update consultations.proposal set state = 'withdrawn' where state = 'hidden';
      do $do$
      declare
        stands text;
      begin
        select pg_get_constraintdef(oid) into stands from pg_constraint where conrelid = 'consultations.proposal'::regclass and conname = 'proposal_state_check';
        alter table consultations.proposal drop constraint proposal_state_check;
        execute 'alter table consultations.proposal add constraint proposal_state_check ' || regexp_replace(stands, '\\(\\(state = ''hidden''::text\\) OR (.*)\\)\\)$', '\\1)');
      end $do$;
    `)
  }
}
