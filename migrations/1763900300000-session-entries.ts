import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * What was entered in a session at the desk, by kind: the mediator sees it beside the person. Counted by the act and never from
 * the entries, which would tell whether the person had already taken part.
 */
export class SessionEntries1763900300000 implements MigrationInterface {
  name = 'SessionEntries1763900300000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table inclusion.assisted_session
        add column proposals integer not null default 0,
        add column supports integer not null default 0,
        add column ballots integer not null default 0;
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('alter table inclusion.assisted_session drop column proposals, drop column supports, drop column ballots')
  }
}
