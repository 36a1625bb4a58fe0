import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** Centres and assisted sessions. */
export class Inclusion1763800300000 implements MigrationInterface {
  name = 'Inclusion1763800300000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      create schema inclusion;
      grant usage on schema inclusion to ${app};

      create table inclusion.centre (
        id uuid primary key default gen_random_uuid(),
        slug text not null unique,
        name text not null,
        organisation text not null,
        municipality_code text not null references identity.municipality,
        address text not null,
        postal_code text not null,
        phone text not null,
        -- Opening times as people read them, one line each.
        hours text[] not null,
        access text not null default '',
        languages text[] not null default '{}',
        -- Communes whose inhabitants are in reach of it (its own and those it visits).
        serves text[] not null,
        active boolean not null default true
      );
      create index centre_municipality on inclusion.centre (municipality_code);
      grant select, insert, update on inclusion.centre to ${app};

      -- What is read aloud before somebody enters for another person; the version read stays with the session.
      create table inclusion.consent_text (
        version text primary key,
        body text not null,
        hash bytea not null check (length(hash) = 32),
        effective_from timestamptz not null default platform.clock()
      );
      grant select on inclusion.consent_text to ${app};

      -- One person at the counter, one consultation. Identity is typed, turned into a key and dropped; the key itself is
      -- erased when the session ends. Day only: a time would date the voter.
      create table inclusion.assisted_session (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation,
        centre_id uuid not null references inclusion.centre,
        mediator_id uuid not null,
        mode text not null check (mode in ('on_behalf')),
        evidence text not null check (evidence in ('E1', 'E2')),
        consent_version text not null references inclusion.consent_text,
        municipality_code text not null references identity.municipality,
        day date not null default platform.today(),
        -- Only while the session is open:
        k0 bytea check (length(k0) = 16),
        conventional_date boolean not null default false,
        acts smallint not null default 0,
        expires_at timestamptz,
        check ((k0 is null) = (expires_at is null))
      );
      create index assisted_session_mediator on inclusion.assisted_session (mediator_id, day);
      create index assisted_session_open on inclusion.assisted_session (expires_at) where expires_at is not null;
      grant select, insert, update on inclusion.assisted_session to ${app};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop schema inclusion cascade')
  }
}
