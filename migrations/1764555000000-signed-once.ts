import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Whoever signs a proposal stands there once, whichever the door: its first author is known by a key too, where a civil status is. */
export class SignedOnce1764555000000 implements MigrationInterface {
  name = 'SignedOnce1764555000000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table consultations.proposal add column signer_key bytea check (length(signer_key) = 16);
      create or replace function consultations.next_author() returns trigger language plpgsql as $$
      declare
        next record;
      begin
        delete from consultations.proposal_coauthor a where a.id = (
          select n.id from consultations.proposal_coauthor n where n.proposal_id = new.id and n.account_id is distinct from old.author_id order by n.account_id is null, n.since, n.id limit 1)
        returning a.account_id, a.name, a.channel, a.signer_key into next;
        -- Of whoever left, nothing stays.
        new.signer_key := null;
        if found then
          new.author_id := next.account_id;
          new.author_name := next.name;
          new.channel := next.channel;
          new.signer_key := next.signer_key;
        end if;
        return new;
      end $$;
      -- Nobody stands beside themselves. Whoever adds a signature holds the proposal: what is read here stays.
      create function consultations.refuse_own_coauthor() returns trigger language plpgsql as $$
      begin
        if exists (select from consultations.proposal p where p.id = new.proposal_id and (p.signer_key = new.signer_key or p.author_id = new.account_id)) then
          raise exception using errcode = 'unique_violation', constraint = 'proposal_coauthor_first', message = 'Somebody signs a proposal once';
        end if;
        return new;
      end $$;
      revoke all on function consultations.refuse_own_coauthor() from public;
      create trigger coauthor_not_first before insert on consultations.proposal_coauthor for each row execute function consultations.refuse_own_coauthor();
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop trigger coauthor_not_first on consultations.proposal_coauthor;
      drop function consultations.refuse_own_coauthor();
      create or replace function consultations.next_author() returns trigger language plpgsql as $$
      declare
        next record;
      begin
        delete from consultations.proposal_coauthor a where a.id = (
          select n.id from consultations.proposal_coauthor n where n.proposal_id = new.id and n.account_id is distinct from old.author_id order by n.account_id is null, n.since, n.id limit 1)
        returning a.account_id, a.name, a.channel into next;
        if found then
          new.author_id := next.account_id;
          new.author_name := next.name;
          new.channel := next.channel;
        end if;
        return new;
      end $$;
      alter table consultations.proposal drop column signer_key;
    `)
  }
}
