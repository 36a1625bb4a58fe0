import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** What somebody began to write and nobody else reads; titles that resemble each other are found. */
export class ProposalDrafts1764000200000 implements MigrationInterface {
  name = 'ProposalDrafts1764000200000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table consultations.proposal_draft (
        -- Also the token of what is sent: a draft sent twice makes one proposal.
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        author_id uuid not null references identity.account on delete cascade,
        -- Which of the author's few it is: the index below keeps anybody from having more.
        slot smallint not null check (slot between 1 and 10),
        title text not null check (length(title) <= 160),
        body text not null check (length(body) <= 8000),
        theme text not null,
        municipality_code text references identity.municipality,
        created_at timestamptz not null default platform.clock(),
        updated_at timestamptz not null default platform.clock(),
        unique (author_id, consultation_id, slot)
      );
      create index proposal_draft_consultation on consultations.proposal_draft (consultation_id);
      grant select, insert, update, delete on consultations.proposal_draft to ${applicationRole()};

      create index proposal_title_like on consultations.proposal using gin (search.fold(title) public.gin_trgm_ops) where state = 'submitted';
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop index consultations.proposal_title_like;
      drop table consultations.proposal_draft;
    `)
  }
}
