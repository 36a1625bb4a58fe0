import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole, protectedRole } from './1763800000000-foundations'

/**
 * A box of a million ballots holds no request: what sealing decides (state, dates, nothing left to review, as many ballots as
 * people) stays in the request, the rewriting that ends the tie is the first step of the count, a job. Nobody changes what was
 * sealed any more, so that a publication need not read the box again. A receipt that is not counted can say what was decided.
 */
export class LargeBoxes1764300000000 implements MigrationInterface {
  name = 'LargeBoxes1764300000000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    const roll = protectedRole('roll')
    const urn = protectedRole('urn')
    await q.query(`
      alter table roll.entry add column decision text check (decision in ('homonym', 'usurpation', 'same_person'));
      alter table roll.sealed_entry add column decision text;

      create or replace function roll.review(p_vote uuid, p_entry uuid, p_decision text, p_reviewer uuid, p_reason text) returns void
        language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
      declare
        contested roll.entry;
        vote_state text;
        next_index smallint;
      begin
        select state into vote_state from consultations.vote where id = p_vote;
        if vote_state not in ('open', 'counting') then raise exception 'vote.already-sealed'; end if;
        -- Locks in the order of a cast: the civil status, then its rows.
        perform pg_advisory_xact_lock(hashtextextended(p_vote::text || encode(k0, 'hex'), 0)) from roll.entry where id = p_entry and vote_id = p_vote;
        select * into contested from roll.entry where id = p_entry and vote_id = p_vote for update;
        if not found then raise exception 'contested-entry.unknown'; end if;
        if contested.status <> 'contested' then raise exception 'contested-entry.already-reviewed'; end if;
        next_index := (select coalesce(max(homonym_index) + 1, 0) from roll.entry where vote_id = p_vote and k0 = contested.k0 and status = 'admitted' and not (p_decision = 'usurpation' and id = contested.contests));
        if p_decision = 'homonym' then
          if exists (select from roll.entry where vote_id = p_vote and account_ref = contested.account_ref and status = 'admitted') then
            raise exception 'contested-entry.same-account';
          end if;
          update roll.entry set status = 'admitted', homonym_index = next_index, reviewed_by = p_reviewer, review_reason = p_reason, decision = p_decision where id = p_entry;
        elsif p_decision = 'usurpation' then
          update roll.entry set status = 'rejected', homonym_index = null, reviewed_by = p_reviewer, review_reason = p_reason, decision = p_decision
          where id = contested.contests and status = 'admitted';
          if not found then raise exception 'contested-entry.first-already-rejected'; end if;
          update roll.entry set status = 'admitted', homonym_index = next_index, reviewed_by = p_reviewer, review_reason = p_reason, decision = p_decision where id = p_entry;
        elsif p_decision = 'same_person' then
          update roll.entry set status = 'rejected', reviewed_by = p_reviewer, review_reason = p_reason, decision = p_decision where id = p_entry;
        else
          raise exception 'contested-entry.unknown-decision';
        end if;
      end $$;

      drop function roll.receipt_status(bytea);
      -- Before the rewriting every receipt gets the same answer, contested or not.
      create function roll.receipt_status(p_hash bytea) returns table (vote_id uuid, status text, reason text, decision text)
        language sql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
        select e.vote_id, 'received', null::text, null::text from roll.entry e where e.receipt_hash = p_hash
        union all
        select s.vote_id, case s.status when 'admitted' then 'counted' else 'not_counted' end, case s.status when 'admitted' then null else s.review_reason end,
          case s.status when 'admitted' then null else s.decision end
        from roll.sealed_entry s where s.receipt_hash = p_hash
      $$;

      -- Decides that the box is sealed, once and for ever: from here on nothing is cast or reviewed. p_excluded: pseudonyms of the rows that were not admitted.
      create or replace function urn.seal(p_vote uuid, p_excluded bytea[]) returns integer
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare
        v consultations.vote;
        admitted integer;
        kept integer;
      begin
        select * into v from consultations.vote where id = p_vote for update;
        if not found then raise exception 'vote.unknown'; end if;
        if v.state in ('sealed', 'tallied', 'published') then raise exception 'vote.already-sealed'; end if;
        if v.state <> 'counting' then raise exception 'vote.still-open'; end if;
        if platform.clock() < greatest(v.admitted_until, v.closes_at) + make_interval(days => v.claim_days) then raise exception 'vote.claims-still-open'; end if;
        if exists (select from roll.entry where vote_id = p_vote and status = 'contested') then raise exception 'vote.contested-pending'; end if;
        select count(*) into admitted from roll.entry where vote_id = p_vote and status = 'admitted' and cast_count > 0;
        select count(*) into kept from urn.ballot b where b.vote_id = p_vote and not b.superseded and not (b.pseudonym = any (p_excluded));
        if kept <> admitted then raise exception 'ballot.roll-urn-mismatch'; end if;
        update consultations.vote set state = 'sealed', sealed_at = platform.clock() where id = p_vote;
        return kept;
      end $$;

      -- Ends the tie between roll and urn: both are rewritten in random order into tables that only this function fills (one
      -- transaction, so the rows of each share one xmin), without the row identifiers that the pseudonyms came from. Done once; again changes nothing.
      create function urn.rewrite(p_vote uuid, p_excluded bytea[]) returns integer
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare
        admitted integer;
        kept integer;
      begin
        perform pg_advisory_xact_lock(hashtextextended('urn.rewrite ' || p_vote::text, 0));
        if not exists (select from consultations.vote where id = p_vote and state = 'sealed') then raise exception 'vote.not-sealed'; end if;
        -- Done already, by an attempt that ended before it could say so.
        if not exists (select from roll.entry where vote_id = p_vote) then return 0; end if;
        select count(*) into admitted from roll.entry where vote_id = p_vote and status = 'admitted' and cast_count > 0;
        insert into urn.sealed_ballot (vote_id, opening, nonce, commitment)
          select b.vote_id, b.opening, b.nonce, b.commitment from urn.ballot b
          where b.vote_id = p_vote and not b.superseded and not (b.pseudonym = any (p_excluded)) order by random();
        get diagnostics kept = row_count;
        if kept <> admitted then raise exception 'ballot.roll-urn-mismatch'; end if;
        insert into roll.sealed_entry (vote_id, status, k0, account_ref, municipality_code, channel, transport, evidence, centre_id, assistance_id, receipt_hash, day, review_reason, decision)
          select vote_id, status, k0, account_ref, municipality_code, channel, transport, evidence, centre_id, assistance_id, receipt_hash, day, review_reason, decision
          from roll.entry where vote_id = p_vote order by random();
        delete from urn.ballot where vote_id = p_vote;
        delete from roll.entry where vote_id = p_vote;
        return kept;
      end $$;

      alter function roll.receipt_status(bytea) owner to ${roll};
      alter function urn.rewrite(uuid, bytea[]) owner to ${urn};
      revoke all on function roll.receipt_status(bytea), urn.rewrite(uuid, bytea[]) from public;
      grant execute on function roll.receipt_status(bytea), urn.rewrite(uuid, bytea[]) to ${app};

      create function consultations.refuse_change_of_sealed() returns trigger language plpgsql as $$
      begin
        raise exception 'ballot.sealed' using errcode = 'P0001';
      end $$;
      create trigger sealed_ballot_stays before update or delete on urn.sealed_ballot
        for each row execute function consultations.refuse_change_of_sealed();
      create trigger sealed_ballot_is_not_emptied before truncate on urn.sealed_ballot
        for each statement execute function consultations.refuse_change_of_sealed();
      create trigger sealed_entry_stays before update or delete on roll.sealed_entry
        for each row execute function consultations.refuse_change_of_sealed();
      create trigger sealed_entry_is_not_emptied before truncate on roll.sealed_entry
        for each statement execute function consultations.refuse_change_of_sealed();
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    const roll = protectedRole('roll')
    await q.query(`
      drop trigger sealed_ballot_stays on urn.sealed_ballot;
      drop trigger sealed_ballot_is_not_emptied on urn.sealed_ballot;
      drop trigger sealed_entry_stays on roll.sealed_entry;
      drop trigger sealed_entry_is_not_emptied on roll.sealed_entry;
      drop function consultations.refuse_change_of_sealed();
      drop function urn.rewrite(uuid, bytea[]);
      drop function roll.receipt_status(bytea);
      create function roll.receipt_status(p_hash bytea) returns table (vote_id uuid, status text, reason text)
        language sql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
        select e.vote_id, 'received', null::text from roll.entry e where e.receipt_hash = p_hash
        union all
        select s.vote_id, case s.status when 'admitted' then 'counted' else 'not_counted' end, case s.status when 'admitted' then null else s.review_reason end
        from roll.sealed_entry s where s.receipt_hash = p_hash
      $$;
      alter function roll.receipt_status(bytea) owner to ${roll};
      revoke all on function roll.receipt_status(bytea) from public;
      grant execute on function roll.receipt_status(bytea) to ${app};
      create or replace function roll.review(p_vote uuid, p_entry uuid, p_decision text, p_reviewer uuid, p_reason text) returns void
        language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
      declare
        contested roll.entry;
        vote_state text;
        next_index smallint;
      begin
        select state into vote_state from consultations.vote where id = p_vote;
        if vote_state not in ('open', 'counting') then raise exception 'vote.already-sealed'; end if;
        -- Locks in the order of a cast: the civil status, then its rows.
        perform pg_advisory_xact_lock(hashtextextended(p_vote::text || encode(k0, 'hex'), 0)) from roll.entry where id = p_entry and vote_id = p_vote;
        select * into contested from roll.entry where id = p_entry and vote_id = p_vote for update;
        if not found then raise exception 'contested-entry.unknown'; end if;
        if contested.status <> 'contested' then raise exception 'contested-entry.already-reviewed'; end if;
        next_index := (select coalesce(max(homonym_index) + 1, 0) from roll.entry where vote_id = p_vote and k0 = contested.k0 and status = 'admitted' and not (p_decision = 'usurpation' and id = contested.contests));
        if p_decision = 'homonym' then
          if exists (select from roll.entry where vote_id = p_vote and account_ref = contested.account_ref and status = 'admitted') then
            raise exception 'contested-entry.same-account';
          end if;
          update roll.entry set status = 'admitted', homonym_index = next_index, reviewed_by = p_reviewer, review_reason = p_reason where id = p_entry;
        elsif p_decision = 'usurpation' then
          update roll.entry set status = 'rejected', homonym_index = null, reviewed_by = p_reviewer, review_reason = p_reason
          where id = contested.contests and status = 'admitted';
          if not found then raise exception 'contested-entry.first-already-rejected'; end if;
          update roll.entry set status = 'admitted', homonym_index = next_index, reviewed_by = p_reviewer, review_reason = p_reason where id = p_entry;
        elsif p_decision = 'same_person' then
          update roll.entry set status = 'rejected', reviewed_by = p_reviewer, review_reason = p_reason where id = p_entry;
        else
          raise exception 'contested-entry.unknown-decision';
        end if;
      end $$;
      create or replace function urn.seal(p_vote uuid, p_excluded bytea[]) returns integer
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare
        v consultations.vote;
        admitted integer;
        kept integer;
      begin
        select * into v from consultations.vote where id = p_vote for update;
        if not found then raise exception 'vote.unknown'; end if;
        if v.state in ('sealed', 'tallied', 'published') then raise exception 'vote.already-sealed'; end if;
        if v.state <> 'counting' then raise exception 'vote.still-open'; end if;
        if platform.clock() < greatest(v.admitted_until, v.closes_at) + make_interval(days => v.claim_days) then raise exception 'vote.claims-still-open'; end if;
        if exists (select from roll.entry where vote_id = p_vote and status = 'contested') then raise exception 'vote.contested-pending'; end if;
        select count(*) into admitted from roll.entry where vote_id = p_vote and status = 'admitted' and cast_count > 0;
        insert into urn.sealed_ballot (vote_id, opening, nonce, commitment)
          select b.vote_id, b.opening, b.nonce, b.commitment from urn.ballot b
          where b.vote_id = p_vote and not b.superseded and not (b.pseudonym = any (p_excluded)) order by random();
        get diagnostics kept = row_count;
        if kept <> admitted then raise exception 'ballot.roll-urn-mismatch'; end if;
        insert into roll.sealed_entry (vote_id, status, k0, account_ref, municipality_code, channel, transport, evidence, centre_id, assistance_id, receipt_hash, day, review_reason)
          select vote_id, status, k0, account_ref, municipality_code, channel, transport, evidence, centre_id, assistance_id, receipt_hash, day, review_reason
          from roll.entry where vote_id = p_vote order by random();
        delete from urn.ballot where vote_id = p_vote;
        delete from roll.entry where vote_id = p_vote;
        update consultations.vote set state = 'sealed', sealed_at = platform.clock() where id = p_vote;
        return kept;
      end $$;
      alter table roll.entry drop column decision;
      alter table roll.sealed_entry drop column decision;
    `)
  }
}
