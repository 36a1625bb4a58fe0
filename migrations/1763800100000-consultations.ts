import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** Charter, consultations, phases, proposals, votes and their published results. */
export class Consultations1763800100000 implements MigrationInterface {
  name = 'Consultations1763800100000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      create schema consultations;
      grant usage on schema consultations to ${app};

      create table consultations.charter (
        id uuid primary key default gen_random_uuid(),
        title text not null,
        owner_kind text not null check (owner_kind in ('metropolis', 'municipality')),
        owner_code text not null,
        parent_id uuid references consultations.charter,
        unique (owner_kind, owner_code)
      );
      create table consultations.charter_version (
        id uuid primary key default gen_random_uuid(),
        charter_id uuid not null references consultations.charter,
        number text not null check (number ~ '^[0-9]+\\.[0-9]+$'),
        status text not null check (status in ('draft', 'adopted', 'superseded')),
        adopted_reference text not null default '',
        effective_from timestamptz not null,
        introduction text not null,
        hash bytea not null,
        unique (charter_id, number)
      );
      create table consultations.commitment (
        id uuid primary key default gen_random_uuid(),
        version_id uuid not null references consultations.charter_version,
        position smallint not null,
        code text not null,
        principle text not null,
        statement text not null,
        plain_statement text not null,
        kind text not null check (kind in ('MEASURED', 'DECLARED')),
        severity text not null check (severity in ('BLOCKING', 'DEROGABLE', 'INFORMATIVE')),
        phase text not null check (phase in ('BEFORE_OPENING', 'DURING', 'AFTER_CLOSE')),
        formula text not null,
        comparator text not null check (comparator in ('>=', '<=', '=')),
        target_metropolis numeric not null,
        target_municipality numeric not null,
        unit text not null,
        unique (version_id, code)
      );
      grant select on consultations.charter, consultations.charter_version, consultations.commitment to ${app};

      create table consultations.consultation (
        id uuid primary key default gen_random_uuid(),
        slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 100),
        title text not null check (length(title) between 1 and 160),
        summary text not null default '' check (length(summary) <= 4000),
        description text not null default '' check (length(description) <= 20000),
        open_to_change text not null default '' check (length(open_to_change) <= 4000),
        not_open_to_change text not null default '' check (length(not_open_to_change) <= 4000),
        theme text not null default 'other',
        owner_kind text not null check (owner_kind in ('metropolis', 'municipality')),
        owner_code text not null,
        -- INSEE codes of the communes it concerns; for a metropolitan one, all of them.
        scope_codes text[] not null check (cardinality(scope_codes) between 1 and 200),
        min_age smallint not null default 16 check (min_age between 0 and 99),
        residents_only boolean not null default true,
        -- Ways to take part without internet: [{ "kind": "centre"|"paper"|"phone", "text": "…" }]
        offline_ways jsonb not null default '[]',
        next_steps text not null default '' check (length(next_steps) <= 4000),
        state text not null default 'draft' check (state in ('draft', 'announced', 'running', 'finished', 'archived')),
        suspended_at timestamptz,
        suspension_reason text,
        announced_at timestamptz,
        finished_at timestamptz,
        charter_version_id uuid references consultations.charter_version,
        -- 'import': taken over from a public file with its ballots; the charter did not govern it and says so.
        origin text not null default 'platform' check (origin in ('platform', 'import')),
        source_note text not null default '',
        created_by uuid,
        created_at timestamptz not null default platform.clock(),
        updated_at timestamptz not null default platform.clock(),
        revision integer not null default 1,
        check ((suspended_at is null) = (suspension_reason is null)),
        check (state = 'draft' or announced_at is not null)
      );
      create index consultation_state on consultations.consultation (state, announced_at desc);
      create index consultation_owner on consultations.consultation (owner_kind, owner_code);
      grant select, insert, update, delete on consultations.consultation to ${app};

      create table consultations.phase (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        position smallint not null,
        kind text not null check (kind in ('information', 'questionnaire', 'proposals', 'debate', 'vote', 'follow-up')),
        title text not null check (length(title) between 1 and 160),
        description text not null default '' check (length(description) <= 4000),
        opens_at timestamptz not null,
        closes_at timestamptz not null,
        state text not null default 'scheduled' check (state in ('scheduled', 'open', 'closed')),
        opened_at timestamptz,
        closed_at timestamptz,
        check (closes_at > opens_at),
        unique (consultation_id, position) deferrable initially deferred
      );
      create index phase_due_open on consultations.phase (opens_at) where state = 'scheduled';
      create index phase_due_close on consultations.phase (closes_at) where state = 'open';
      grant select, insert, update, delete on consultations.phase to ${app};

      create table consultations.phase_extension (
        id uuid primary key default gen_random_uuid(),
        phase_id uuid not null references consultations.phase on delete cascade,
        previous_closes_at timestamptz not null,
        closes_at timestamptz not null check (closes_at > previous_closes_at),
        reason text not null check (length(reason) between 20 and 1000),
        decided_by uuid not null,
        at timestamptz not null default platform.clock()
      );
      grant select, insert on consultations.phase_extension to ${app};

      create table consultations.proposal (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        phase_id uuid not null references consultations.phase,
        number integer not null,
        title text not null check (length(title) between 5 and 160),
        body text not null check (length(body) between 20 and 8000),
        theme text not null,
        municipality_code text references identity.municipality,
        author_id uuid references identity.account on delete set null,
        author_name text not null default '',
        channel text not null check (channel in ('online', 'accompanied', 'kiosk', 'on_behalf', 'paper', 'phone')),
        transport text not null default 'direct' check (transport in ('direct', 'offline')),
        assistance_id uuid,
        receipt_hash bytea unique,
        state text not null default 'submitted' check (state in ('submitted', 'withdrawn')),
        support_count integer not null default 0 check (support_count >= 0),
        -- Made by the form: the same form sent twice makes one proposal.
        submission_token uuid not null,
        created_at timestamptz not null default platform.clock(),
        updated_at timestamptz not null default platform.clock(),
        edited_at timestamptz,
        search tsvector generated always as (
          setweight(to_tsvector('public.french_unaccent', title), 'A') || setweight(to_tsvector('public.french_unaccent', body), 'B')) stored,
        unique (consultation_id, number),
        unique (consultation_id, submission_token)
      );
      create index proposal_search on consultations.proposal using gin (search);
      create index proposal_recent on consultations.proposal (consultation_id, created_at desc, id);
      create index proposal_supported on consultations.proposal (consultation_id, support_count desc, id);
      create index proposal_author on consultations.proposal (author_id);
      grant select, insert, update, delete on consultations.proposal to ${app};

      create table consultations.proposal_version (
        proposal_id uuid not null references consultations.proposal on delete cascade,
        version smallint not null,
        title text not null,
        body text not null,
        theme text not null,
        at timestamptz not null default platform.clock(),
        primary key (proposal_id, version)
      );
      grant select, insert on consultations.proposal_version to ${app};

      -- One person, one support, whichever door: the key is K0 of the person in this consultation.
      create table consultations.support (
        proposal_id uuid not null references consultations.proposal on delete cascade,
        supporter_key bytea not null check (length(supporter_key) = 16),
        channel text not null check (channel in ('online', 'accompanied', 'kiosk', 'on_behalf', 'paper', 'phone')),
        transport text not null default 'direct' check (transport in ('direct', 'offline')),
        assistance_id uuid,
        day date not null default platform.today(),
        primary key (proposal_id, supporter_key)
      );
      create index support_supporter on consultations.support (supporter_key);
      grant select, insert, delete on consultations.support to ${app};

      -- Receipts of proposals and supports entered at a desk; those of votes lie in the roll.
      create table consultations.receipt (
        hash bytea primary key check (length(hash) = 32),
        kind text not null check (kind in ('proposal', 'support')),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        proposal_id uuid references consultations.proposal on delete set null,
        day date not null default platform.today()
      );
      grant select, insert on consultations.receipt to ${app};

      create table consultations.vote (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        phase_id uuid not null unique references consultations.phase on delete cascade,
        question text not null default '' check (length(question) <= 300),
        method text not null default 'approval',
        -- { "min", "max", "blankAllowed", "budget"?, "by"?, "whenFull"?, "threshold"? }, what libs/voting calls a question
        rules jsonb not null default '{"min":1,"max":3,"blankAllowed":true}',
        roll_kind text not null default 'open' check (roll_kind in ('open', 'closed')),
        claim_days smallint not null default 5 check (claim_days between 0 and 60),
        state text not null default 'draft' check (state in ('draft', 'open', 'counting', 'sealed', 'tallied', 'published')),
        closes_at timestamptz,
        -- Paper and offline entries made before the close are taken until then.
        admitted_until timestamptz,
        sealed_at timestamptz,
        check (state = 'draft' or (closes_at is not null and admitted_until is not null)),
        check (state not in ('sealed', 'tallied', 'published') or sealed_at is not null)
      );
      create index vote_consultation on consultations.vote (consultation_id);
      grant select, insert, update, delete on consultations.vote to ${app};

      create table consultations.vote_option (
        id uuid primary key default gen_random_uuid(),
        vote_id uuid not null references consultations.vote on delete cascade,
        -- Written in the ballots: never changes once the vote is open.
        key text not null check (key ~ '^[A-Za-z0-9._:/-]{1,100}$'),
        position smallint not null,
        title text not null check (length(title) between 1 and 300),
        description text not null default '' check (length(description) <= 8000),
        cost bigint check (cost >= 0),
        proposal_id uuid references consultations.proposal,
        municipality_code text references identity.municipality,
        unique (vote_id, key)
      );
      create unique index vote_option_proposal on consultations.vote_option (vote_id, proposal_id);
      grant select, insert, update, delete on consultations.vote_option to ${app};

      -- Frozen at the opening by the database itself: no code path changes a question people are answering.
      create function consultations.refuse_frozen_option() returns trigger language plpgsql as $$
      begin
        if (select state from consultations.vote where id = coalesce(new.vote_id, old.vote_id)) not in ('draft') then
          raise exception 'vote.options-frozen' using errcode = 'P0001';
        end if;
        return coalesce(new, old);
      end $$;
      create trigger vote_option_frozen before insert or update or delete on consultations.vote_option
        for each row execute function consultations.refuse_frozen_option();

      create function consultations.refuse_frozen_vote() returns trigger language plpgsql as $$
      begin
        if old.state <> 'draft' and (new.question, new.method, new.rules, new.roll_kind, new.claim_days, new.phase_id)
            is distinct from (old.question, old.method, old.rules, old.roll_kind, old.claim_days, old.phase_id) then
          raise exception 'vote.rules-frozen' using errcode = 'P0001';
        end if;
        return new;
      end $$;
      create trigger vote_frozen before update on consultations.vote
        for each row execute function consultations.refuse_frozen_vote();

      create table consultations.tally (
        id uuid primary key default gen_random_uuid(),
        vote_id uuid not null unique references consultations.vote on delete cascade,
        method text not null,
        method_version text not null,
        -- SHA-256 of the sealed openings in order: what was counted.
        input_hash bytea not null check (length(input_hash) = 32),
        outcome jsonb not null,
        turnout jsonb not null,
        at timestamptz not null default platform.clock()
      );
      grant select, insert on consultations.tally to ${app};

      create table consultations.publication (
        id uuid primary key default gen_random_uuid(),
        vote_id uuid not null unique references consultations.vote on delete cascade,
        tally_id uuid not null references consultations.tally,
        headline text not null check (length(headline) between 1 and 400),
        next_steps text not null check (length(next_steps) between 1 and 4000),
        -- Equals for the last seats of an approval vote: whom the announced procedure (a lot, say) designated, and how.
        tie_winners text[] not null default '{}',
        tie_procedure text not null default '' check (length(tie_procedure) <= 1000),
        published_by uuid,
        at timestamptz not null default platform.clock()
      );
      grant select, insert on consultations.publication to ${app};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop schema consultations cascade')
  }
}
