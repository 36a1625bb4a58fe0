import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The language somebody is written to in, and the simple text of a consultation. */
export class Languages1763900600000 implements MigrationInterface {
  name = 'Languages1763900600000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table identity.account add column language text not null default 'fr' check (language in ('fr', 'en', 'nl'));
      -- Written for itself, never the long text cut. Empty: there is none.
      alter table consultations.consultation add column simple_text text not null default '' check (length(simple_text) <= 4000);
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table consultations.consultation drop column simple_text;
      alter table identity.account drop column language;
    `)
  }
}
