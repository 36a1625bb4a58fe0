import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A letter that was stopped goes on from where it was. */
export class LettersResumed1764440100000 implements MigrationInterface {
  name = 'LettersResumed1764440100000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      -- Which job sends it: a resumed letter gets another one, and the one before takes nobody any more.
      alter table consultations.mailing add column turn integer not null default 1 check (turn > 0);
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('alter table consultations.mailing drop column turn')
  }
}
