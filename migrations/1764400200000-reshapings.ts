import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** The functions as `proposal-rules` made them. */
const SUPPORTS_BEFORE = `
      create or replace function consultations.settle_supports(p_key bytea, p_account bytea, p_fewest integer, p_most integer) returns void
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

      create or replace function consultations.add_support(p_proposal uuid, p_key bytea, p_channel text, p_transport text, p_assistance uuid, p_account bytea default null)
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

      create or replace function consultations.take_support_back(p_proposal uuid, p_key bytea, p_account bytea) returns integer
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
      end $$;`

/** Several proposals become one, one becomes several: the trace of it, and the supports that go along. */
export class Reshapings1764400200000 implements MigrationInterface {
  name = 'Reshapings1764400200000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      alter table consultations.proposal drop constraint proposal_state_check;
      -- merged, split: it stands in others. undone: what was made of others, which stand again.
      alter table consultations.proposal add constraint proposal_state_check check (state in ('submitted', 'withdrawn', 'hidden', 'merged', 'split', 'undone'));

      create table consultations.reshaping (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        kind text not null check (kind in ('merge', 'split')),
        reason text not null check (length(reason) between 10 and 1000),
        done_by uuid references identity.account on delete set null,
        done_at timestamptz not null default platform.clock(),
        -- People whose support went along, each once.
        supports integer not null default 0,
        -- Somebody gave or took back a support by way of it: it stays.
        acted boolean not null default false,
        undone_by uuid references identity.account on delete set null,
        undone_at timestamptz
      );
      create index reshaping_consultation on consultations.reshaping (consultation_id, done_at desc);
      grant select, insert, update on consultations.reshaping to ${app};

      create table consultations.proposal_link (
        reshaping_id uuid not null references consultations.reshaping on delete cascade,
        from_id uuid not null references consultations.proposal on delete cascade,
        to_id uuid not null references consultations.proposal on delete cascade,
        live boolean not null default true,
        primary key (reshaping_id, from_id, to_id)
      );
      create index proposal_link_from on consultations.proposal_link (from_id);
      create index proposal_link_to on consultations.proposal_link (to_id);
      grant select, insert, update on consultations.proposal_link to ${app};

      -- Supports as they were given before, so that undoing gives them back.
      create table consultations.carried_support (
        reshaping_id uuid not null references consultations.reshaping on delete cascade,
        proposal_id uuid not null references consultations.proposal on delete cascade,
        supporter_key bytea not null,
        channel text not null,
        transport text not null,
        assistance_id uuid,
        day date not null,
        account_ref bytea,
        counted boolean not null,
        carried_by uuid,
        stands_for smallint not null,
        primary key (reshaping_id, proposal_id, supporter_key)
      );
      create index carried_support_key on consultations.carried_support (supporter_key);
      create index carried_support_account on consultations.carried_support (account_ref) where account_ref is not null;
      grant select, insert, delete on consultations.carried_support to ${app};

      alter table consultations.support
        -- The merger or the split by which it came here. What one split gave several times is one for the limits of a person.
        add column carried_by uuid references consultations.reshaping,
        -- Of how many proposals it unites the supports: nobody falls below the least because staff united what they supported.
        add column stands_for smallint not null default 1 check (stands_for >= 1);
      create index support_carried on consultations.support (carried_by) where carried_by is not null;

      -- Where a proposal stands now: in itself, or in what was made of it.
      create function consultations.stands_in(p_proposal uuid) returns setof uuid language sql stable as $$
        with recursive way(id) as (
          select p_proposal union select l.to_id from way w join consultations.proposal_link l on l.from_id = w.id where l.live)
        select p.id from way w join consultations.proposal p on p.id = w.id where p.state = 'submitted' order by p.id $$;

      -- Supports of one person: as the most counts them, as the least does, and how many of the first count.
      create function consultations.supports_given(p_key bytea, p_account bytea) returns table (given integer, standing integer, counting integer) language sql stable as $$
        select count(*)::integer, coalesce(sum(b.worth), 0)::integer, (count(*) filter (where b.counted))::integer from (
          select max(s.stands_for) as worth, bool_or(s.counted) as counted from consultations.support s
          where s.supporter_key = p_key or s.account_ref = p_account group by coalesce(s.carried_by, s.proposal_id)) b $$;

      create or replace function consultations.settle_supports(p_key bytea, p_account bytea, p_fewest integer, p_most integer) returns void
        language plpgsql as $$
      declare
        held record;
        moved uuid[];
      begin
        select * into held from consultations.supports_given(p_key, p_account);
        if held.standing < p_fewest then
          with mine as (update consultations.support s set counted = false where (s.supporter_key = p_key or s.account_ref = p_account) and s.counted returning s.proposal_id)
          select array_agg(proposal_id) into moved from mine;
          perform consultations.move_support_counts(moved, -1);
        else
          with bundle as (
            select coalesce(s.carried_by, s.proposal_id) as id, bool_or(s.counted) as counts, min(s.day) as day
            from consultations.support s where s.supporter_key = p_key or s.account_ref = p_account group by 1),
          -- Whatever of a split counts, all of it does.
          next as (
            (select id from bundle where counts)
            union all (select id from bundle where not counts order by day, id limit greatest(0, least(held.given, p_most) - held.counting))),
          mine as (
            update consultations.support s set counted = true from next
            where (s.supporter_key = p_key or s.account_ref = p_account) and not s.counted and coalesce(s.carried_by, s.proposal_id) = next.id returning s.proposal_id)
          select array_agg(proposal_id) into moved from mine;
          perform consultations.move_support_counts(moved, 1);
        end if;
      end $$;

      create or replace function consultations.add_support(p_proposal uuid, p_key bytea, p_channel text, p_transport text, p_assistance uuid, p_account bytea default null)
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
        stands text;
        spot uuid;
        places uuid[] := array[p_proposal];
        bundle uuid;
      begin
        select case when f.suspended then 'consultation.suspended' when f.phase_id is null then 'phase.not-open' end, r.supports_most, r.supports_least into said, most, fewest
        from consultations.proposals_phase((select p.consultation_id from consultations.proposal p where p.id = p_proposal)) f
        left join consultations.proposal_rules r on r.phase_id = f.phase_id;
        if not found then said := 'proposal.unknown'; end if;
        if said is null then
          -- A statement after the wait for the phase: it sees what staff made of the proposal meanwhile.
          select p.state into stands from consultations.proposal p where p.id = p_proposal;
          if stands in ('merged', 'split') then
            places := array(select consultations.stands_in(p_proposal));
          end if;
          said := case when stands = 'undone' then 'proposal.undone' when stands not in ('submitted', 'merged', 'split') or places = '{}' then 'proposal.withdrawn' end;
        end if;
        limited := most is not null or fewest is not null;
        if said is null and limited then
          perform consultations.queue_supporter(p_key, p_account);
          -- A statement after the wait: it sees what the one before gave.
          select g.given into given from consultations.supports_given(p_key, p_account) g;
          present := exists (select from consultations.support s where (s.supporter_key = p_key or s.account_ref = p_account) and s.proposal_id = any(places));
          -- A desk is told nothing of what the person did elsewhere: there one too many is kept and does not count.
          if not present and given >= most and p_channel = 'online' then said := 'support.too-many'; end if;
        end if;
        if said is not null then
          return query select said, null::integer, false;
          return;
        end if;
        foreach spot in array places loop
          bundle := null;
          if stands <> 'submitted' then
            update consultations.reshaping r set acted = true from consultations.proposal_link l where l.to_id = spot and l.live and r.id = l.reshaping_id and not r.acted;
            select r.id into bundle from consultations.proposal_link l join consultations.reshaping r on r.id = l.reshaping_id
            where l.to_id = spot and l.live and r.kind = 'split' and array_length(places, 1) > 1;
          end if;
          -- The indexes decide who is first, the person and the account; the counter moves with the row.
          insert into consultations.support (proposal_id, supporter_key, channel, transport, assistance_id, account_ref, counted, carried_by)
          values (spot, p_key, p_channel, p_transport, p_assistance, p_account, not limited, bundle) on conflict do nothing;
          if found then
            if not limited then
              update consultations.proposal p set support_count = p.support_count + 1 where p.id = spot returning p.support_count into tally;
            end if;
          else
            begin
              update consultations.support s set supporter_key = p_key where s.proposal_id = spot and s.account_ref = p_account and s.supporter_key <> p_key;
            exception when unique_violation then null; -- that person's own support stands already
            end;
          end if;
        end loop;
        if limited then
          perform consultations.settle_supports(p_key, p_account, fewest, most);
          select bool_or(s.counted) into counts from consultations.support s where s.proposal_id = any(places) and (s.supporter_key = p_key or s.account_ref = p_account);
        end if;
        if tally is null then
          select max(p.support_count) into tally from consultations.proposal p where p.id = any(places);
        end if;
        return query select null::text, tally, counts;
      end $$;

      create or replace function consultations.take_support_back(p_proposal uuid, p_key bytea, p_account bytea) returns integer
        language plpgsql as $$
      #variable_conflict use_column
      declare
        most integer;
        fewest integer;
        tally integer;
        places uuid[] := array[p_proposal];
        ended record;
      begin
        select r.supports_most, r.supports_least into most, fewest
        from consultations.proposals_phase((select p.consultation_id from consultations.proposal p where p.id = p_proposal)) f
        left join consultations.proposal_rules r on r.phase_id = f.phase_id;
        if exists (select from consultations.proposal p where p.id = p_proposal and p.state in ('merged', 'split')) then
          places := array(select consultations.stands_in(p_proposal));
        end if;
        perform consultations.queue_supporter(p_key, p_account);
        for ended in
          with removed as (delete from consultations.support s where s.proposal_id = any(places) and (s.supporter_key = p_key or s.account_ref = p_account) returning s.proposal_id, s.counted, s.carried_by)
          select proposal_id, (count(*) filter (where counted))::integer as gone, (array_agg(carried_by))[1] as carried from removed group by proposal_id order by proposal_id
        loop
          if ended.gone > 0 then
            perform consultations.move_support_counts(array[ended.proposal_id], -ended.gone);
          end if;
          if ended.carried is not null then
            -- What was taken back is kept nowhere: undoing would give it again, and is over.
            update consultations.reshaping r set acted = true where r.id = ended.carried and not r.acted;
            delete from consultations.carried_support k where k.reshaping_id = ended.carried and (k.supporter_key = p_key or k.account_ref = p_account);
          end if;
        end loop;
        if most is not null or fewest is not null then
          perform consultations.settle_supports(p_key, p_account, fewest, most);
        end if;
        select max(p.support_count) into tally from consultations.proposal p where p.id = any(case when places = '{}' then array[p_proposal] else places end);
        return tally;
      end $$;

      -- The same for everybody whose supports moved, where a phase with limits is open.
      create function consultations.settle_carried(p_reshaping uuid) returns void language plpgsql as $$
      declare
        limits record;
        person record;
      begin
        select f.phase_id, l.supports_most, l.supports_least into limits
        from consultations.reshaping r, consultations.proposals_phase(r.consultation_id) f join consultations.proposal_rules l on l.phase_id = f.phase_id
        where r.id = p_reshaping and (l.supports_most is not null or l.supports_least is not null);
        if not found then return; end if;
        for person in select distinct k.supporter_key, k.account_ref from consultations.carried_support k where k.reshaping_id = p_reshaping order by 1, 2 loop
          perform consultations.settle_supports(person.supporter_key, person.account_ref, limits.supports_least, limits.supports_most);
        end loop;
      end $$;

      -- Carries the supports of some proposals to others: each person once, whether known by a key, by an account, or by both in turn.
      -- Whoever calls holds the phases, so that nobody gives or takes back meanwhile.
      create function consultations.carry_supports(p_reshaping uuid, p_from uuid[], p_to uuid[]) returns integer language plpgsql as $$
      declare
        people integer;
      begin
        insert into consultations.carried_support (reshaping_id, proposal_id, supporter_key, channel, transport, assistance_id, day, account_ref, counted, carried_by, stands_for)
        select p_reshaping, s.proposal_id, s.supporter_key, s.channel, s.transport, s.assistance_id, s.day, s.account_ref, s.counted, s.carried_by, s.stands_for
        from consultations.support s where s.proposal_id = any(p_from);
        with recursive given as (
          select * from consultations.carried_support k where k.reshaping_id = p_reshaping),
        same as (
          select distinct x.supporter_key as one, y.supporter_key as other from given x join given y on y.account_ref = x.account_ref and y.supporter_key <> x.supporter_key),
        reach(key, root) as (
          select g.supporter_key, g.supporter_key from given g union select s.other, r.root from reach r join same s on s.one = r.key),
        person as (
          select key, min(encode(root, 'hex')) as id from reach group by key),
        bundle as (
          select p.id, coalesce(g.carried_by, g.proposal_id) as bundle, max(g.stands_for) as worth, bool_or(g.counted) as counted
          from given g join person p on p.key = g.supporter_key group by 1, 2),
        worth as (
          select b.id, sum(b.worth)::smallint as stands_for, bool_or(b.counted) as counted from bundle b group by b.id),
        -- Of one person's the last given, with the account that may take it back.
        kept as (
          select distinct on (p.id) p.id, g.supporter_key, g.channel, g.transport, g.assistance_id, g.day, g.account_ref
          from given g join person p on p.key = g.supporter_key order by p.id, g.account_ref is null, g.day desc, g.proposal_id),
        carried as (
          insert into consultations.support (proposal_id, supporter_key, channel, transport, assistance_id, day, account_ref, counted, carried_by, stands_for)
          select t.id, k.supporter_key, k.channel, k.transport, k.assistance_id, k.day, k.account_ref, w.counted, p_reshaping, w.stands_for
          from kept k join worth w on w.id = k.id cross join unnest(p_to) t(id) returning supporter_key)
        select count(distinct supporter_key) into people from carried;
        delete from consultations.support s where s.proposal_id = any(p_from);
        perform consultations.settle_carried(p_reshaping);
        update consultations.proposal p set support_count = (select count(*) from consultations.support s where s.proposal_id = p.id and s.counted) where p.id = any(p_to);
        update consultations.reshaping r set supports = people where r.id = p_reshaping;
        return people;
      end $$;

      -- People who support any of them, each once: what uniting them would carry.
      create function consultations.supporters_of(p_proposals uuid[]) returns integer language sql stable as $$
        with recursive given as (
          select s.supporter_key, s.account_ref from consultations.support s where s.proposal_id = any(p_proposals)),
        same as (
          select distinct x.supporter_key as one, y.supporter_key as other from given x join given y on y.account_ref = x.account_ref and y.supporter_key <> x.supporter_key),
        reach(key, root) as (
          select g.supporter_key, g.supporter_key from given g union select s.other, r.root from reach r join same s on s.one = r.key)
        select count(distinct id)::integer from (select min(encode(root, 'hex')) as id from reach group by key) person $$;

      -- The way back: what was given before stands again.
      create function consultations.return_supports(p_reshaping uuid, p_from uuid[], p_to uuid[]) returns void language plpgsql as $$
      begin
        delete from consultations.support s where s.proposal_id = any(p_to);
        insert into consultations.support (proposal_id, supporter_key, channel, transport, assistance_id, day, account_ref, counted, carried_by, stands_for)
        select k.proposal_id, k.supporter_key, k.channel, k.transport, k.assistance_id, k.day, k.account_ref, k.counted, k.carried_by, k.stands_for
        from consultations.carried_support k where k.reshaping_id = p_reshaping;
        perform consultations.settle_carried(p_reshaping);
        delete from consultations.carried_support k where k.reshaping_id = p_reshaping;
        update consultations.proposal p set support_count = (select count(*) from consultations.support s where s.proposal_id = p.id and s.counted) where p.id = any(p_from) or p.id = any(p_to);
      end $$;

      revoke all on function consultations.stands_in(uuid), consultations.supports_given(bytea, bytea), consultations.settle_carried(uuid), consultations.supporters_of(uuid[]),
        consultations.carry_supports(uuid, uuid[], uuid[]), consultations.return_supports(uuid, uuid[], uuid[]) from public;
      grant execute on function consultations.stands_in(uuid), consultations.supports_given(bytea, bytea), consultations.settle_carried(uuid), consultations.supporters_of(uuid[]),
        consultations.carry_supports(uuid, uuid[], uuid[]), consultations.return_supports(uuid, uuid[], uuid[]) to ${app};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      update consultations.proposal set state = 'withdrawn' where state in ('merged', 'split', 'undone');
      alter table consultations.proposal drop constraint proposal_state_check;
      alter table consultations.proposal add constraint proposal_state_check check (state in ('submitted', 'withdrawn', 'hidden'));
      drop function consultations.return_supports(uuid, uuid[], uuid[]);
      drop function consultations.carry_supports(uuid, uuid[], uuid[]);
      drop function consultations.settle_carried(uuid);
      drop function consultations.supporters_of(uuid[]);
    `)
    await q.query(SUPPORTS_BEFORE)
    await q.query(`
      drop function consultations.supports_given(bytea, bytea);
      drop function consultations.stands_in(uuid);
      alter table consultations.support drop column stands_for, drop column carried_by;
      drop table consultations.carried_support, consultations.proposal_link, consultations.reshaping;
    `)
  }
}
