import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What somebody finds again: appeals made with a receipt, the day of a withdrawal, reports of an account. */
export class OwnRecord1764440000000 implements MigrationInterface {
  name = 'OwnRecord1764440000000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      -- By the account of the author, or with the code of a contribution that a desk entered.
      alter table consultations.appeal add column door text not null default 'account' check (door in ('account', 'receipt'));

      alter table consultations.proposal add column withdrawn_at timestamptz;
      update consultations.proposal p set withdrawn_at = w.at
      from (select subject_id, max(at) as at from platform.audit_entry where action = 'proposal.withdrawn' and subject_kind = 'proposal' group by subject_id) w
      where p.state = 'withdrawn' and w.subject_id = p.id::text;

      create index report_reporter on consultations.report (reporter_ref, at) where reporter_ref is not null;
      create index comment_vote_account on consultations.comment_vote (account_ref);
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop index consultations.comment_vote_account;
      drop index consultations.report_reporter;
      alter table consultations.proposal drop column withdrawn_at;
      alter table consultations.appeal drop column door;
    `)
  }
}
