import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/**
 * Organisations that welcome people, who may act for them at a desk and after which steps, and the second factor of their
 * sessions. From here on `identity.desk_place` alone says who holds a desk: no role of mediator is granted any more.
 */
export class Habilitation1764540000000 implements MigrationInterface {
  name = 'Habilitation1764540000000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      create table inclusion.organisation (
        id uuid primary key default gen_random_uuid(),
        name text not null check (length(name) between 1 and 200),
        siret text not null check (siret ~ '^[0-9]{14}$'),
        kind text not null check (kind in ('association', 'public', 'social-centre', 'france-services', 'company', 'other')),
        municipality_code text not null references identity.municipality,
        -- The places it runs, in its own words: staff tie the centres of the list to it.
        places text not null default '' check (length(places) <= 2000),
        contact_name text not null check (length(contact_name) between 1 and 120),
        contact_phone text not null default '' check (length(contact_phone) <= 30),
        state text not null default 'requested' check (state in ('requested', 'accepted', 'refused', 'suspended', 'closed')),
        reason text not null default '' check (length(reason) <= 1000),
        requested_at timestamptz not null default platform.clock(),
        decided_by uuid,
        decided_at timestamptz,
        check ((state = 'requested') = (decided_at is null)),
        check (state not in ('refused', 'suspended') or reason <> '')
      );
      -- One establishment is one organisation; a refusal may be asked again.
      create unique index organisation_siret on inclusion.organisation (siret) where state in ('requested', 'accepted', 'suspended');
      create index organisation_state on inclusion.organisation (state, requested_at);
      grant select, insert, update on inclusion.organisation to ${app};

      -- Who manages its people: the account whose confirmed address this is.
      create table inclusion.organisation_referent (
        organisation_id uuid not null references inclusion.organisation on delete cascade,
        email text not null check (length(email) between 3 and 254 and email = lower(email)),
        primary key (organisation_id, email)
      );
      create index organisation_referent_email on inclusion.organisation_referent (email);
      grant select, insert, delete on inclusion.organisation_referent to ${app};

      alter table inclusion.centre add column organisation_id uuid references inclusion.organisation;
      create index centre_organisation on inclusion.centre (organisation_id) where organisation_id is not null;

      -- A test that was drawn. Answers come once; what is enough is decided here.
      create table inclusion.training_attempt (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references identity.account on delete cascade,
        questions text[] not null check (cardinality(questions) = 10),
        drawn_at timestamptz not null default platform.clock(),
        answers jsonb,
        answered_at timestamptz,
        right_answers smallint check (right_answers between 0 and 10),
        passed boolean generated always as (coalesce(right_answers >= 8, false)) stored,
        check ((answers is null) = (answered_at is null) and (answers is null) = (right_answers is null)),
        unique (id, passed)
      );
      -- One at a time: the next is drawn when this one was answered.
      create unique index training_attempt_open on inclusion.training_attempt (account_id) where answered_at is null;
      create index training_attempt_of on inclusion.training_attempt (account_id, answered_at desc);
      grant select, insert, update on inclusion.training_attempt to ${app};

      create table inclusion.habilitation (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references identity.account on delete cascade,
        organisation_id uuid not null references inclusion.organisation,
        -- Under contract, or a volunteer: the second welcomes and never enters for somebody.
        kind text not null check (kind in ('professional', 'volunteer')),
        state text not null default 'new' check (state in ('new', 'processing', 'validated', 'refused', 'suspended', 'expired', 'cancelled')),
        reason text not null default '' check (length(reason) <= 1000),
        requested_at timestamptz not null default platform.clock(),
        decided_by uuid,
        decided_at timestamptz,
        -- Null: every consultation.
        consultation_ids uuid[] check (cardinality(consultation_ids) between 1 and 50),
        training_id uuid,
        training_passed boolean check (training_passed),
        commitments_version text check (length(commitments_version) <= 20),
        commitments_hash bytea check (length(commitments_hash) = 32),
        commitments_at timestamptz,
        validated_at timestamptz,
        valid_until timestamptz,
        warned_at timestamptz,
        -- A test that was failed is no training: the pair must exist.
        foreign key (training_id, training_passed) references inclusion.training_attempt (id, passed),
        check ((training_id is null) = (training_passed is null)),
        check ((commitments_at is null) = (commitments_hash is null) and (commitments_at is null) = (commitments_version is null)),
        check (state not in ('validated', 'suspended') or (training_id is not null and commitments_at is not null and validated_at is not null and valid_until is not null)),
        check (state <> 'new' or decided_at is null),
        check (state not in ('refused', 'suspended') or reason <> ''),
        -- Nobody decides about themselves.
        check (decided_by is null or decided_by <> account_id)
      );
      create unique index habilitation_live on inclusion.habilitation (account_id) where state in ('new', 'processing', 'validated', 'suspended');
      create index habilitation_organisation on inclusion.habilitation (organisation_id, state);
      create index habilitation_state on inclusion.habilitation (state, requested_at);
      grant select, insert, update on inclusion.habilitation to ${app};

      create table inclusion.habilitation_centre (
        habilitation_id uuid not null references inclusion.habilitation on delete cascade,
        centre_id uuid not null references inclusion.centre on delete cascade,
        primary key (habilitation_id, centre_id)
      );
      create index habilitation_centre_centre on inclusion.habilitation_centre (centre_id);
      grant select, insert, delete on inclusion.habilitation_centre to ${app};

      -- Who may act at which desk, now. The only place that says it: a session reads it with every request.
      create view identity.desk_place as
        select h.account_id, h.id as habilitation_id, h.kind, h.consultation_ids, h.validated_at, c.id as centre_id, c.slug as place_code
        from inclusion.habilitation h
        join inclusion.organisation o on o.id = h.organisation_id
        join inclusion.habilitation_centre p on p.habilitation_id = h.id
        join inclusion.centre c on c.id = p.centre_id and c.organisation_id = o.id
        where h.state = 'validated' and h.valid_until > platform.clock() and o.state = 'accepted';
      create view identity.kept_habilitation as
        select h.account_id, o.name as organisation, h.kind, h.state, h.requested_at, h.commitments_at, h.validated_at, h.valid_until,
          (select coalesce(json_agg(json_build_object('answeredAt', t.answered_at, 'rightAnswers', t.right_answers) order by t.answered_at), '[]') from inclusion.training_attempt t where t.account_id = h.account_id and t.answered_at is not null) as tests
        from inclusion.habilitation h join inclusion.organisation o on o.id = h.organisation_id;
      grant select on identity.desk_place, identity.kept_habilitation to ${app};

      -- Whatever the application says: an entry for somebody is made by a professional, at a centre and for a consultation of theirs.
      create function inclusion.session_is_habilitated() returns trigger language plpgsql as $$
      begin
        if not exists (
          select from identity.desk_place d
          where d.account_id = new.mediator_id and d.centre_id = new.centre_id and (d.consultation_ids is null or new.consultation_id = any(d.consultation_ids))
            and (d.kind = 'professional' or new.mode not in ('on_behalf', 'phone'))) then
          raise exception 'nobody is habilitated to open this session' using errcode = 'check_violation', constraint = 'assisted_session_habilitated';
        end if;
        return new;
      end $$;
      create trigger assisted_session_habilitated before insert on inclusion.assisted_session for each row execute function inclusion.session_is_habilitated();

      update identity.role_grant set ended_at = platform.clock() where role = 'mediator' and ended_at is null;
      alter table identity.role_grant add constraint role_grant_no_mediator check (role <> 'mediator' or ended_at is not null);

      create table identity.second_factor (
        account_id uuid primary key references identity.account on delete cascade,
        -- The secret of the demonstration is known to everybody, and says so.
        kind text not null check (kind in ('app', 'card', 'demonstration')),
        -- Encrypted with a key that lies outside the database.
        secret bytea not null,
        created_at timestamptz not null default platform.clock(),
        confirmed_at timestamptz,
        used_at timestamptz
      );
      grant select, insert, update, delete on identity.second_factor to ${app};

      -- A code is good once: its step of thirty seconds is taken by the first who sends it.
      create table identity.second_factor_step (
        account_id uuid not null references identity.second_factor on delete cascade,
        step bigint not null,
        primary key (account_id, step)
      );
      grant select, insert, delete on identity.second_factor_step to ${app};

      -- Cards that show a code; who holds one has its secret in second_factor too, sealed for the account.
      create table identity.second_factor_card (
        serial text primary key check (length(serial) between 4 and 40),
        secret bytea not null,
        imported_at timestamptz not null default platform.clock(),
        account_id uuid unique references identity.account on delete set null
      );
      grant select, insert, update, delete on identity.second_factor_card to ${app};

      create table identity.second_factor_attempt (
        account_id uuid not null references identity.account on delete cascade,
        at timestamptz not null default platform.clock()
      );
      create index second_factor_attempt_recent on identity.second_factor_attempt (account_id, at);
      grant select, insert, delete on identity.second_factor_attempt to ${app};

      -- When this session last gave a code; null: it has to.
      alter table identity.session add column code_at timestamptz;
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table identity.session drop column code_at;
      drop table identity.second_factor_attempt, identity.second_factor_card, identity.second_factor_step, identity.second_factor;
      alter table identity.role_grant drop constraint role_grant_no_mediator;
      drop trigger assisted_session_habilitated on inclusion.assisted_session;
      drop function inclusion.session_is_habilitated();
      drop view identity.kept_habilitation, identity.desk_place;
      drop table inclusion.habilitation_centre, inclusion.habilitation, inclusion.training_attempt;
      drop index inclusion.centre_organisation;
      alter table inclusion.centre drop column organisation_id;
      drop table inclusion.organisation_referent, inclusion.organisation;
    `)
  }
}
