import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/**
 * Mandates: somebody lets an organisation enter for them, in named consultations and until a day. No name, no time finer than the
 * day, and no key that stands in a roll: a mandate knows its person by a key of its own (docs/adr/0027).
 */
export class Mandates1764545000010 implements MigrationInterface {
  name = 'Mandates1764545000010'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      -- The text that is read aloud, in the language in which it is read; French is the one in force, the others say the same.
      create table inclusion.consent_translation (
        version text not null references inclusion.consent_text,
        language text not null check (language ~ '^[a-z]{2}$'),
        body text not null,
        hash bytea not null check (length(hash) = 32),
        primary key (version, language)
      );
      insert into inclusion.consent_translation (version, language, body, hash) select version, 'fr', body, hash from inclusion.consent_text;
      grant select on inclusion.consent_translation to ${app};

      -- A question put by SMS. The number and the hour stand here only until it is answered.
      create table inclusion.consent_request (
        id uuid primary key default gen_random_uuid(),
        state text not null default 'WAITING' check (state in ('WAITING', 'RECAP_SENT', 'CONSENT_SENT', 'CONSENT_RECEIVED', 'DENIAL_RECEIVED', 'UNDELIVERED', 'SILENT')),
        language text not null,
        phone bytea,
        closes_at timestamptz,
        check ((phone is null) = (closes_at is null)),
        check ((phone is not null) = (state in ('WAITING', 'RECAP_SENT', 'CONSENT_SENT')))
      );
      create index consent_request_open on inclusion.consent_request (closes_at) where closes_at is not null;
      grant select, insert, update, delete on inclusion.consent_request to ${app};

      create table inclusion.mandate (
        id uuid primary key,
        organisation_id uuid not null references inclusion.organisation,
        centre_id uuid not null references inclusion.centre,
        created_by uuid not null,
        duration text not null check (duration in ('ONE_ACT', 'CONSULTATION', 'MONTH_31', 'SEMESTER_182')),
        starts_on date not null,
        expires_on date not null,
        remote boolean not null,
        consent_method text not null check (consent_method in ('HANDWRITTEN', 'ON_SCREEN', 'SMS', 'ORAL')),
        consent_request_id uuid unique references inclusion.consent_request,
        -- Keyed: it tells that one number answered too often, and proves an answer to who shows the number.
        phone_hash bytea check (length(phone_hash) = 32),
        -- The day on which the person agreed; until then nothing may be entered.
        agreed_on date,
        witnessed_by uuid,
        text_version text not null,
        language text not null,
        -- Asked, and refused when it is not so: what is kept is that it was asked.
        declares_no_protective_measure boolean not null check (declares_no_protective_measure),
        salt bytea not null check (length(salt) = 16),
        attestation_hash bytea not null check (length(attestation_hash) = 32),
        receipt_hash bytea not null unique check (length(receipt_hash) = 32),
        revoked_on date,
        revoked_by text check (revoked_by in ('CITIZEN', 'MEDIATOR', 'ORGANISATION', 'ADMIN')),
        foreign key (text_version, language) references inclusion.consent_translation (version, language),
        check (starts_on <= expires_on and expires_on <= starts_on + 1095),
        check ((revoked_on is null) = (revoked_by is null)),
        constraint mandate_remote check (not remote or consent_method in ('SMS', 'ORAL')),
        constraint mandate_sms check ((consent_method = 'SMS') = (consent_request_id is not null) and (consent_method = 'SMS') = (phone_hash is not null)),
        constraint mandate_two_people check (witnessed_by <> created_by),
        constraint mandate_witnessed check (case when consent_method = 'ORAL' then (agreed_on is null) = (witnessed_by is null) else witnessed_by is null end)
      );
      create index mandate_centre on inclusion.mandate (centre_id, starts_on desc);
      create index mandate_phone on inclusion.mandate (phone_hash, starts_on) where phone_hash is not null;
      create index mandate_expiry on inclusion.mandate (expires_on);

      create table inclusion.mandate_consultation (
        mandate_id uuid not null references inclusion.mandate on delete cascade,
        consultation_id uuid not null references consultations.consultation,
        participant_key bytea not null check (length(participant_key) = 16),
        -- Never later than the last claim of that consultation.
        expires_on date not null,
        primary key (mandate_id, consultation_id)
      );
      create index mandate_consultation_of on inclusion.mandate_consultation (consultation_id);

      create table inclusion.mandate_authorisation (
        mandate_id uuid not null references inclusion.mandate on delete cascade,
        scope text not null check (scope in ('ANSWER', 'CORRECT', 'WITHDRAW', 'RECEIVE_FOLLOWUP')),
        revoked_on date,
        revoked_by text check (revoked_by in ('CITIZEN', 'MEDIATOR', 'ORGANISATION', 'ADMIN')),
        primary key (mandate_id, scope),
        check ((revoked_on is null) = (revoked_by is null))
      );
      grant select, insert, update, delete on inclusion.mandate, inclusion.mandate_consultation, inclusion.mandate_authorisation to ${app};

      -- Sessions that were open under the old agreement end: there is no session without a mandate from now on.
      update inclusion.assisted_session set k0 = null, expires_at = null, proposals = 0, supports = 0, ballots = 0, comments = 0, questionnaires = 0, age_band = null where k0 is not null;
      alter table inclusion.assisted_session add column mandate_id uuid references inclusion.mandate on delete set null,
        add constraint assisted_session_mandate check (mode <> 'on_behalf' or mandate_id is not null or k0 is null);
      -- Somebody who takes part with their own account, a mediator beside them: that it was done, where and for what. No person, no key.
      alter table inclusion.assisted_session drop constraint assisted_session_mode_check, drop constraint assisted_session_evidence_check,
        alter column consent_version drop not null, alter column municipality_code drop not null,
        add constraint assisted_session_mode_check check (mode in ('on_behalf', 'accompanied')),
        add constraint assisted_session_evidence_check check (evidence in ('E1', 'E2') or (mode = 'accompanied' and evidence = 'E3')),
        add constraint assisted_session_of_mode check (case mode when 'accompanied' then num_nonnulls(k0, consent_version, municipality_code, mandate_id, expires_at) = 0 else num_nulls(consent_version, municipality_code) = 0 end);
      create index assisted_session_of_mandate on inclusion.assisted_session (mandate_id) where mandate_id is not null;

      -- Why nothing may be done under a mandate now; null when it may. Its rows stay locked until the transaction ends: a revocation
      -- waits for an entry that has begun, and an entry that waited for a revocation sees it.
      create function inclusion.mandate_refusal(p_mandate uuid, p_consultation uuid, p_scope text) returns text language plpgsql as $$
      declare
        held record;
      begin
        select m.revoked_on, m.agreed_on, m.consent_request_id, a.revoked_on as scope_revoked_on, c.expires_on into held
        from inclusion.mandate m
        join inclusion.mandate_consultation c on c.mandate_id = m.id and c.consultation_id = p_consultation
        join inclusion.mandate_authorisation a on a.mandate_id = m.id and a.scope = p_scope
        where m.id = p_mandate for share of m, a;
        if not found then return 'mandate.missing'; end if;
        if held.revoked_on is not null or held.scope_revoked_on is not null then return 'mandate.revoked'; end if;
        if exists (select from inclusion.consent_request r where r.id = held.consent_request_id and r.state in ('DENIAL_RECEIVED', 'UNDELIVERED', 'SILENT')) then return 'mandate.denied'; end if;
        if held.agreed_on is null then return 'mandate.awaiting-consent'; end if;
        if held.expires_on < platform.today() then return 'mandate.expired'; end if;
        return null;
      end $$;

      -- Every entry counts an act in its own transaction: without a mandate in force neither the act nor the entry is written.
      create function inclusion.act_needs_mandate() returns trigger language plpgsql as $$
      declare
        refusal text := inclusion.mandate_refusal(new.mandate_id, new.consultation_id, 'ANSWER');
      begin
        if refusal is not null then raise exception '%', refusal; end if;
        return new;
      end $$;
      create trigger assisted_session_act before update of acts on inclusion.assisted_session for each row
        when (new.mode = 'on_behalf' and new.acts > old.acts) execute function inclusion.act_needs_mandate();
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop trigger assisted_session_act on inclusion.assisted_session;
      drop function inclusion.act_needs_mandate, inclusion.mandate_refusal;
      delete from inclusion.assisted_session where mode = 'accompanied';
      alter table inclusion.assisted_session drop constraint assisted_session_of_mode, drop constraint assisted_session_mode_check, drop constraint assisted_session_evidence_check,
        alter column consent_version set not null, alter column municipality_code set not null,
        add constraint assisted_session_mode_check check (mode in ('on_behalf')), add constraint assisted_session_evidence_check check (evidence in ('E1', 'E2'));
      alter table inclusion.assisted_session drop column mandate_id;
      drop table inclusion.mandate_authorisation, inclusion.mandate_consultation, inclusion.mandate, inclusion.consent_request, inclusion.consent_translation;
    `)
  }
}
