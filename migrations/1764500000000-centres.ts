import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** Centres as the national schema says them: where they stand, when they open, what they offer, whom they can care for; closures, stops of mobile ones, files taken. */
export class Centres1764500000000 implements MigrationInterface {
  name = 'Centres1764500000000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      alter table inclusion.centre
        -- Which list it was taken from, and its identifier there; null for one that was written here.
        add column source text check (length(source) between 1 and 100),
        add column source_id text check (length(source_id) between 1 and 200),
        -- What that list said of it last: the same again changes nothing.
        add column source_values jsonb,
        add column source_date date,
        -- Fields that staff changed here: the list no longer writes them.
        add column edited text[] not null default '{}',
        add column pivot text not null default '' check (length(pivot) <= 14),
        add column complement text not null default '' check (length(complement) <= 200),
        add column latitude double precision check (latitude between -90 and 90),
        add column longitude double precision check (longitude between -180 and 180),
        add column emails text[] not null default '{}',
        add column websites text[] not null default '{}',
        add column booking_url text not null default '' check (booking_url = '' or booking_url ~ '^https?://'),
        add column access_sheet_url text not null default '' check (access_sheet_url = '' or access_sheet_url ~ '^https?://'),
        -- In the notation of OpenStreetMap. What it cannot say stays in hours, a line each.
        add column opening_hours text not null default '' check (length(opening_hours) <= 500),
        add column mobile boolean not null default false,
        add column services text[] not null default '{}',
        add column typologies text[] not null default '{}',
        add column specific_care text[] not null default '{}',
        add column audiences text[] not null default '{}',
        add column access_modes text[] not null default '{}',
        add column support_modes text[] not null default '{}',
        add column fees text[] not null default '{}',
        add column programmes text[] not null default '{}',
        add column labels text[] not null default '{}',
        add column other_labels text[] not null default '{}',
        add column summary text not null default '' check (length(summary) <= 280),
        add column detail text not null default '' check (length(detail) <= 4000),
        add column accessibility text[] not null default '{}' check (accessibility <@ array['step-free', 'lift', 'induction-loop', 'sign-language', 'accessible-toilets', 'easy-parking', 'near-transport']),
        add column kiosks smallint not null default 0 check (kiosks between 0 and 200),
        add column headphones smallint not null default 0 check (headphones between 0 and 200),
        add column printers smallint not null default 0 check (printers between 0 and 200),
        add column revision integer not null default 1,
        add column updated_at timestamptz not null default platform.clock(),
        add check ((source is null) = (source_id is null)),
        add check ((latitude is null) = (longitude is null));
      create unique index centre_source on inclusion.centre (source, source_id) where source is not null;

      create table inclusion.centre_closure (
        id uuid primary key default gen_random_uuid(),
        centre_id uuid not null references inclusion.centre on delete cascade,
        from_day date not null,
        to_day date not null,
        reason text not null check (length(reason) between 1 and 200),
        check (from_day <= to_day),
        check (to_day <= from_day + 730)
      );
      create unique index centre_closure_once on inclusion.centre_closure (centre_id, from_day, to_day);
      create index centre_closure_when on inclusion.centre_closure (to_day, centre_id);

      -- Where a mobile one stands, a day at a time.
      create table inclusion.centre_stop (
        id uuid primary key default gen_random_uuid(),
        centre_id uuid not null references inclusion.centre on delete cascade,
        day date not null,
        opens time not null,
        closes time not null,
        place text not null check (length(place) between 1 and 200),
        municipality_code text not null references identity.municipality,
        check (opens < closes),
        -- One vehicle is in one place at a time; what overlaps is refused under the lock of its centre.
        unique (centre_id, day, opens)
      );
      create index centre_stop_when on inclusion.centre_stop (day, centre_id);

      -- A file of places that staff looked at before it is taken: what it holds and what was said of it.
      create table inclusion.centre_import (
        id uuid primary key default gen_random_uuid(),
        -- Where the role of whoever sent it is held: a commune takes its own places only.
        owner_kind text not null check (owner_kind in ('metropolis', 'municipality')),
        owner_code text not null,
        file_name text not null check (length(file_name) between 1 and 200),
        sent_by uuid references identity.account on delete set null,
        sent_at timestamptz not null default platform.clock(),
        lines jsonb not null,
        problems jsonb not null,
        places jsonb not null,
        taken_at timestamptz,
        created integer,
        updated integer,
        unchanged integer
      );
      create index centre_import_of on inclusion.centre_import (owner_kind, owner_code, sent_at desc);

      grant select, insert, delete on inclusion.centre_closure, inclusion.centre_stop to ${app};
      grant select, insert, update, delete on inclusion.centre_import to ${app};

      -- What somebody looks for: a service, a sign language, an address beside the main one.
      create or replace function search.index_centre() returns trigger language plpgsql as $$
      begin
        new.search :=
          setweight(to_tsvector('public.french_unaccent', new.name), 'A')
          || setweight(to_tsvector('public.french_unaccent', concat_ws(E'\\n', new.organisation, new.address, new.complement, new.postal_code)), 'B')
          || setweight(to_tsvector('public.french_unaccent', coalesce((select m.name from identity.municipality m where m.code = new.municipality_code), '')), 'A')
          || setweight(to_tsvector('public.french_unaccent', concat_ws(E'\\n', new.access, array_to_string(new.languages, ', '), new.summary, array_to_string(new.services || new.specific_care || new.programmes, ', '))), 'C')
          || setweight(to_tsvector('public.french_unaccent', coalesce((select string_agg(m.name, ', ') from identity.municipality m where m.code = any(new.serves)), '')), 'D')
          || setweight(to_tsvector('public.french_unaccent', coalesce((select string_agg(a.name, ', ') from identity.municipality_alias a where a.municipality_code = any(new.serves)), '')), 'D');
        return new;
      end $$;
      drop trigger centre_search on inclusion.centre;
      create trigger centre_search before insert or update of name, organisation, address, complement, postal_code, municipality_code, access, languages, serves, summary, services, specific_care, programmes
        on inclusion.centre for each row execute function search.index_centre();
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      create or replace function search.index_centre() returns trigger language plpgsql as $$
      begin
        new.search :=
          setweight(to_tsvector('public.french_unaccent', new.name), 'A')
          || setweight(to_tsvector('public.french_unaccent', concat_ws(E'\\n', new.organisation, new.address, new.postal_code)), 'B')
          || setweight(to_tsvector('public.french_unaccent', coalesce((select m.name from identity.municipality m where m.code = new.municipality_code), '')), 'A')
          || setweight(to_tsvector('public.french_unaccent', concat_ws(E'\\n', new.access, array_to_string(new.languages, ', '))), 'C')
          || setweight(to_tsvector('public.french_unaccent', coalesce((select string_agg(m.name, ', ') from identity.municipality m where m.code = any(new.serves)), '')), 'D')
          || setweight(to_tsvector('public.french_unaccent', coalesce((select string_agg(a.name, ', ') from identity.municipality_alias a where a.municipality_code = any(new.serves)), '')), 'D');
        return new;
      end $$;
      drop trigger centre_search on inclusion.centre;
      create trigger centre_search before insert or update of name, organisation, address, postal_code, municipality_code, access, languages, serves
        on inclusion.centre for each row execute function search.index_centre();
      drop table inclusion.centre_import, inclusion.centre_stop, inclusion.centre_closure;
      drop index inclusion.centre_source;
      alter table inclusion.centre
        drop column source, drop column source_id, drop column source_values, drop column source_date, drop column edited, drop column pivot, drop column complement, drop column latitude, drop column longitude,
        drop column emails, drop column websites, drop column booking_url, drop column access_sheet_url, drop column opening_hours, drop column mobile, drop column services, drop column typologies,
        drop column specific_care, drop column audiences, drop column access_modes, drop column support_modes, drop column fees, drop column programmes, drop column labels, drop column other_labels,
        drop column summary, drop column detail, drop column accessibility, drop column kiosks, drop column headphones, drop column printers, drop column revision, drop column updated_at;
    `)
  }
}
