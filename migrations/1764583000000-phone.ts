import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/**
 * The telephone: what is read aloud, who agreed and to whom their receipt goes, requests to be called back, and the checks of one in
 * twenty by another person. Numbers lie encrypted, for as long as they are needed (docs/adr/0040). Receipts of a visit too, at every desk.
 */
export class Phone1764583000000 implements MigrationInterface {
  name = 'Phone1764583000000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      -- Sealed with a secret that does not stand here; gone with the key of the person.
      alter table inclusion.assisted_session add column receipts bytea,
        add constraint assisted_session_receipts check (receipts is null or (k0 is not null and mode <> 'kiosk'));

      alter table inclusion.assisted_session drop constraint assisted_session_mode_check, drop constraint assisted_session_of_mode,
        add constraint assisted_session_mode_check check (mode in ('on_behalf', 'accompanied', 'kiosk', 'phone')),
        add constraint assisted_session_of_mode check (case mode
          when 'accompanied' then num_nonnulls(k0, consent_version, municipality_code, mandate_id, expires_at, notice_version) = 0
          when 'kiosk' then num_nonnulls(consent_version, mandate_id) = 0 and (k0 is null) = (municipality_code is null)
          -- What the person agreed to stands in the visit.
          when 'phone' then num_nonnulls(consent_version, mandate_id, notice_version) = 0 and municipality_code is not null and evidence = 'E1'
          else num_nulls(consent_version, municipality_code) = 0 and notice_version is null end);

      -- What an operator reads aloud, a step a paragraph.
      create table inclusion.phone_script (
        version text primary key,
        body text not null,
        hash bytea not null check (length(hash) = 32),
        effective_from timestamptz not null
      );
      grant select on inclusion.phone_script to ${app};

      create table inclusion.phone_visit (
        id uuid primary key default gen_random_uuid(),
        -- Until the check window ends: what was entered could not be reviewed otherwise.
        session_id uuid unique references inclusion.assisted_session on delete set null,
        consultation_id uuid not null references consultations.consultation on delete cascade,
        centre_id uuid not null references inclusion.centre on delete cascade,
        operator_id uuid not null,
        day date not null default platform.today(),
        script_version text not null references inclusion.phone_script,
        consent_request_id uuid unique references inclusion.consent_request,
        -- The day on which the person agreed; until then nothing may be entered.
        agreed_on date,
        phone bytea,
        -- Keyed: it tells that one number agreed too often.
        phone_hash bytea check (length(phone_hash) = 32),
        kept_until date not null,
        delivery text not null check (delivery in ('sms', 'post', 'aloud')),
        address bytea,
        receipts bytea,
        send_by date,
        queued_on date,
        sent_on date,
        sent_by uuid,
        unique (id, operator_id),
        check (kept_until between day and day + 21),
        constraint phone_visit_delivery check ((delivery = 'aloud') = (send_by is null) and (address is null or delivery = 'post')),
        check (sent_by is null or sent_on is not null),
        -- Once the number is gone nothing is left that leads to what was entered, but for what somebody denied.
        constraint phone_visit_forgotten check (phone is not null or num_nonnulls(address, receipts) = 0)
      );
      create index phone_visit_centre on inclusion.phone_visit (centre_id, day);
      create index phone_visit_number on inclusion.phone_visit (phone_hash, day) where phone_hash is not null;
      create index phone_visit_kept on inclusion.phone_visit (kept_until) where phone is not null;
      grant select, insert, update, delete on inclusion.phone_visit to ${app};

      -- By phone one proposes and answers, once; nobody votes. Whatever the application says.
      create function inclusion.act_by_phone() returns trigger language plpgsql as $$
      begin
        if new.ballots > old.ballots or new.supports > old.supports or new.comments > old.comments or new.signatures > old.signatures or new.amendments > old.amendments or new.reports > old.reports then
          raise exception 'this is not done by phone' using errcode = 'check_violation', constraint = 'assisted_session_phone_entries';
        end if;
        if new.questionnaires > old.questionnaires and old.questionnaires > 0 then
          raise exception 'this visit entered one already' using errcode = 'check_violation', constraint = 'assisted_session_entered_once';
        end if;
        perform from inclusion.phone_visit v where v.session_id = new.id and v.agreed_on is not null for share of v;
        if not found then raise exception 'phone.awaiting-consent'; end if;
        return new;
      end $$;
      create trigger assisted_session_phone_act before update of acts, proposals, supports, ballots, comments, questionnaires, signatures, amendments, reports on inclusion.assisted_session for each row
        when (new.mode = 'phone' and new.k0 is not null) execute function inclusion.act_by_phone();

      -- The draw of a day at a centre: from this seed anybody repeats it.
      create table inclusion.phone_draw (
        centre_id uuid not null references inclusion.centre on delete cascade,
        day date not null,
        seed text not null,
        visits integer not null check (visits > 0),
        drawn integer not null check (drawn between 1 and visits),
        primary key (centre_id, day)
      );
      grant select, insert on inclusion.phone_draw to ${app};

      create table inclusion.phone_check (
        visit_id uuid primary key,
        operator_id uuid not null,
        drawn_on date not null default platform.today(),
        tries smallint not null default 0 check (tries between 0 and 3),
        checker_id uuid,
        result text check (result in ('confirmed', 'denied', 'not-reached')),
        checked_on date,
        reviewer_id uuid,
        reviewed_on date,
        review text check (length(review) between 1 and 1000),
        foreign key (visit_id, operator_id) references inclusion.phone_visit (id, operator_id) on delete cascade,
        constraint phone_check_other_person check (checker_id <> operator_id),
        constraint phone_check_other_reviewer check (reviewer_id <> operator_id and reviewer_id <> checker_id),
        check ((result is null) = (checked_on is null) and (result is null or checker_id is not null)),
        check (num_nonnulls(reviewer_id, reviewed_on, review) in (0, 3) and (review is null or result = 'denied'))
      );
      create index phone_check_open on inclusion.phone_check (drawn_on) where result is null;
      create index phone_check_denied on inclusion.phone_check (checked_on) where result = 'denied' and review is null;
      grant select, insert, update, delete on inclusion.phone_check to ${app};

      create function inclusion.checker_is_habilitated() returns trigger language plpgsql as $$
      begin
        if exists (select from inclusion.reserve_member r where r.account_id = new.checker_id)
          or not exists (select from identity.desk_place d join inclusion.phone_visit v on v.centre_id = d.centre_id where v.id = new.visit_id and d.account_id = new.checker_id and d.kind = 'professional') then
          raise exception 'nobody is habilitated to make this check' using errcode = 'check_violation', constraint = 'phone_check_habilitated';
        end if;
        return new;
      end $$;
      create trigger phone_check_habilitated before update of checker_id on inclusion.phone_check for each row
        when (new.checker_id is not null) execute function inclusion.checker_is_habilitated();

      -- Somebody wants to be called back; the number goes when they were.
      create table inclusion.callback_request (
        id uuid primary key default gen_random_uuid(),
        phone bytea,
        -- Keyed: one number waits once.
        phone_hash bytea unique check (length(phone_hash) = 32),
        municipality_code text not null references identity.municipality,
        language text not null check (language ~ '^[a-z]{2}$'),
        wanted text not null check (wanted in ('any', 'morning', 'afternoon', 'evening')),
        made_on date not null default platform.today(),
        due_on date not null,
        tries smallint not null default 0 check (tries between 0 and 3),
        taken_by uuid,
        taken_on date,
        outcome text check (outcome in ('reached', 'not-reached', 'stop')),
        closed_on date,
        check ((phone is null) = (outcome is not null) and (phone_hash is null) = (outcome is not null) and (closed_on is null) = (outcome is null)),
        check ((taken_by is null) = (taken_on is null)),
        check (due_on >= made_on)
      );
      create index callback_request_open on inclusion.callback_request (due_on) where outcome is null;
      grant select, insert, update, delete on inclusion.callback_request to ${app};

      -- Two operators never call the same person: who took it today keeps it today. Volunteers call nobody.
      create function inclusion.callback_has_one_operator() returns trigger language plpgsql as $$
      begin
        if old.taken_by is not null and old.taken_by <> new.taken_by and old.taken_on = platform.today() then
          raise exception 'somebody took it' using errcode = 'check_violation', constraint = 'callback_one_operator';
        end if;
        if exists (select from inclusion.reserve_member r where r.account_id = new.taken_by)
          or not exists (select from identity.desk_place d where d.account_id = new.taken_by and d.kind = 'professional') then
          raise exception 'nobody is habilitated to call' using errcode = 'check_violation', constraint = 'callback_habilitated';
        end if;
        return new;
      end $$;
      create trigger callback_one_operator before update of taken_by on inclusion.callback_request for each row
        when (new.taken_by is not null) execute function inclusion.callback_has_one_operator();
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table inclusion.callback_request, inclusion.phone_check, inclusion.phone_draw;
      drop trigger assisted_session_phone_act on inclusion.assisted_session;
      drop table inclusion.phone_visit, inclusion.phone_script;
      drop function inclusion.callback_has_one_operator, inclusion.checker_is_habilitated, inclusion.act_by_phone;
      delete from inclusion.assisted_session where mode = 'phone';
      alter table inclusion.assisted_session drop constraint assisted_session_mode_check, drop constraint assisted_session_of_mode,
        add constraint assisted_session_mode_check check (mode in ('on_behalf', 'accompanied', 'kiosk')),
        add constraint assisted_session_of_mode check (case mode
          when 'accompanied' then num_nonnulls(k0, consent_version, municipality_code, mandate_id, expires_at, notice_version) = 0
          when 'kiosk' then num_nonnulls(consent_version, mandate_id) = 0 and (k0 is null) = (municipality_code is null)
          else num_nulls(consent_version, municipality_code) = 0 and notice_version is null end);
      alter table inclusion.assisted_session drop column receipts;
    `)
  }
}
