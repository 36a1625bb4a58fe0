import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Technical schema, people, territory. The application role (the user of DATABASE_URL) is granted table by table:
 * what is not granted here cannot be done by the running service, whatever its code says.
 */
export class Foundations1763800000000 implements MigrationInterface {
  name = 'Foundations1763800000000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      create schema platform;
      create schema identity;
      grant usage on schema platform, identity to ${app};

      create table platform.setting (key text primary key, value jsonb not null);
      grant select on platform.setting to ${app};

      -- One source of time (docs/adr/0004). Only the owner writes the offset; start-up refuses one that is not zero.
      create table platform.clock_offset (only_row boolean primary key default true check (only_row), "offset" interval not null default '0');
      insert into platform.clock_offset default values;
      grant select on platform.clock_offset to ${app};
      create function platform.clock() returns timestamptz language sql volatile
        as $$ select clock_timestamp() + (select "offset" from platform.clock_offset) $$;
      create function platform.today() returns date language sql volatile
        as $$ select (platform.clock() at time zone 'Europe/Paris')::date $$;

      create table platform.audit_entry (
        id bigint generated always as identity primary key,
        at timestamptz not null default platform.clock(),
        actor_id uuid,
        action text not null check (length(action) <= 80),
        subject_kind text not null,
        subject_id text not null,
        detail jsonb not null default '{}'
      );
      create index audit_entry_subject on platform.audit_entry (subject_kind, subject_id, id);
      grant select, insert on platform.audit_entry to ${app};

      create table platform.outbox (
        id uuid primary key default gen_random_uuid(),
        kind text not null,
        payload jsonb not null default '{}',
        created_at timestamptz not null default platform.clock(),
        available_at timestamptz not null default clock_timestamp(),
        locked_until timestamptz,
        attempts smallint not null default 0,
        done_at timestamptz,
        failed_at timestamptz,
        last_error text
      );
      create index outbox_waiting on platform.outbox (available_at) where done_at is null and failed_at is null;
      grant select, insert, update, delete on platform.outbox to ${app};

      -- Where mail goes when no SMTP server is configured: a page of the demonstration.
      create table platform.mailbox (
        id bigint generated always as identity primary key,
        outbox_id uuid unique,
        recipient text not null,
        subject text not null,
        body text not null,
        at timestamptz not null default platform.clock()
      );
      grant select, insert, delete on platform.mailbox to ${app};

      create text search configuration public.french_unaccent (copy = french);
      alter text search configuration public.french_unaccent
        alter mapping for hword, hword_part, word with unaccent, french_stem;

      create table identity.municipality (
        code text primary key check (code ~ '^[0-9]{5}$'),
        name text not null,
        siren text not null,
        population integer not null check (population > 0),
        postal_codes text[] not null
      );
      -- Associated and former communes (Lomme, Hellemmes): what people write as their commune.
      create table identity.municipality_alias (
        code text primary key,
        name text not null,
        municipality_code text not null references identity.municipality,
        postal_codes text[] not null
      );
      grant select on identity.municipality, identity.municipality_alias to ${app};

      create table identity.account (
        id uuid primary key default gen_random_uuid(),
        email text not null unique check (email = lower(email) and length(email) <= 254),
        email_confirmed_at timestamptz,
        password_hash text not null,
        display_name text not null default '' check (length(display_name) <= 80),
        municipality_code text references identity.municipality,
        -- AES-256-GCM of the civil status given at the first vote or support; the key lies outside the database.
        civil_status bytea,
        created_at timestamptz not null default platform.clock(),
        disabled_at timestamptz
      );
      grant select, insert, update, delete on identity.account to ${app};

      create table identity.session (
        token_hash bytea primary key check (length(token_hash) = 32),
        account_id uuid not null references identity.account on delete cascade,
        created_at timestamptz not null default platform.clock(),
        seen_at timestamptz not null default platform.clock(),
        expires_at timestamptz not null
      );
      create index session_account on identity.session (account_id);
      create index session_expiry on identity.session (expires_at);
      grant select, insert, update, delete on identity.session to ${app};

      create table identity.role_grant (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references identity.account on delete cascade,
        role text not null check (role in ('mediator', 'staff', 'guardian', 'administrator')),
        place_kind text not null check (place_kind in ('metropolis', 'municipality', 'centre')),
        place_code text not null,
        granted_by uuid,
        granted_at timestamptz not null default platform.clock(),
        ended_at timestamptz,
        check ((role = 'mediator') = (place_kind = 'centre')),
        check (role not in ('guardian', 'administrator') or place_kind = 'metropolis')
      );
      create unique index role_grant_active on identity.role_grant (account_id, role, place_kind, place_code) where ended_at is null;
      grant select, insert, update on identity.role_grant to ${app};

      create table identity.one_time_token (
        token_hash bytea primary key check (length(token_hash) = 32),
        account_id uuid not null references identity.account on delete cascade,
        purpose text not null check (purpose in ('confirm_email', 'reset_password')),
        expires_at timestamptz not null,
        used_at timestamptz
      );
      grant select, insert, update, delete on identity.one_time_token to ${app};

      -- Failed sign-ins are counted by account name, never by address (forty people share one in a centre).
      create table identity.sign_in_attempt (
        email_hash bytea not null,
        at timestamptz not null default platform.clock()
      );
      create index sign_in_attempt_recent on identity.sign_in_attempt (email_hash, at);
      grant select, insert, delete on identity.sign_in_attempt to ${app};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop schema identity cascade;
      drop schema platform cascade;
      drop text search configuration public.french_unaccent;
    `)
  }
}

/** The role of DATABASE_URL, quoted as an identifier: the only one that the service connects with. */
export function applicationRole(): string {
  const user = decodeURIComponent(new URL(process.env.DATABASE_URL ?? '').username)
  if (!user) throw new Error('DATABASE_URL must name the application role')
  return `"${user.replaceAll('"', '""')}"`
}

/** Role without login that owns a protected schema; its name carries the database's owner, so two platforms share a server. */
export function protectedRole(suffix: 'roll' | 'urn'): string {
  const user = decodeURIComponent(new URL(process.env.DATABASE_OWNER_URL ?? '').username)
  if (!user) throw new Error('DATABASE_OWNER_URL must name the owner role')
  return `"${(user.replace(/_owner$/, '') + '_' + suffix).replaceAll('"', '""')}"`
}
