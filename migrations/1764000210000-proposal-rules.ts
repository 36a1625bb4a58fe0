import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** What a phase asks of proposals and supports: until when a text changes, how many a person supports, what a proposal needs. */
export class ProposalRules1764000210000 implements MigrationInterface {
  name = 'ProposalRules1764000210000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      create table consultations.proposal_rules (
        phase_id uuid primary key references consultations.phase on delete cascade,
        -- Minutes after it was sent in which a text may be corrected; null: until the phase closes.
        edit_minutes integer check (edit_minutes between 1 and 525600),
        -- Supports of one person in the consultation.
        supports_most smallint check (supports_most between 1 and 1000),
        -- Fewer are kept and do not count yet.
        supports_least smallint check (supports_least between 2 and 1000),
        -- Supports that a proposal needs to be looked at.
        threshold integer check (threshold between 2 and 1000000),
        check (supports_least <= supports_most)
      );
      grant select, insert, update, delete on consultations.proposal_rules to ${app};

      alter table consultations.support add column counted boolean not null default true;
      create index support_account_ref on consultations.support (account_ref) where account_ref is not null;
      grant update (counted) on consultations.support to ${app};
      create index proposal_gone on consultations.proposal (consultation_id, created_at desc, id) where state <> 'submitted';

      -- Whoever gives or takes back where supports are limited goes one at a time: by the person and by the account, in one order.
      create function consultations.queue_supporter(p_key bytea, p_account bytea) returns void language sql as $$
        select pg_advisory_xact_lock(lock) from (
          select hashtextextended('supporter:' || encode(one, 'hex'), 0) as lock from unnest(array[p_key, p_account]) one where one is not null order by 1) locks $$;

      -- Moves the counters of proposals, always in the same order.
      create function consultations.move_support_counts(p_proposals uuid[], p_by integer) returns void language plpgsql as $$
      begin
        perform from consultations.proposal p where p.id = any(p_proposals) order by p.id for no key update;
        update consultations.proposal p set support_count = p.support_count + p_by where p.id = any(p_proposals);
      end $$;

      -- Says which of a person's supports count, after one came or went: none below the least, no more than the most, the first ones first.
      create function consultations.settle_supports(p_key bytea, p_account bytea, p_fewest integer, p_most integer) returns void
        language plpgsql as $$
      declare
        given integer;
        counting integer;
        moved uuid[];
      begin
        select count(*), count(*) filter (where s.counted) into given, counting from consultations.support s where s.supporter_key = p_key or s.account_ref = p_account;
        if given < p_fewest then
          with mine as (update consultations.support s set counted = false where (s.supporter_key = p_key or s.account_ref = p_account) and s.counted returning s.proposal_id)
          select array_agg(proposal_id) into moved from mine;
          perform consultations.move_support_counts(moved, -1);
        elsif counting < least(given, p_most) then
          with mine as (
            update consultations.support s set counted = true from (
              select w.proposal_id, w.supporter_key from consultations.support w where (w.supporter_key = p_key or w.account_ref = p_account) and not w.counted
              order by w.day, w.proposal_id limit least(given, p_most) - counting) next
            where s.proposal_id = next.proposal_id and s.supporter_key = next.supporter_key returning s.proposal_id)
          select array_agg(proposal_id) into moved from mine;
          perform consultations.move_support_counts(moved, 1);
        end if;
      end $$;

      drop function consultations.add_support(uuid, bytea, text, text, uuid, bytea);
      create function consultations.add_support(p_proposal uuid, p_key bytea, p_channel text, p_transport text, p_assistance uuid, p_account bytea default null)
        returns table (refusal text, support_count integer, counted boolean)
        language plpgsql as $$
      #variable_conflict use_column
      declare
        said text;
        tally integer;
        most integer;
        fewest integer;
        given integer;
        limited boolean;
        counts boolean := true;
        present boolean;
      begin
        select case when f.suspended then 'consultation.suspended' when f.phase_id is null then 'phase.not-open' end, r.supports_most, r.supports_least into said, most, fewest
        from consultations.proposals_phase((select p.consultation_id from consultations.proposal p where p.id = p_proposal)) f
        left join consultations.proposal_rules r on r.phase_id = f.phase_id;
        if not found then said := 'proposal.unknown'; end if;
        if said is null and exists (select from consultations.proposal p where p.id = p_proposal and p.state <> 'submitted') then said := 'proposal.withdrawn'; end if;
        limited := most is not null or fewest is not null;
        if said is null and limited then
          perform consultations.queue_supporter(p_key, p_account);
          -- A statement after the wait: it sees what the one before gave.
          select count(*), coalesce(bool_or(s.proposal_id = p_proposal), false) into given, present
          from consultations.support s where s.supporter_key = p_key or s.account_ref = p_account;
          -- A desk is told nothing of what the person did elsewhere: there one too many is kept and does not count.
          if not present and given >= most and p_channel = 'online' then said := 'support.too-many'; end if;
        end if;
        if said is not null then
          return query select said, null::integer, false;
          return;
        end if;
        -- The indexes decide who is first, the person and the account; the counter moves with the row.
        insert into consultations.support (proposal_id, supporter_key, channel, transport, assistance_id, account_ref, counted)
        values (p_proposal, p_key, p_channel, p_transport, p_assistance, p_account, not limited) on conflict do nothing;
        if found and not limited then
          update consultations.proposal p set support_count = p.support_count + 1 where p.id = p_proposal returning p.support_count into tally;
        else
          if found then
            perform consultations.settle_supports(p_key, p_account, fewest, most);
          else
            begin
              update consultations.support s set supporter_key = p_key where s.proposal_id = p_proposal and s.account_ref = p_account and s.supporter_key <> p_key;
            exception when unique_violation then null; -- that person's own support stands already
            end;
          end if;
          select p.support_count into tally from consultations.proposal p where p.id = p_proposal;
          if limited then
            select s.counted into counts from consultations.support s where s.proposal_id = p_proposal and (s.supporter_key = p_key or s.account_ref = p_account) limit 1;
          end if;
        end if;
        return query select null::text, tally, counts;
      end $$;

      -- Takes back what this person and this account gave to a proposal.
      create function consultations.take_support_back(p_proposal uuid, p_key bytea, p_account bytea) returns integer
        language plpgsql as $$
      #variable_conflict use_column
      declare
        most integer;
        fewest integer;
        gone integer;
        tally integer;
      begin
        select r.supports_most, r.supports_least into most, fewest
        from consultations.proposals_phase((select p.consultation_id from consultations.proposal p where p.id = p_proposal)) f
        left join consultations.proposal_rules r on r.phase_id = f.phase_id;
        perform consultations.queue_supporter(p_key, p_account);
        with removed as (delete from consultations.support s where s.proposal_id = p_proposal and (s.supporter_key = p_key or s.account_ref = p_account) returning s.counted)
        select count(*) filter (where counted) into gone from removed;
        if gone > 0 then
          perform consultations.move_support_counts(array[p_proposal], -gone);
        end if;
        if most is not null or fewest is not null then
          perform consultations.settle_supports(p_key, p_account, fewest, most);
        end if;
        select p.support_count into tally from consultations.proposal p where p.id = p_proposal;
        return tally;
      end $$;

      revoke all on function consultations.add_support(uuid, bytea, text, text, uuid, bytea), consultations.take_support_back(uuid, bytea, bytea),
        consultations.queue_supporter(bytea, bytea), consultations.move_support_counts(uuid[], integer), consultations.settle_supports(bytea, bytea, integer, integer) from public;
      grant execute on function consultations.add_support(uuid, bytea, text, text, uuid, bytea), consultations.take_support_back(uuid, bytea, bytea),
        consultations.queue_supporter(bytea, bytea), consultations.move_support_counts(uuid[], integer), consultations.settle_supports(bytea, bytea, integer, integer) to ${app};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop function consultations.take_support_back(uuid, bytea, bytea);
      drop function consultations.add_support(uuid, bytea, text, text, uuid, bytea);
      drop function consultations.settle_supports(bytea, bytea, integer, integer);
      drop function consultations.move_support_counts(uuid[], integer);
      drop function consultations.queue_supporter(bytea, bytea);
      create function consultations.add_support(p_proposal uuid, p_key bytea, p_channel text, p_transport text, p_assistance uuid, p_account bytea default null)
        returns table (refusal text, support_count integer)
        language plpgsql as $$
      #variable_conflict use_column
      declare
        said text;
        counted integer;
      begin
        select case when f.suspended then 'consultation.suspended' when f.phase_id is null then 'phase.not-open' end into said
        from consultations.proposals_phase((select p.consultation_id from consultations.proposal p where p.id = p_proposal)) f;
        if not found then said := 'proposal.unknown'; end if;
        if said is null and exists (select from consultations.proposal p where p.id = p_proposal and p.state = 'withdrawn') then said := 'proposal.withdrawn'; end if;
        if said is not null then
          return query select said, null::integer;
          return;
        end if;
        -- The indexes decide who is first, the person and the account; the counter moves with the row.
        insert into consultations.support (proposal_id, supporter_key, channel, transport, assistance_id, account_ref)
        values (p_proposal, p_key, p_channel, p_transport, p_assistance, p_account) on conflict do nothing;
        if found then
          update consultations.proposal p set support_count = p.support_count + 1 where p.id = p_proposal returning p.support_count into counted;
        else
          begin
            update consultations.support s set supporter_key = p_key where s.proposal_id = p_proposal and s.account_ref = p_account and s.supporter_key <> p_key;
          exception when unique_violation then null; -- that person's own support stands already
          end;
          select p.support_count into counted from consultations.proposal p where p.id = p_proposal;
        end if;
        return query select null::text, counted;
      end $$;
      revoke all on function consultations.add_support(uuid, bytea, text, text, uuid, bytea) from public;
      grant execute on function consultations.add_support(uuid, bytea, text, text, uuid, bytea) to ${applicationRole()};
      drop index consultations.proposal_gone;
      drop index consultations.support_account_ref;
      alter table consultations.support drop column counted;
      drop table consultations.proposal_rules;
    `)
  }
}
