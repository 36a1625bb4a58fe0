import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** Receipts of what a desk entered, held by the account that the person opened later: one receipt, one account (docs/adr/0039). */
export class HeldReceipts1764582000020 implements MigrationInterface {
  name = 'HeldReceipts1764582000020'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table consultations.held_receipt (
        id uuid not null unique default gen_random_uuid(),
        hash bytea primary key references consultations.receipt on delete cascade,
        account_id uuid not null references identity.account on delete cascade,
        day date not null default platform.today()
      );
      create index held_receipt_account on consultations.held_receipt (account_id, day desc, id);
      grant select, insert, delete on consultations.held_receipt to ${applicationRole()};

      -- What is public already, and nobody's: a text. Never a ballot, a support or answers: the account would stand beside them.
      create function consultations.receipt_may_be_held() returns trigger language plpgsql as $$
      begin
        if not exists (select from consultations.receipt r where r.hash = new.hash and r.kind in ('proposal', 'comment', 'amendment')) then raise exception 'receipt.unknown' using errcode = 'P0001'; end if;
        return new;
      end $$;
      create trigger held_receipt_kind before insert on consultations.held_receipt for each row execute function consultations.receipt_may_be_held();
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table consultations.held_receipt; drop function consultations.receipt_may_be_held()')
  }
}
