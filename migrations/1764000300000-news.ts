import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** What happened, for whoever follows it: news, follows, what mails somebody wants, digests and letters sent in batches. */
export class News1764000300000 implements MigrationInterface {
  name = 'News1764000300000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      -- One row for one event, whoever collects it and how often.
      create table consultations.news (
        id bigint generated always as identity primary key,
        event_id uuid not null unique,
        kind text not null,
        consultation_id uuid not null references consultations.consultation on delete cascade,
        phase_id uuid references consultations.phase on delete cascade,
        proposal_id uuid references consultations.proposal on delete cascade,
        -- The end of the phase as it stood then: an extension says which one.
        closes_at timestamptz,
        at timestamptz not null
      );
      create index news_at on consultations.news (at desc);
      -- What it concerns: whoever follows one of these hears of it, and feeds read it.
      create table consultations.news_subject (
        news_id bigint not null references consultations.news on delete cascade,
        kind text not null check (kind in ('consultation', 'theme', 'municipality', 'proposal')),
        target text not null,
        primary key (kind, target, news_id)
      );
      create index news_subject_news on consultations.news_subject (news_id);
      -- Up to when the outbox was looked through.
      create table consultations.news_cursor (only_row boolean primary key default true check (only_row), until timestamptz not null);
      -- Nothing of before: the journal tells it, below. The collector looks ten minutes further back than it came.
      insert into consultations.news_cursor (until) select coalesce(max(created_at) + interval '10 minutes', '-infinity') from platform.outbox;
      grant select, insert, delete on consultations.news, consultations.news_subject to ${app};
      grant select, update on consultations.news_cursor to ${app};

      -- What happened before is told by the journal.
      insert into consultations.news (event_id, kind, consultation_id, phase_id, closes_at, at)
      select gen_random_uuid(), e.action, coalesce(c.id, p.consultation_id, v.consultation_id), coalesce(p.id, v.phase_id), p.closes_at, e.at
      from platform.audit_entry e
        left join consultations.consultation c on e.subject_kind = 'consultation' and c.id::text = e.subject_id
        left join consultations.phase p on e.subject_kind = 'phase' and p.id::text = e.subject_id
        left join consultations.vote v on e.subject_kind = 'vote' and v.id::text = e.subject_id
      where e.action in ('consultation.announced', 'consultation.suspended', 'consultation.resumed', 'phase.opened', 'phase.closed', 'results.published')
        and coalesce(c.id, p.consultation_id, v.consultation_id) is not null
      order by e.id;
      insert into consultations.news_subject (news_id, kind, target)
      select n.id, s.kind, s.target from consultations.news n join consultations.consultation c on c.id = n.consultation_id
        cross join lateral (
          select 'consultation' as kind, c.id::text as target union all select 'theme', c.theme union all select 'municipality', unnest(c.scope_codes)) s;

      create table consultations.follow (
        account_id uuid not null references identity.account on delete cascade,
        kind text not null check (kind in ('consultation', 'theme', 'municipality', 'proposal')),
        target text not null check (length(target) between 1 and 60),
        followed_at timestamptz not null default platform.clock(),
        primary key (account_id, kind, target)
      );
      create index follow_target on consultations.follow (kind, target);
      grant select, insert, delete on consultations.follow to ${app};

      -- Which mails somebody wants. What an unsubscription ended is kept, so that it can be undone.
      alter table identity.account
        add column digest text not null default 'weekly' check (digest in ('immediate', 'daily', 'weekly', 'never')),
        add column digest_before text check (digest_before in ('immediate', 'daily', 'weekly')),
        -- Since when this person accepts letters, and since when no more: consent is never presumed.
        add column letters_at timestamptz,
        add column letters_ended_at timestamptz,
        add check (letters_ended_at is null or letters_at is not null);
      create index account_letters on identity.account (municipality_code) where letters_at is not null and letters_ended_at is null;

      create table consultations.newsletter (
        id uuid primary key default gen_random_uuid(),
        owner_kind text not null check (owner_kind in ('metropolis', 'municipality')),
        owner_code text not null,
        -- To the people of this commune; null: of every commune (a letter of the metropolis).
        municipality_code text references identity.municipality,
        -- Only to who wrote a proposal in it or follows it.
        consultation_id uuid references consultations.consultation,
        subject text not null check (length(subject) between 1 and 150),
        body text not null check (length(body) between 1 and 10000),
        state text not null default 'draft' check (state in ('draft', 'sending', 'stopped', 'sent')),
        revision integer not null default 1,
        created_by uuid references identity.account on delete set null,
        created_at timestamptz not null default platform.clock(),
        updated_at timestamptz not null default platform.clock(),
        sent_by uuid references identity.account on delete set null,
        started_at timestamptz,
        ended_at timestamptz,
        check ((state = 'draft') = (started_at is null)),
        check (owner_kind = 'metropolis' or municipality_code = owner_code or consultation_id is not null)
      );
      create index newsletter_owner on consultations.newsletter (owner_kind, owner_code, created_at desc);
      grant select, insert, update, delete on consultations.newsletter to ${app};

      -- Something that goes to many people: the digest of a period, or a letter. Never a job for each person.
      create table consultations.mailing (
        id uuid primary key default gen_random_uuid(),
        -- 'daily 2026-11-28': one digest of a period, whichever process comes first.
        period text unique,
        rhythm text check (rhythm in ('immediate', 'daily', 'weekly')),
        until_news bigint,
        newsletter_id uuid unique references consultations.newsletter on delete cascade,
        created_at timestamptz not null default platform.clock(),
        prepared_at timestamptz,
        ended_at timestamptz,
        check ((period is null) = (newsletter_id is not null)),
        check ((period is null) = (rhythm is null) and (period is null) = (until_news is null))
      );
      create index mailing_rhythm on consultations.mailing (rhythm, until_news desc) where rhythm is not null;
      -- One mail for one person and period or letter.
      create table consultations.mailing_recipient (
        mailing_id uuid not null references consultations.mailing on delete cascade,
        account_id uuid not null references identity.account on delete cascade,
        -- Names the mail: the same at every attempt.
        id uuid not null default gen_random_uuid(),
        -- A digest tells what came after this.
        after_news bigint not null default 0,
        -- The attempt of the job that took it; a later one takes what an earlier one left.
        attempt integer not null default 0,
        sent_at timestamptz,
        -- 'refused': the mail server does not want this address. 'unwanted': nothing left to say, or no longer wanted.
        dropped text check (dropped in ('refused', 'unwanted')),
        primary key (mailing_id, account_id),
        check (sent_at is null or dropped is null)
      );
      create index mailing_recipient_account on consultations.mailing_recipient (account_id, mailing_id);
      create index mailing_recipient_left on consultations.mailing_recipient (mailing_id, attempt, account_id) where sent_at is null and dropped is null;
      -- Up to what somebody was told by a digest that left.
      create table consultations.digest_told (
        account_id uuid primary key references identity.account on delete cascade,
        until_news bigint not null
      );
      grant select, insert, update, delete on consultations.mailing, consultations.mailing_recipient, consultations.digest_told to ${app};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table consultations.digest_told, consultations.mailing_recipient, consultations.mailing, consultations.newsletter, consultations.follow;
      alter table identity.account drop column letters_ended_at, drop column letters_at, drop column digest_before, drop column digest;
      drop table consultations.news_cursor, consultations.news_subject, consultations.news;
    `)
  }
}
