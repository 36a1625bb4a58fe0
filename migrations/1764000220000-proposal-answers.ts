import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** What the administration says of a proposal, who studies it, and what became of it. */
export class ProposalAnswers1764000220000 implements MigrationInterface {
  name = 'ProposalAnswers1764000220000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      -- Words of one's own for an answer; each is of one of four kinds, so that lists of all consultations can be compared.
      create table consultations.proposal_status (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        position smallint not null,
        label text not null check (length(label) between 2 and 60),
        kind text not null check (kind in ('accepted', 'refused', 'studied', 'other')),
        unique (consultation_id, position) deferrable initially deferred,
        unique (consultation_id, label) deferrable initially deferred,
        unique (id, kind)
      );
      grant select, insert, update, delete on consultations.proposal_status to ${app};

      create table consultations.proposal_answer (
        id uuid primary key default gen_random_uuid(),
        proposal_id uuid not null references consultations.proposal on delete cascade,
        version smallint not null check (version between 1 and 100),
        kind text not null check (kind in ('accepted', 'refused', 'studied', 'other')),
        status_id uuid,
        body text not null check (length(body) between 10 and 8000),
        -- Cents.
        cost bigint check (cost >= 0),
        from_day date,
        to_day date check (to_day >= from_day),
        -- Of two who write at once, the second is told.
        revision integer not null default 1,
        written_by uuid not null,
        written_at timestamptz not null default platform.clock(),
        published_at timestamptz,
        foreign key (status_id, kind) references consultations.proposal_status (id, kind),
        unique (proposal_id, version)
      );
      create unique index proposal_answer_draft on consultations.proposal_answer (proposal_id) where published_at is null;
      create index proposal_answer_status on consultations.proposal_answer (status_id) where status_id is not null;
      grant select, insert, delete, update (kind, status_id, body, cost, from_day, to_day, revision, written_by, written_at, published_at) on consultations.proposal_answer to ${app};
      -- What was published stays as people read it: a correction is another version.
      create function consultations.refuse_changed_answer() returns trigger language plpgsql as $$
      begin
        if old.published_at is not null and (tg_op = 'UPDATE' or exists (select from consultations.proposal p where p.id = old.proposal_id)) then
          raise exception 'answer.published' using errcode = 'P0001';
        end if;
        return case when tg_op = 'DELETE' then old else new end;
      end $$;
      create trigger proposal_answer_stays before update or delete on consultations.proposal_answer for each row execute function consultations.refuse_changed_answer();

      -- The last one published, for lists.
      alter table consultations.proposal add column answer_kind text check (answer_kind in ('accepted', 'refused', 'studied', 'other')), add column answer_status_id uuid;
      create index proposal_answered on consultations.proposal (consultation_id, answer_kind, created_at desc, id) where state = 'submitted' and answer_kind is not null;

      create table consultations.evaluation_criterion (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        position smallint not null,
        label text not null check (length(label) between 2 and 120),
        unique (consultation_id, position) deferrable initially deferred
      );
      grant select, insert, update, delete on consultations.evaluation_criterion to ${app};

      -- Who studies a proposal, and what they note: never public.
      create table consultations.proposal_evaluation (
        proposal_id uuid not null references consultations.proposal on delete cascade,
        account_id uuid not null references identity.account on delete cascade,
        note text not null default '' check (length(note) <= 8000),
        written_at timestamptz,
        primary key (proposal_id, account_id)
      );
      create index proposal_evaluation_account on consultations.proposal_evaluation (account_id);
      grant select, insert, update, delete on consultations.proposal_evaluation to ${app};
      create table consultations.evaluation_score (
        proposal_id uuid not null,
        account_id uuid not null,
        criterion_id uuid not null references consultations.evaluation_criterion on delete cascade,
        score smallint not null check (score between 0 and 5),
        primary key (proposal_id, account_id, criterion_id),
        foreign key (proposal_id, account_id) references consultations.proposal_evaluation on delete cascade
      );
      grant select, insert, update, delete on consultations.evaluation_score to ${app};

      -- What became of it: dated steps, until the last.
      create table consultations.proposal_step (
        id uuid primary key default gen_random_uuid(),
        proposal_id uuid not null references consultations.proposal on delete cascade,
        day date not null,
        kind text not null check (kind in ('planned', 'done', 'end')),
        text text not null check (length(text) between 5 and 1000),
        written_at timestamptz not null default platform.clock()
      );
      create index proposal_step_proposal on consultations.proposal_step (proposal_id, day);
      create unique index proposal_step_end on consultations.proposal_step (proposal_id) where kind = 'end';
      grant select, insert, update, delete on consultations.proposal_step to ${app};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table consultations.proposal_step;
      drop table consultations.evaluation_score;
      drop table consultations.proposal_evaluation;
      drop table consultations.evaluation_criterion;
      alter table consultations.proposal drop column answer_kind, drop column answer_status_id;
      drop table consultations.proposal_answer;
      drop function consultations.refuse_changed_answer();
      drop table consultations.proposal_status;
    `)
  }
}
