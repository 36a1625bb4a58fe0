import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** A proposal of several people: whoever stands beside its first author, and whom they invited. */
export class Coauthors1764400000000 implements MigrationInterface {
  name = 'Coauthors1764400000000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      create table consultations.proposal_coauthor (
        id uuid primary key default gen_random_uuid(),
        proposal_id uuid not null references consultations.proposal on delete cascade,
        -- Null: written at a desk, or made elsewhere, before it was united with others.
        account_id uuid references identity.account on delete cascade,
        name text not null default '',
        channel text not null check (channel in ('online', 'accompanied', 'kiosk', 'on_behalf', 'paper', 'phone')),
        since timestamptz not null default platform.clock(),
        unique (proposal_id, account_id)
      );
      create index proposal_coauthor_account on consultations.proposal_coauthor (account_id) where account_id is not null;
      grant select, insert, update, delete on consultations.proposal_coauthor to ${app};

      -- Whoever is invited is known by an address alone: nobody is told whether it is that of an account.
      create table consultations.coauthor_invitation (
        id uuid primary key default gen_random_uuid(),
        proposal_id uuid not null references consultations.proposal on delete cascade,
        invited_by uuid not null references identity.account on delete cascade,
        email text not null check (length(email) <= 254 and email = lower(email)),
        state text not null default 'waiting' check (state in ('waiting', 'accepted', 'declined', 'cancelled')),
        created_at timestamptz not null default platform.clock(),
        ends_at timestamptz not null,
        -- One address is written to once for a proposal, whatever became of it.
        unique (proposal_id, email)
      );
      create index coauthor_invitation_email on consultations.coauthor_invitation (email) where state = 'waiting';
      create index coauthor_invitation_by on consultations.coauthor_invitation (invited_by, created_at);
      create index coauthor_invitation_end on consultations.coauthor_invitation (ends_at);
      grant select, insert, update, delete on consultations.coauthor_invitation to ${app};

      -- An account goes: invitations to its address go with it, and the next of the authors becomes the first.
      create function consultations.forget_invited() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      begin
        delete from consultations.coauthor_invitation where email = old.email;
        return null;
      end $$;
      revoke all on function consultations.forget_invited() from public;
      create trigger account_invited_forgotten after delete on identity.account for each row execute function consultations.forget_invited();
      create function consultations.next_author() returns trigger language plpgsql as $$
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
      revoke all on function consultations.next_author() from public;
      grant execute on function consultations.next_author() to ${app};
      -- By its name it comes after the one that forgets.
      create trigger proposal_author_next before update of author_id on consultations.proposal
        for each row when (old.author_id is not null and new.author_id is null) execute function consultations.next_author();
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop trigger proposal_author_next on consultations.proposal;
      drop function consultations.next_author();
      drop trigger account_invited_forgotten on identity.account;
      drop function consultations.forget_invited();
      drop table consultations.coauthor_invitation;
      drop table consultations.proposal_coauthor;
    `)
  }
}
