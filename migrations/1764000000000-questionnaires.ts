import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** Questionnaires: what is asked, who took part, what was answered; the last two apart, tied by a pseudonym whose key is not here. */
export class Questionnaires1764000000000 implements MigrationInterface {
  name = 'Questionnaires1764000000000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      create unique index phase_one_questionnaire on consultations.phase (consultation_id) where kind = 'questionnaire';

      create table consultations.questionnaire (
        consultation_id uuid primary key references consultations.consultation on delete cascade,
        content jsonb not null,
        revision integer not null default 1,
        updated_at timestamptz not null default platform.clock()
      );
      grant select, insert, update on consultations.questionnaire to ${app};

      -- Frozen at the opening by the database itself: no code path changes a question people are answering.
      create function consultations.refuse_frozen_questionnaire() returns trigger language plpgsql as $$
      begin
        perform from consultations.phase p where p.consultation_id = new.consultation_id and p.kind = 'questionnaire' for share;
        if exists (select from consultations.phase p where p.consultation_id = new.consultation_id and p.kind = 'questionnaire' and p.state <> 'scheduled') then
          raise exception 'questionnaire.frozen' using errcode = 'P0001';
        end if;
        return new;
      end $$;
      create trigger questionnaire_frozen before insert or update on consultations.questionnaire
        for each row execute function consultations.refuse_frozen_questionnaire();

      -- What somebody answers, without a name: found by a code of which only the hash is here.
      create table consultations.answer_sheet (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        -- Null at a desk: its receipt opens nothing, so that nobody there can read the answers again.
        code_hash bytea unique check (length(code_hash) = 32),
        answers jsonb not null default '{}',
        -- What counts: the answers as they were sent last.
        sent jsonb,
        state text not null default 'draft' check (state in ('draft', 'counted', 'contested', 'set-aside')),
        -- What ties it to an entry until the publication; computed with a key that is outside the database.
        pseudonym bytea unique check (length(pseudonym) = 32),
        day date not null default platform.today(),
        check ((state = 'draft') = (sent is null)),
        check (octet_length(answers::text) <= 400000)
      );
      create index answer_sheet_counted on consultations.answer_sheet (consultation_id, id) where state = 'counted';
      create index answer_sheet_draft on consultations.answer_sheet (day) where state = 'draft';
      grant select, insert, update, delete on consultations.answer_sheet to ${app};

      -- Asked of the clock after the last wait for a lock: no answer is taken late, whatever asked for it.
      create function consultations.refuse_late_answers() returns trigger language plpgsql as $$
      declare
        held record;
      begin
        select p.closes_at into held from consultations.phase p
        where p.consultation_id = new.consultation_id and p.kind = 'questionnaire' and p.state = 'open' for share;
        if not found or platform.clock() >= held.closes_at then
          raise exception 'questionnaire.not-open' using errcode = 'P0001';
        end if;
        if exists (select from consultations.consultation c where c.id = new.consultation_id and c.suspended_at is not null) then
          raise exception 'consultation.suspended' using errcode = 'P0001';
        end if;
        return new;
      end $$;
      create trigger answer_sheet_in_time before insert or update of answers, sent on consultations.answer_sheet
        for each row execute function consultations.refuse_late_answers();

      -- Who took part, by which door; never what was answered.
      create table consultations.questionnaire_entry (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        k0 bytea not null check (length(k0) = 16),
        homonym smallint not null default 0,
        conventional_date boolean not null,
        account_ref bytea check (length(account_ref) = 32),
        municipality_code text not null,
        age_band text not null check (age_band in ('under-18', '18-24', '25-39', '40-59', '60-74', '75-and-over')),
        channel text not null check (channel in ('online', 'accompanied', 'kiosk', 'on_behalf', 'paper', 'phone')),
        transport text not null default 'direct' check (transport in ('direct', 'offline')),
        evidence text not null check (evidence in ('E0', 'E1', 'E2', 'E3')),
        centre_id uuid,
        assistance_id uuid,
        contests uuid references consultations.questionnaire_entry,
        status text not null check (status in ('admitted', 'contested', 'rejected')),
        reason text check (length(reason) <= 1000),
        day date not null default platform.today()
      );
      -- One person, one participation, whichever the door.
      create unique index entry_questionnaire_person on consultations.questionnaire_entry (consultation_id, k0, homonym) where status = 'admitted';
      create unique index entry_questionnaire_account on consultations.questionnaire_entry (consultation_id, account_ref) where account_ref is not null and status <> 'rejected';
      create index questionnaire_entry_order on consultations.questionnaire_entry (consultation_id, id);
      create index questionnaire_entry_key on consultations.questionnaire_entry (consultation_id, k0);
      create index questionnaire_entry_assistance on consultations.questionnaire_entry (assistance_id) where assistance_id is not null;
      grant select, insert, update on consultations.questionnaire_entry to ${app};

      -- Counts as they may be shown: small ones are not even here.
      create table consultations.questionnaire_publication (
        consultation_id uuid primary key references consultations.consultation on delete cascade,
        headline text not null check (length(headline) between 1 and 400),
        next_steps text not null check (length(next_steps) between 1 and 4000),
        -- Keys of the questions whose free texts everybody may read.
        texts text[] not null,
        result jsonb not null,
        published_by uuid,
        at timestamptz not null default platform.clock()
      );
      grant select, insert on consultations.questionnaire_publication to ${app};

      alter table consultations.receipt drop constraint receipt_kind_check;
      alter table consultations.receipt add constraint receipt_kind_check check (kind in ('proposal', 'support', 'questionnaire'));

      -- The age band is erased with the key when the session ends.
      alter table inclusion.assisted_session add column questionnaires integer not null default 0, add column age_band text;
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table inclusion.assisted_session drop column questionnaires, drop column age_band;
      delete from consultations.receipt where kind = 'questionnaire';
      alter table consultations.receipt drop constraint receipt_kind_check;
      alter table consultations.receipt add constraint receipt_kind_check check (kind in ('proposal', 'support'));
      drop table consultations.questionnaire_publication, consultations.questionnaire_entry, consultations.answer_sheet, consultations.questionnaire;
      drop function consultations.refuse_late_answers();
      drop function consultations.refuse_frozen_questionnaire();
      drop index consultations.phase_one_questionnaire;
    `)
  }
}
