import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Proposals that were made elsewhere: where they come from, and how many supported them there. */
export class ImportedProposals1764000230000 implements MigrationInterface {
  name = 'ImportedProposals1764000230000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table consultations.proposal
        add column source text check (source in ('decidim', 'consul', 'cap-collectif', 'parvis')),
        add column source_id text check (length(source_id) between 1 and 200),
        add column source_url text check (source_url ~ '^https?://' and length(source_url) <= 500),
        -- Counted there, by its rules: never added to the supports counted here.
        add column imported_supports integer check (imported_supports >= 0),
        add check ((source is null) = (source_id is null)),
        add check (source is not null or imported_supports is null);
      create unique index proposal_source on consultations.proposal (consultation_id, source, source_id) where source is not null;
      -- Elsewhere people wrote shorter: what they wrote is taken as it is.
      alter table consultations.proposal drop constraint proposal_title_check, drop constraint proposal_body_check,
        add constraint proposal_title_check check (length(title) between (case when source is null then 5 else 1 end) and 160),
        add constraint proposal_body_check check (length(body) between (case when source is null then 20 else 1 end) and 8000);
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table consultations.proposal drop constraint proposal_title_check, drop constraint proposal_body_check;
      delete from consultations.proposal where source is not null;
      alter table consultations.proposal add constraint proposal_title_check check (length(title) between 5 and 160), add constraint proposal_body_check check (length(body) between 20 and 8000);
      drop index consultations.proposal_source;
      alter table consultations.proposal drop column source, drop column source_id, drop column source_url, drop column imported_supports;
    `)
  }
}
