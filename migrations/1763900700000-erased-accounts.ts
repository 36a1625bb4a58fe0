import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A proposal whose author's account is erased stays, without the name. */
export class ErasedAccounts1763900700000 implements MigrationInterface {
  name = 'ErasedAccounts1763900700000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create function consultations.forget_author() returns trigger language plpgsql as $$
      begin
        new.author_name := '';
        return new;
      end $$;
      revoke all on function consultations.forget_author() from public;
      -- The foreign key sets the author to null when an account goes: the name goes with it, whoever deletes.
      create trigger proposal_author_forgotten before update of author_id on consultations.proposal
        for each row when (old.author_id is not null and new.author_id is null) execute function consultations.forget_author();
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop trigger proposal_author_forgotten on consultations.proposal;
      drop function consultations.forget_author();
    `)
  }
}
