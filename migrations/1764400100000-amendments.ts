import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** What others would change in a proposal, and what its authors say to it. */
export class Amendments1764400100000 implements MigrationInterface {
  name = 'Amendments1764400100000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      -- Days that authors have to answer an amendment; null: the phase takes none.
      alter table consultations.proposal_rules add column amendment_days smallint check (amendment_days between 1 and 90);

      create table consultations.amendment (
        id uuid primary key default gen_random_uuid(),
        proposal_id uuid not null references consultations.proposal on delete cascade,
        number integer not null,
        -- The version it was written on: accepted on another one, it would take back what changed meanwhile.
        base_version smallint not null,
        title text not null check (length(title) between 1 and 160),
        body text not null check (length(body) between 1 and 8000),
        reason text not null check (length(reason) between 10 and 2000),
        author_id uuid references identity.account on delete set null,
        author_name text not null default '',
        channel text not null check (channel in ('online', 'accompanied', 'kiosk', 'on_behalf', 'paper', 'phone')),
        state text not null default 'waiting' check (state in ('waiting', 'accepted', 'declined', 'withdrawn', 'promoted', 'removed')),
        -- Why it was declined by the authors, or taken off by moderation.
        answer text not null default '' check (length(answer) <= 2000),
        answered_at timestamptz,
        accepted_version smallint,
        promoted_to uuid unique references consultations.proposal on delete set null,
        submission_token uuid not null unique,
        created_at timestamptz not null default platform.clock(),
        -- From then on its author may make a proposal of it.
        answer_due timestamptz not null,
        unique (proposal_id, number),
        check ((state = 'accepted') = (accepted_version is not null)),
        check (state not in ('declined', 'removed') or length(answer) >= 10)
      );
      -- A version comes from one amendment at most: of two acceptances on the same text one is too late.
      create unique index amendment_accepted on consultations.amendment (proposal_id, accepted_version) where accepted_version is not null;
      create index amendment_author on consultations.amendment (author_id) where author_id is not null;
      grant select, insert, delete, update (state, answer, answered_at, accepted_version, promoted_to, author_id, author_name) on consultations.amendment to ${app};
      create trigger amendment_author_forgotten before update of author_id on consultations.amendment
        for each row when (old.author_id is not null and new.author_id is null) execute function consultations.forget_author();
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table consultations.amendment;
      alter table consultations.proposal_rules drop column amendment_days;
    `)
  }
}
