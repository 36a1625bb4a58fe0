import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** Tokens for machines: they read what their owner may read. */
export class Tokens1763900200000 implements MigrationInterface {
  name = 'Tokens1763900200000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table identity.api_token (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references identity.account on delete cascade,
        -- Ten at a time for one account: each alive takes a place.
        place smallint not null check (place between 1 and 10),
        label text not null check (char_length(label) between 2 and 80),
        token_hash bytea not null unique,
        created_at timestamptz not null default platform.clock(),
        expires_at timestamptz not null,
        -- The day, no finer: it tells whether a token still serves.
        last_used_on date,
        revoked_at timestamptz
      );
      create unique index api_token_place on identity.api_token (account_id, place) where revoked_at is null;
      grant select, insert, update, delete on identity.api_token to ${applicationRole()};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table identity.api_token')
  }
}
