import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole, protectedRole } from './1763800000000-foundations'

/**
 * Possible duplicates: beside the key of uniqueness the roll keeps the weaker ones, so that people can look at pairs that look like
 * one person. They decide nothing by themselves, are read by functions of the roll alone, and end with the sealing (docs/adr/0041).
 */
export class Duplicates1764584000000 implements MigrationInterface {
  name = 'Duplicates1764584000000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    const roll = protectedRole('roll')
    const urn = protectedRole('urn')
    await q.query(`
      -- K1, K2, K3, K4, and K1 under the usage surname where one was given: 16 bytes each, one after the other.
      alter table roll.entry add column hints bytea check (length(hints) in (64, 80));
      alter table inclusion.assisted_session add column hints bytea check (length(hints) in (64, 80)), add constraint assisted_session_hints check (hints is null or k0 is not null);
      alter table inclusion.kiosk_pass add column hints bytea check (length(hints) in (64, 80)), add constraint kiosk_pass_hints check (hints is null or k0 is not null);
      alter table inclusion.paper_envelope add column hints bytea check (length(hints) in (64, 80)), add constraint paper_envelope_hints check (hints is null or k0 is not null);
      -- They go with the key, whoever erases it.
      create function inclusion.hints_go_with_key() returns trigger language plpgsql as $$
      begin
        new.hints := null;
        return new;
      end $$;
      create trigger assisted_session_hints_go before update on inclusion.assisted_session for each row when (new.k0 is null and new.hints is not null) execute function inclusion.hints_go_with_key();
      create trigger kiosk_pass_hints_go before update on inclusion.kiosk_pass for each row when (new.k0 is null and new.hints is not null) execute function inclusion.hints_go_with_key();
      create trigger paper_envelope_hints_go before update on inclusion.paper_envelope for each row when (new.k0 is null and new.hints is not null) execute function inclusion.hints_go_with_key();

      -- What people decided of a pair, until the sealing.
      create table roll.duplicate_decision (
        vote_id uuid not null references consultations.vote,
        one uuid not null,
        other uuid not null check (one < other),
        decision text not null check (decision in ('two_people', 'same_person')),
        reason text not null check (length(reason) between 20 and 1000),
        decided_by uuid not null,
        primary key (one, other)
      );
      create index duplicate_decision_vote on roll.duplicate_decision (vote_id);
      alter table roll.duplicate_decision owner to ${roll};
      grant select, delete on roll.duplicate_decision to ${urn};
      grant usage on schema inclusion to ${roll};
      grant select (id, mediator_id) on inclusion.assisted_session to ${roll};
      grant select (id, receipt_hash) on inclusion.paper_sheet to ${roll};
      grant select (sheet_id, recorded_by) on inclusion.paper_envelope to ${roll};

      create function roll.agreeing(p_one bytea, p_other bytea) returns text[]
        language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
        select array_remove(array[
          case when substr(p_one, 1, 16) = substr(p_other, 1, 16) then 'k1' end,
          case when substr(p_one, 17, 16) = substr(p_other, 17, 16) then 'k2' end,
          case when substr(p_one, 33, 16) = substr(p_other, 33, 16) then 'k3' end,
          case when substr(p_one, 49, 16) = substr(p_other, 49, 16) then 'k4' end,
          -- Birth or usage surname, on either side.
          case when (length(p_one) = 80 and substr(p_one, 65, 16) in (substr(p_other, 1, 16), substr(p_other, 65, 16)))
            or (length(p_other) = 80 and substr(p_other, 65, 16) = substr(p_one, 1, 16)) then 'k5' end], null)
      $$;

      -- Nobody decides of a civil status for which they entered a ballot themselves, made the pass to a kiosk, or opened the envelope.
      create function roll.own_desk(p_vote uuid, p_keys bytea[], p_person uuid) returns boolean
        language sql stable security definer set search_path = pg_catalog, pg_temp as $$
        select exists (
          select from roll.entry e join inclusion.assisted_session s on s.id = e.assistance_id
          where e.vote_id = p_vote and e.k0 = any (p_keys) and s.mediator_id = p_person
          union all
          select from roll.entry e join roll.stub t on t.entry_id = e.id join inclusion.paper_sheet h on h.receipt_hash = t.hash join inclusion.paper_envelope v on v.sheet_id = h.id
          where e.vote_id = p_vote and e.k0 = any (p_keys) and v.recorded_by = p_person)
      $$;

      -- Pairs that count both, agree in a key other than K0 and were not decided: the strongest first. Of more than twenty entries
      -- under one key each is put beside the first alone, so that a key that many share does not give millions of pairs.
      create function roll.duplicates(p_vote uuid, p_person uuid, p_limit integer, p_offset integer)
        returns table (stays uuid, goes uuid, agreeing text[], conventional_date boolean, own_desk boolean,
          stays_channel text, stays_evidence text, stays_day date, stays_centre_id uuid, goes_channel text, goes_evidence text, goes_day date, goes_centre_id uuid, total integer)
        language sql stable security definer set search_path = pg_catalog, pg_temp set work_mem = '64MB' as $$
        with hint as not materialized (
          select e.id, k.kind, k.hint
          from roll.entry e cross join lateral (values
            (1, substr(e.hints, 1, 16)), (2, substr(e.hints, 17, 16)), (3, substr(e.hints, 33, 16)), (4, substr(e.hints, 49, 16)), (1, substr(e.hints, 65, 16))) k(kind, hint)
          where e.vote_id = p_vote and e.status = 'admitted' and e.cast_count > 0 and length(k.hint) = 16),
        several as materialized (select kind, hint, count(*) as people from hint group by kind, hint having count(*) > 1),
        shared as materialized (
          select h.id, h.kind, h.hint, s.people, row_number() over (partition by h.kind, h.hint order by h.id) as place from hint h join several s on s.kind = h.kind and s.hint = h.hint),
        met as (
          select distinct a.id as one, b.id as other from shared a join shared b on b.kind = a.kind and b.hint = a.hint and b.place > a.place and (a.people <= 20 or a.place = 1)),
        pair as (
          select o.id as one, t.id as other, roll.agreeing(o.hints, t.hints) as agreeing, o.conventional_date and t.conventional_date as conventional_date, ${staysBefore('o', 't')} as first
          from met m join roll.entry o on o.id = least(m.one, m.other) join roll.entry t on t.id = greatest(m.one, m.other)
          where o.id <> t.id and o.k0 <> t.k0 and not exists (select from roll.duplicate_decision d where d.one = o.id and d.other = t.id)),
        listed as (
          select case when first then one else other end as stays, case when first then other else one end as goes, agreeing, conventional_date, count(*) over ()::integer as total,
            cardinality(array_remove(agreeing, 'k3')) as strong
          from pair order by strong desc, cardinality(agreeing) desc, conventional_date, one, other limit p_limit offset p_offset)
        select l.stays, l.goes, l.agreeing, l.conventional_date, roll.own_desk(p_vote, array[s.k0, g.k0], p_person),
          s.channel, s.evidence, s.day, s.centre_id, g.channel, g.evidence, g.day, g.centre_id, l.total
        from listed l join roll.entry s on s.id = l.stays join roll.entry g on g.id = l.goes
        order by l.strong desc, cardinality(l.agreeing) desc, l.conventional_date, least(l.stays, l.goes), greatest(l.stays, l.goes)
      $$;

      -- One decision for several pairs, all or none. 'same_person' leaves the lesser of each out, as the review of a contested entry does.
      create function roll.decide_duplicates(p_vote uuid, p_stays uuid[], p_goes uuid[], p_decision text, p_person uuid, p_reason text) returns integer
        language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
      declare
        vote_state text;
        keys bytea[];
        decided integer;
      begin
        select state into vote_state from consultations.vote where id = p_vote;
        if vote_state not in ('open', 'counting') then raise exception 'vote.already-sealed'; end if;
        -- Locks in the order of a cast: the civil statuses by their keys, then their rows.
        select array_agg(distinct k0 order by k0) into keys from roll.entry where vote_id = p_vote and id = any (p_stays || p_goes);
        perform pg_advisory_xact_lock(hashtextextended(p_vote::text || encode(k, 'hex'), 0)) from (select k from unnest(keys) k order by k) held;
        perform from roll.entry where vote_id = p_vote and id = any (p_stays || p_goes) order by id for update;
        if exists (
          select from unnest(p_stays, p_goes) p(stays, goes) left join roll.entry s on s.id = p.stays and s.vote_id = p_vote left join roll.entry g on g.id = p.goes and g.vote_id = p_vote
          where coalesce(cardinality(roll.agreeing(s.hints, g.hints)), 0) = 0 or s.k0 = g.k0) then
          raise exception 'duplicate.unknown';
        end if;
        if exists (
          select from unnest(p_stays, p_goes) p(stays, goes) join roll.entry s on s.id = p.stays join roll.entry g on g.id = p.goes
          where 'admitted' <> any (array[s.status, g.status])
            or exists (select from roll.duplicate_decision d where d.one = least(p.stays, p.goes) and d.other = greatest(p.stays, p.goes))) then
          raise exception 'duplicate.already-decided';
        end if;
        -- Another door was used since the pair was read: what would be left out is no longer what was shown.
        if exists (
          select from unnest(p_stays, p_goes) p(stays, goes) join roll.entry s on s.id = p.stays join roll.entry g on g.id = p.goes where not (${staysBefore('s', 'g')})) then
          raise exception 'duplicate.changed-meanwhile';
        end if;
        if roll.own_desk(p_vote, keys, p_person) then raise exception 'contested-entry.own-desk'; end if;
        insert into roll.duplicate_decision (vote_id, one, other, decision, reason, decided_by)
          select distinct p_vote, least(p.stays, p.goes), greatest(p.stays, p.goes), p_decision, p_reason, p_person from unnest(p_stays, p_goes) p(stays, goes);
        get diagnostics decided = row_count;
        if p_decision = 'same_person' then
          update roll.entry set status = 'rejected', homonym_index = null, reviewed_by = p_person, review_reason = p_reason, decision = p_decision where vote_id = p_vote and id = any (p_goes);
        end if;
        return decided;
      end $$;

      alter function roll.agreeing(bytea, bytea) owner to ${roll};
      alter function roll.own_desk(uuid, bytea[], uuid) owner to ${roll};
      alter function roll.duplicates(uuid, uuid, integer, integer) owner to ${roll};
      alter function roll.decide_duplicates(uuid, uuid[], uuid[], text, uuid, text) owner to ${roll};
    `)
    await q.query(review(`
        if roll.own_desk(p_vote, array[contested.k0], p_reviewer) then raise exception 'contested-entry.own-desk'; end if;`))
    await q.query(`drop function urn.cast(${CAST_TYPES})`)
    await q.query(cast({
      parameter: ', p_hints bytea default null', column: ', hints', value: ', p_hints',
      // Under one key the others are the same but for the usage surname: what somebody told of it once is kept.
      kept: `,
          hints = case when e.k0 = p_k0 and length(p_hints) >= coalesce(length(e.hints), 0) then p_hints else hints end`,
    }))
    await q.query(rewrite(`
    delete from roll.duplicate_decision where vote_id = p_vote;`))
    await q.query(`
      alter function urn.cast(${CAST_TYPES}, bytea) owner to ${urn};
      revoke all on all functions in schema roll, urn from public;
      grant execute on all functions in schema roll, urn to ${app};
      do $$ begin
        if current_setting('server_version_num')::integer >= 170000 then
          execute 'grant maintain on roll.duplicate_decision to ${app}';
        end if;
      end $$`)
  }

  async down(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    const roll = protectedRole('roll')
    const urn = protectedRole('urn')
    await q.query(`drop function urn.cast(${CAST_TYPES}, bytea)`)
    await q.query(cast({ parameter: '', column: '', value: '', kept: '' }))
    await q.query(rewrite(''))
    await q.query(review(''))
    await q.query(`
      alter function urn.cast(${CAST_TYPES}) owner to ${urn};
      revoke all on function urn.cast(${CAST_TYPES}) from public;
      grant execute on function urn.cast(${CAST_TYPES}) to ${app};
      drop function roll.decide_duplicates(uuid, uuid[], uuid[], text, uuid, text);
      drop function roll.duplicates(uuid, uuid, integer, integer);
      drop function roll.own_desk(uuid, bytea[], uuid);
      drop function roll.agreeing(bytea, bytea);
      revoke select (id, mediator_id) on inclusion.assisted_session from ${roll};
      revoke select (id, receipt_hash) on inclusion.paper_sheet from ${roll};
      revoke select (sheet_id, recorded_by) on inclusion.paper_envelope from ${roll};
      revoke usage on schema inclusion from ${roll};
      drop table roll.duplicate_decision;
      drop trigger assisted_session_hints_go on inclusion.assisted_session;
      drop trigger kiosk_pass_hints_go on inclusion.kiosk_pass;
      drop trigger paper_envelope_hints_go on inclusion.paper_envelope;
      drop function inclusion.hints_go_with_key();
      alter table inclusion.assisted_session drop column hints;
      alter table inclusion.kiosk_pass drop column hints;
      alter table inclusion.paper_envelope drop column hints;
      alter table roll.entry drop column hints;
    `)
  }
}

/** README item 12: paper, then a desk that saw a document, then the rest; within one rank the last. As precedence.rules.ts has it. */
const rank = (entry: string): string => `case when ${entry}.channel = 'paper' then 3 when ${entry}.channel in ('accompanied', 'kiosk', 'on_behalf') and ${entry}.evidence = 'E2' then 2 else 1 end`
const staysBefore = (one: string, other: string): string =>
  `((${rank(one)}, ${one}.day) > (${rank(other)}, ${other}.day) or ((${rank(one)}, ${one}.day) = (${rank(other)}, ${other}.day) and ${one}.id < ${other}.id))`

const CAST_TYPES = 'uuid, uuid, text, bytea, boolean, text, bytea, text, text, text, text, uuid, uuid, uuid, bytea, bytea, smallint, text, bytea, bytea'

/** As the ballot box made it, and what else is kept beside a row. */
const cast = ({ parameter, column, value, kept }: { parameter: string, column: string, value: string, kept: string }): string => `
      create function urn.cast(
        p_vote uuid, p_entry uuid, p_decision text, p_k0 bytea, p_conventional boolean, p_voter_ref text, p_account_ref bytea,
        p_municipality text, p_channel text, p_transport text, p_evidence text, p_centre uuid, p_assistance uuid, p_contests uuid,
        p_receipt_hash bytea, p_pseudonym bytea, p_n smallint, p_opening text, p_nonce bytea, p_commitment bytea${parameter})
        returns table (status text, repeated boolean)
        language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
      #variable_conflict use_column
      declare
        v consultations.vote;
        e roll.entry;
        moved integer;
      begin
        select * into v from consultations.vote where id = p_vote for share;
        if not found then raise exception 'vote.unknown'; end if;

        if p_decision in ('first', 'contested') then
          insert into roll.entry (id, vote_id, status, k0, conventional_date, homonym_index, voter_ref, account_ref, municipality_code,
            channel, transport, evidence, centre_id, assistance_id, contests, receipt_hash, day${column})
          values (p_entry, p_vote, case p_decision when 'first' then 'admitted' else 'contested' end, p_k0, p_conventional,
            case p_decision when 'first' then 0 end, p_voter_ref, p_account_ref, p_municipality,
            p_channel, p_transport, p_evidence, p_centre, p_assistance, p_contests, p_receipt_hash, platform.today()${value})
          returning * into e;
        elsif p_decision = 'replace' then
          select * into e from roll.entry where id = p_entry and vote_id = p_vote and status in ('admitted', 'contested') for update;
          if not found then raise exception 'roll.unknown-entry'; end if;
        else
          raise exception 'roll.unknown-decision';
        end if;

        if v.state = 'open' and platform.clock() < v.closes_at then
          null;
        elsif v.state in ('open', 'counting') and (p_channel = 'paper' or p_transport = 'offline') and platform.clock() < v.admitted_until then
          null;
        else
          raise exception 'vote.not-open';
        end if;

        if p_n = e.cast_count and exists (select from urn.ballot b
            where b.vote_id = p_vote and b.pseudonym = p_pseudonym and b.n = p_n and not b.superseded and b.commitment = p_commitment) then
          return query select e.status, true;
          return;
        end if;
        if p_n <> e.cast_count + 1 then raise exception 'ballot.changed-meanwhile'; end if;
        if p_commitment <> sha256(convert_to(E'vote/commit/v1\\n', 'UTF8') || p_nonce || convert_to(p_opening, 'UTF8')) then
          raise exception 'ballot.commitment-differs';
        end if;
        if not starts_with(p_opening, E'vote/opening/v1\\n' || p_vote::text || E'\\n' || encode(p_pseudonym, 'base64') || E'\\n' || p_n::text || E'\\n') then
          raise exception 'ballot.opening-differs';
        end if;

        update urn.ballot set superseded = true where vote_id = p_vote and pseudonym = p_pseudonym and not superseded;
        get diagnostics moved = row_count;
        if moved <> (case when p_n = 1 then 0 else 1 end) then raise exception 'ballot.roll-urn-mismatch'; end if;
        insert into urn.ballot (vote_id, pseudonym, n, opening, nonce, commitment)
        values (p_vote, p_pseudonym, p_n, p_opening, p_nonce, p_commitment);
        update roll.entry set cast_count = p_n, channel = p_channel, transport = p_transport, evidence = p_evidence,
          centre_id = p_centre, assistance_id = p_assistance, day = platform.today(),
          municipality_code = coalesce(p_municipality, municipality_code),
          account_ref = coalesce(account_ref, p_account_ref)${kept}
        where id = p_entry;
        return query select e.status, false;
      end $$;
`

/** As large boxes made it, and who may not decide. */
const review = (refusal: string): string => `
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
        if contested.status <> 'contested' then raise exception 'contested-entry.already-reviewed'; end if;${refusal}
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
`

/** As kiosks made it, and what else goes. The hints go with the rows that held them: sealed rows have none. */
const rewrite = (gone: string): string => `
  create or replace function urn.rewrite(p_vote uuid, p_excluded bytea[]) returns integer
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
      select vote_id, status, k0, account_ref, municipality_code, channel, transport, evidence, centre_id, case when channel = 'kiosk' then null else assistance_id end, receipt_hash, day, review_reason, decision
      from roll.entry where vote_id = p_vote order by random();
    delete from urn.ballot where vote_id = p_vote;
    delete from roll.entry where vote_id = p_vote;${gone}
    return kept;
  end $$;
`
