import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/**
 * Kiosks: enrolled devices at a centre, passes of one use made at its desk, and what ties a session there to its device. Nothing
 * dates a participation more finely than its day once its session is over, and nothing ties it to a session once it is sealed (docs/adr/0034).
 */
export class Kiosks1764560000000 implements MigrationInterface {
  name = 'Kiosks1764560000000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      create table inclusion.kiosk (
        id uuid primary key default gen_random_uuid(),
        centre_id uuid not null references inclusion.centre on delete cascade,
        name text not null check (length(name) between 1 and 40),
        -- Waits for a visitor of the demonstration: its code is shown to whoever asks, and another one follows it.
        demonstration boolean not null default false,
        enrolled_by uuid not null,
        made_on date not null default platform.today(),
        -- Until the device has typed it.
        code_hash bytea unique check (length(code_hash) = 32),
        code_until timestamptz,
        -- What the device keeps, as a hash.
        secret_hash bytea unique check (length(secret_hash) = 32),
        seen_at timestamptz,
        called_at timestamptz,
        withdrawn_at timestamptz,
        withdrawn_by uuid,
        check ((code_hash is null) = (code_until is null)),
        check (num_nonnulls(code_hash, secret_hash) = 1),
        check (secret_hash is not null or num_nonnulls(seen_at, called_at) = 0)
      );
      create index kiosk_centre on inclusion.kiosk (centre_id) where withdrawn_at is null;
      create index kiosk_waiting on inclusion.kiosk (code_until) where code_until is not null;
      grant select, insert, update, delete on inclusion.kiosk to ${app};

      alter table inclusion.assisted_session add column notice_version text,
        drop constraint assisted_session_mode_check, drop constraint assisted_session_of_mode,
        add constraint assisted_session_mode_check check (mode in ('on_behalf', 'accompanied', 'kiosk')),
        add constraint assisted_session_of_mode check (case mode
          when 'accompanied' then num_nonnulls(k0, consent_version, municipality_code, mandate_id, expires_at, notice_version) = 0
          -- The commune goes with the key: what is left of a session at a kiosk says where and for what, and of nobody.
          when 'kiosk' then num_nonnulls(consent_version, mandate_id) = 0 and (k0 is null) = (municipality_code is null)
          else num_nulls(consent_version, municipality_code) = 0 and notice_version is null end);

      create table inclusion.kiosk_pass (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        centre_id uuid not null references inclusion.centre on delete cascade,
        issued_by uuid not null,
        day date not null default platform.today(),
        number smallint not null check (number > 0),
        state text not null default 'issued' check (state in ('issued', 'in-use', 'finished', 'expired', 'cancelled')),
        evidence text not null check (evidence in ('E1', 'E2')),
        -- While it is issued: the code, and the person as a key.
        code_hash bytea unique check (length(code_hash) = 32),
        expires_at timestamptz,
        k0 bytea check (length(k0) = 16),
        conventional_date boolean,
        municipality_code text references identity.municipality,
        age_band text,
        -- While it is in use: the session, its device, what its browser keeps (as a hash), and what is read back before it is sent,
        -- sealed with a key that stands nowhere but in that browser.
        session_id uuid unique references inclusion.assisted_session,
        kiosk_id uuid references inclusion.kiosk on delete cascade,
        session_hash bytea unique check (length(session_hash) = 32),
        ends_at timestamptz,
        draft bytea,
        unique (centre_id, day, number),
        constraint kiosk_pass_issued check (num_nonnulls(code_hash, expires_at, k0, conventional_date, municipality_code, age_band) = case state when 'issued' then 6 else 0 end),
        constraint kiosk_pass_in_use check (num_nonnulls(session_id, kiosk_id, session_hash, ends_at) = case state when 'in-use' then 4 else 0 end),
        constraint kiosk_pass_draft check (draft is null or state = 'in-use')
      );
      -- One person at a time on one device.
      create unique index kiosk_pass_of_device on inclusion.kiosk_pass (kiosk_id) where kiosk_id is not null;
      create index kiosk_pass_consultation on inclusion.kiosk_pass (consultation_id);
      create index kiosk_pass_open on inclusion.kiosk_pass (day) where state in ('issued', 'in-use');
      grant select, insert, update, delete on inclusion.kiosk_pass to ${app};

      -- A pass is made by somebody who holds a desk there, whatever the application says.
      create function inclusion.pass_is_habilitated() returns trigger language plpgsql as $$
      begin
        if not exists (
          select from identity.desk_place d
          where d.account_id = new.issued_by and d.centre_id = new.centre_id and (d.consultation_ids is null or new.consultation_id = any(d.consultation_ids))) then
          raise exception 'nobody is habilitated to make this pass' using errcode = 'check_violation', constraint = 'kiosk_pass_habilitated';
        end if;
        return new;
      end $$;
      create trigger kiosk_pass_habilitated before insert on inclusion.kiosk_pass for each row execute function inclusion.pass_is_habilitated();

      -- Every entry counts an act in its own transaction: at a kiosk, from the device that holds the session, still in service, and after the notice.
      create function inclusion.act_needs_kiosk() returns trigger language plpgsql as $$
      begin
        if new.notice_version is null then raise exception 'kiosk.notice-unread'; end if;
        perform from inclusion.kiosk_pass p join inclusion.kiosk k on k.id = p.kiosk_id
          where p.session_id = new.id and k.centre_id = new.centre_id and k.withdrawn_at is null for share of k;
        if not found then raise exception 'kiosk.withdrawn'; end if;
        return new;
      end $$;
      create trigger assisted_session_kiosk_act before update of acts on inclusion.assisted_session for each row
        when (new.mode = 'kiosk' and new.acts > old.acts) execute function inclusion.act_needs_kiosk();

      -- Ends a pass in whatever state it is: the session loses its key, the pass loses all that tied it to a person, a device and an hour.
      create function inclusion.close_kiosk_pass(p_pass uuid, p_state text) returns boolean language plpgsql as $$
      declare
        held inclusion.kiosk_pass;
      begin
        select * into held from inclusion.kiosk_pass where id = p_pass and state in ('issued', 'in-use') for update;
        if not found then return false; end if;
        update inclusion.kiosk_pass set state = p_state, code_hash = null, expires_at = null, k0 = null, conventional_date = null, municipality_code = null, age_band = null,
          session_id = null, kiosk_id = null, session_hash = null, ends_at = null, draft = null where id = p_pass;
        update inclusion.assisted_session set k0 = null, expires_at = null, municipality_code = null, age_band = null, proposals = 0, supports = 0, ballots = 0, comments = 0, questionnaires = 0,
          signatures = 0, amendments = 0, reports = 0 where id = held.session_id;
        return true;
      end $$;

      -- Publishing the answers to a questionnaire ends their tie; what ties them to a session at a kiosk ends with it.
      create function consultations.forget_kiosk_sessions() returns trigger language plpgsql as $$
      begin
        update consultations.questionnaire_entry set assistance_id = null where consultation_id = new.consultation_id and channel = 'kiosk' and assistance_id is not null;
        return null;
      end $$;
      create trigger questionnaire_publication_forgets after insert on consultations.questionnaire_publication
        for each row execute function consultations.forget_kiosk_sessions();
    `)
    await q.query(rewrite("case when channel = 'kiosk' then null else assistance_id end"))
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(rewrite('assistance_id'))
    await q.query(`
      drop trigger questionnaire_publication_forgets on consultations.questionnaire_publication;
      drop function consultations.forget_kiosk_sessions;
      drop table inclusion.kiosk_pass, inclusion.kiosk;
      drop trigger assisted_session_kiosk_act on inclusion.assisted_session;
      drop function inclusion.act_needs_kiosk, inclusion.pass_is_habilitated, inclusion.close_kiosk_pass;
      delete from inclusion.assisted_session where mode = 'kiosk';
      alter table inclusion.assisted_session drop constraint assisted_session_mode_check, drop constraint assisted_session_of_mode,
        add constraint assisted_session_mode_check check (mode in ('on_behalf', 'accompanied')),
        add constraint assisted_session_of_mode check (case mode when 'accompanied' then num_nonnulls(k0, consent_version, municipality_code, mandate_id, expires_at) = 0 else num_nulls(consent_version, municipality_code) = 0 end);
      alter table inclusion.assisted_session drop column notice_version;
    `)
  }
}

/** As large boxes made it, its owner and grants unchanged; a row that came from a kiosk leaves its session behind. */
const rewrite = (assistance: string): string => `
  create or replace function urn.rewrite(p_vote uuid, p_excluded bytea[]) returns integer
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare
    admitted integer;
    kept integer;
  begin
    perform pg_advisory_xact_lock(hashtextextended('urn.rewrite ' || p_vote::text, 0));
    if not exists (select from consultations.vote where id = p_vote and state = 'sealed') then raise exception 'vote.not-sealed'; end if;
    -- Done already, by an attempt that ended before it could say so.
    if not exists (select from roll.entry where vote_id = p_vote) then return 0; end if;
    select count(*) into admitted from roll.entry where vote_id = p_vote and status = 'admitted' and cast_count > 0;
    insert into urn.sealed_ballot (vote_id, opening, nonce, commitment)
      select b.vote_id, b.opening, b.nonce, b.commitment from urn.ballot b
      where b.vote_id = p_vote and not b.superseded and not (b.pseudonym = any (p_excluded)) order by random();
    get diagnostics kept = row_count;
    if kept <> admitted then raise exception 'ballot.roll-urn-mismatch'; end if;
    insert into roll.sealed_entry (vote_id, status, k0, account_ref, municipality_code, channel, transport, evidence, centre_id, assistance_id, receipt_hash, day, review_reason, decision)
      select vote_id, status, k0, account_ref, municipality_code, channel, transport, evidence, centre_id, ${assistance}, receipt_hash, day, review_reason, decision
      from roll.entry where vote_id = p_vote order by random();
    delete from urn.ballot where vote_id = p_vote;
    delete from roll.entry where vote_id = p_vote;
    return kept;
  end $$;
`
