import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Receipts of a visit, shown again until it ends. */
export class Phone1764583000000 implements MigrationInterface {
  name = 'Phone1764583000000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      -- Sealed with a secret that does not stand here; gone with the key of the person.
      alter table inclusion.assisted_session add column receipts bytea,
        add constraint assisted_session_receipts check (receipts is null or (k0 is not null and mode <> 'kiosk'));
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table inclusion.assisted_session drop column receipts;
    `)
  }
}
