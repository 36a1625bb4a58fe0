import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** Jobs that can be watched, tried again and given up; the processes that do them; mails already sent; exports. */
export class Jobs1763900100000 implements MigrationInterface {
  name = 'Jobs1763900100000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      alter table platform.outbox
        -- When a ticket was last put into Redis for the next attempt; null: none yet, or that attempt has begun.
        add column fed_at timestamptz,
        -- The process of the attempt under way and when it began it.
        add column runner text,
        add column started_at timestamptz,
        -- The last attempt before it counts as failed; raised when somebody asks for more.
        add column attempts_allowed smallint not null default 8,
        -- Stable code of the last error, for people; last_error is for developers.
        add column cause text,
        add column given_up_at timestamptz,
        add column given_up_reason text,
        add column progress_done integer,
        add column progress_total integer,
        add column progress_at timestamptz,
        add check ((given_up_at is null) = (given_up_reason is null));
      drop index platform.outbox_waiting;
      create index outbox_waiting on platform.outbox (available_at) where done_at is null and failed_at is null and given_up_at is null;
      create index outbox_failed on platform.outbox (failed_at) where failed_at is not null and given_up_at is null and done_at is null;
      create index outbox_over on platform.outbox (coalesce(done_at, given_up_at)) where done_at is not null or given_up_at is not null;
      create index outbox_kind on platform.outbox (kind, created_at);

      -- Processes that do the jobs. A row that was not touched for a while is a process that died.
      create table platform.worker (
        id text primary key,
        kind text not null check (kind in ('worker', 'api')),
        host text not null,
        pid integer not null,
        started_at timestamptz not null default clock_timestamp(),
        seen_at timestamptz not null default clock_timestamp(),
        running integer not null default 0,
        -- Whether Redis answers this process; null: it uses none.
        redis boolean
      );
      grant select, insert, update, delete on platform.worker to ${app};

      -- Written after a mail server took a mail: another attempt of the same delivery then sends nothing.
      create table platform.mail_sent (
        outbox_id uuid primary key references platform.outbox on delete cascade,
        at timestamptz not null default clock_timestamp()
      );
      grant select, insert, delete on platform.mail_sent to ${app};

      -- The complete file of a consultation, made by a job, kept seven days. Its pieces lie here, so that any process
      -- of any machine makes and hands out the same file.
      create table consultations.export (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        requested_by uuid references identity.account on delete set null,
        requested_at timestamptz not null default platform.clock(),
        outbox_id uuid,
        ready_at timestamptz,
        expires_at timestamptz,
        removed_at timestamptz,
        attempt integer,
        bytes bigint,
        sha256 bytea,
        check ((ready_at is null) = (sha256 is null)),
        check ((ready_at is null) = (expires_at is null))
      );
      create index export_of on consultations.export (consultation_id, requested_at desc);
      -- One at a time for a consultation.
      create unique index export_under_way on consultations.export (consultation_id) where ready_at is null and removed_at is null;
      create table consultations.export_part (
        export_id uuid not null references consultations.export on delete cascade,
        -- An attempt that was taken for dead does not mix its pieces with those of the next one.
        attempt integer not null,
        position integer not null,
        content bytea not null,
        primary key (export_id, attempt, position)
      );
      grant select, insert, update, delete on consultations.export to ${app};
      grant select, insert, delete on consultations.export_part to ${app};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table consultations.export_part;
      drop table consultations.export;
      drop table platform.mail_sent;
      drop table platform.worker;
      drop index platform.outbox_failed;
      drop index platform.outbox_over;
      drop index platform.outbox_kind;
      drop index platform.outbox_waiting;
      alter table platform.outbox
        drop column fed_at, drop column runner, drop column started_at, drop column attempts_allowed, drop column cause,
        drop column given_up_at, drop column given_up_reason, drop column progress_done, drop column progress_total, drop column progress_at;
      create index outbox_waiting on platform.outbox (available_at) where done_at is null and failed_at is null;
    `)
  }
}
