import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** Meetings of a consultation: places, who registered, questions asked aloud, minutes. */
export class Meetings1764000400000 implements MigrationInterface {
  name = 'Meetings1764000400000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      create table consultations.meeting (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        number integer not null,
        -- Held is a published meeting whose end has passed: nobody has to say so.
        state text not null default 'draft' check (state in ('draft', 'published', 'cancelled')),
        title text not null check (length(title) between 1 and 160),
        body text not null default '' check (length(body) <= 8000),
        kind text not null check (kind in ('in_person', 'online', 'both')),
        -- Address of the page of a centre of ours, whose name and address are copied here: a centre that closes changes no meeting of the past.
        centre_slug text,
        place_name text not null default '' check (length(place_name) <= 160),
        address text not null default '' check (length(address) <= 300),
        postal_code text not null default '' check (length(postal_code) <= 5),
        municipality_code text references identity.municipality,
        access text not null default '' check (length(access) <= 2000),
        accessibility text[] not null default '{}' check (accessibility <@ array['step-free', 'induction-loop', 'sign-language', 'easy-parking', 'accessible-toilets', 'seats']),
        online_url text check (online_url ~ '^https://' and length(online_url) <= 500),
        online_for text not null default 'registered' check (online_for in ('registered', 'everybody')),
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        -- [{ "time": "18:30", "title": "…" }], wall clock of Paris.
        agenda jsonb not null default '[]' check (jsonb_typeof(agenda) = 'array'),
        languages text[] not null default '{}',
        -- Null: everybody who comes.
        places integer check (places between 1 and 100000),
        -- Kept by the trigger below, so that the constraint can refuse one too many whatever wrote it.
        registered_count integer not null default 0,
        waiting_count integer not null default 0,
        cancel_reason text check (length(cancel_reason) <= 1000),
        -- Counted at the door: came without a registration.
        walk_ins integer check (walk_ins between 0 and 100000),
        minutes text not null default '' check (length(minutes) <= 40000),
        -- [{ "title": "…", "url": "https://…" }]
        links jsonb not null default '[]' check (jsonb_typeof(links) = 'array'),
        minutes_published_at timestamptz,
        erase_after_days integer not null default 30 check (erase_after_days between 1 and 365),
        erased_at timestamptz,
        revision integer not null default 1,
        -- Of calendars: higher at each change that somebody who noted it must hear of.
        sequence integer not null default 0,
        published_at timestamptz,
        cancelled_at timestamptz,
        updated_at timestamptz not null default platform.clock(),
        search tsvector not null generated always as (
          setweight(to_tsvector('public.french_unaccent', title), 'A')
          || setweight(to_tsvector('public.french_unaccent', body || ' ' || place_name || ' ' || address), 'B')
          || setweight(to_tsvector('public.french_unaccent', case when minutes_published_at is null then '' else minutes end), 'C')) stored,
        unique (consultation_id, number),
        check (starts_at < ends_at),
        check (kind = 'online' or (address <> '' and municipality_code is not null) or state = 'draft'),
        check (kind = 'in_person' or online_url is not null or state = 'draft'),
        check ((state = 'cancelled') = (cancel_reason is not null)),
        constraint meeting_places_held check (places is null or registered_count <= places)
      );
      create index meeting_when on consultations.meeting (starts_at) where state <> 'draft';
      create index meeting_place on consultations.meeting (municipality_code, starts_at) where state <> 'draft';
      create index meeting_search on consultations.meeting using gin (search);
      create index meeting_to_erase on consultations.meeting (ends_at) where erased_at is null;

      create table consultations.meeting_registration (
        id uuid primary key default gen_random_uuid(),
        meeting_id uuid not null references consultations.meeting on delete cascade,
        -- The order of the waiting list.
        position bigint generated always as identity,
        state text not null check (state in ('confirmed', 'waiting', 'cancelled')),
        channel text not null check (channel in ('online', 'on_behalf', 'phone')),
        account_id uuid references identity.account on delete set null,
        name text not null check (length(name) <= 120),
        email text check (length(email) <= 254),
        phone text check (length(phone) <= 30),
        needs text not null default '' check (length(needs) <= 1000),
        language text not null default 'fr' check (language in ('fr', 'en', 'nl')),
        centre_slug text,
        came boolean not null default false,
        -- Made by the form: the same form sent twice makes one registration. With the receipt key of the platform it gives the code.
        token uuid,
        cancel_hash bytea check (length(cancel_hash) = 32),
        registered_at timestamptz not null default platform.clock(),
        cancelled_at timestamptz,
        -- The last change of the meeting that this person was told of, and when they were reminded.
        told_sequence integer not null,
        reminded_at timestamptz,
        erased_at timestamptz,
        unique (meeting_id, token),
        unique (cancel_hash)
      );
      create index meeting_registration_queue on consultations.meeting_registration (meeting_id, position) where state = 'waiting';
      create unique index meeting_registration_account on consultations.meeting_registration (meeting_id, account_id) where state <> 'cancelled';
      create index meeting_registration_of on consultations.meeting_registration (account_id) where account_id is not null;

      create function consultations.count_registrations() returns trigger language plpgsql as $$
      declare
        confirmed integer := (tg_op <> 'DELETE' and new.state = 'confirmed')::integer - (tg_op <> 'INSERT' and old.state = 'confirmed')::integer;
        waiting integer := (tg_op <> 'DELETE' and new.state = 'waiting')::integer - (tg_op <> 'INSERT' and old.state = 'waiting')::integer;
      begin
        if confirmed <> 0 or waiting <> 0 then
          update consultations.meeting set registered_count = registered_count + confirmed, waiting_count = waiting_count + waiting where id = coalesce(new.meeting_id, old.meeting_id);
        end if;
        return null;
      end $$;
      revoke all on function consultations.count_registrations() from public;
      create trigger meeting_registrations_counted after insert or update or delete on consultations.meeting_registration
        for each row execute function consultations.count_registrations();

      -- An account that goes gives its place back and leaves nothing of the person, whoever deletes it.
      create function consultations.forget_registration() returns trigger language plpgsql as $$
      begin
        new.name := '';
        new.email := null;
        new.phone := null;
        new.needs := '';
        new.cancel_hash := null;
        new.token := null;
        if new.erased_at is null and new.state <> 'cancelled' and (select m.ends_at > platform.clock() from consultations.meeting m where m.id = new.meeting_id) then
          new.state := 'cancelled';
          new.cancelled_at := platform.clock();
        end if;
        return new;
      end $$;
      revoke all on function consultations.forget_registration() from public;
      create trigger meeting_registration_forgotten before update of account_id on consultations.meeting_registration
        for each row when (old.account_id is not null and new.account_id is null) execute function consultations.forget_registration();

      create table consultations.meeting_question (
        id uuid primary key default gen_random_uuid(),
        meeting_id uuid not null references consultations.meeting on delete cascade,
        number integer not null,
        question text not null check (length(question) between 1 and 1000),
        answer text not null default '' check (length(answer) <= 8000),
        answered_at timestamptz,
        due_on date,
        noted_at timestamptz not null default platform.clock(),
        revision integer not null default 1,
        unique (meeting_id, number),
        -- Answered, or promised for a day.
        check (answer <> '' or due_on is not null),
        check ((answer <> '') = (answered_at is not null))
      );
      create index meeting_question_due on consultations.meeting_question (due_on) where answered_at is null;

      grant select, insert, update, delete on consultations.meeting to ${app};
      grant select, insert, update on consultations.meeting_registration to ${app};
      grant select, insert, update on consultations.meeting_question to ${app};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table consultations.meeting_question;
      drop table consultations.meeting_registration;
      drop function consultations.forget_registration();
      drop function consultations.count_registrations();
      drop table consultations.meeting;
    `)
  }
}
