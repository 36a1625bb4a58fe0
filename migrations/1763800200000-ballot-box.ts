import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole, protectedRole } from './1763800000000-foundations'

/**
 * Roll (who took part) and urn (what was chosen), each owned by a role that nobody logs in with
 * (docs/adr/0003). The application may only call the functions below; urn.cast() is the only writer of a ballot.
 */
export class BallotBox1763800200000 implements MigrationInterface {
  name = 'BallotBox1763800200000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    const roll = protectedRole('roll')
    const urn = protectedRole('urn')
    for (const role of [roll, urn]) {
      await q.query(`
        do $$ begin
          if not exists (select from pg_roles where rolname = '${role.slice(1, -1).replaceAll("'", "''")}') then create role ${role} nologin; end if;
        end $$`)
      await q.query(`grant ${role} to current_user`)
    }
    await q.query(`
      create schema roll authorization ${roll};
      create schema urn authorization ${urn};
      grant usage on schema roll, urn to ${app};
      grant usage on schema roll to ${urn};
      grant usage on schema platform, consultations to ${roll}, ${urn};
      grant select on platform.clock_offset to ${roll}, ${urn};
      grant select, references on consultations.vote to ${roll}, ${urn};
      grant update (state, sealed_at) on consultations.vote to ${urn};

      create table roll.entry (
        id uuid primary key,
        vote_id uuid not null references consultations.vote,
        status text not null check (status in ('admitted', 'contested', 'rejected')),
        k0 bytea check (length(k0) = 16),
        conventional_date boolean not null default false,
        homonym_index smallint,
        voter_ref text,
        account_ref bytea check (length(account_ref) = 32),
        municipality_code text,
        channel text not null check (channel in ('online', 'accompanied', 'kiosk', 'on_behalf', 'paper', 'phone')),
        transport text not null check (transport in ('direct', 'offline')),
        evidence text not null check (evidence in ('E0', 'E1', 'E2', 'E3')),
        centre_id uuid,
        assistance_id uuid,
        contests uuid,
        cast_count smallint not null default 0 check (cast_count >= 0),
        receipt_hash bytea not null check (length(receipt_hash) = 32),
        -- Never finer than the day: a time would say who voted what.
        day date not null,
        reviewed_by uuid,
        review_reason text,
        check (num_nonnulls(k0, voter_ref) >= 1),
        check ((status = 'admitted') = (homonym_index is not null))
      );
      create unique index entry_person on roll.entry (vote_id, k0, homonym_index) where status = 'admitted' and k0 is not null;
      create unique index entry_voter on roll.entry (vote_id, voter_ref) where voter_ref is not null;
      -- One row of an account counts; a second one can only wait for review (somebody else's door took the first over).
      create unique index entry_account on roll.entry (vote_id, account_ref) where account_ref is not null and status = 'admitted';
      create unique index entry_account_contested on roll.entry (vote_id, account_ref) where account_ref is not null and status = 'contested';
      create unique index entry_receipt on roll.entry (receipt_hash);
      create index entry_k0 on roll.entry (vote_id, k0);
      create index entry_account_any on roll.entry (vote_id, account_ref) where account_ref is not null;

      -- The same rows after sealing: rewritten in random order, without the identifier that the pseudonym came from.
      create table roll.sealed_entry (
        vote_id uuid not null references consultations.vote,
        status text not null,
        k0 bytea,
        account_ref bytea,
        municipality_code text,
        channel text not null,
        transport text not null,
        evidence text not null,
        centre_id uuid,
        assistance_id uuid,
        receipt_hash bytea not null unique,
        day date not null,
        review_reason text
      );
      create index sealed_entry_vote on roll.sealed_entry (vote_id);
      create index sealed_entry_account on roll.sealed_entry (account_ref);

      create table urn.ballot (
        ref uuid primary key default gen_random_uuid(),
        vote_id uuid not null references consultations.vote,
        pseudonym bytea not null check (length(pseudonym) = 32),
        n smallint not null check (n >= 1),
        superseded boolean not null default false,
        opening text not null check (octet_length(opening) <= 16384),
        nonce bytea not null check (length(nonce) = 32),
        commitment bytea not null check (length(commitment) = 32)
      );
      create unique index ballot_current on urn.ballot (vote_id, pseudonym) where not superseded;
      create unique index ballot_ordinal on urn.ballot (vote_id, pseudonym, n);

      create table urn.sealed_ballot (
        ref uuid primary key default gen_random_uuid(),
        vote_id uuid not null references consultations.vote,
        opening text not null,
        nonce bytea not null,
        commitment bytea not null
      );
      create index sealed_ballot_vote on urn.sealed_ballot (vote_id, ref);

      alter table roll.entry owner to ${roll};
      alter table roll.sealed_entry owner to ${roll};
      alter table urn.ballot owner to ${urn};
      alter table urn.sealed_ballot owner to ${urn};
      grant select, insert, update, delete on roll.entry to ${urn};
      grant select, insert on roll.sealed_entry to ${urn};
      -- Only sealing fills these two: there is no partial count to read.
      grant select on roll.sealed_entry, urn.sealed_ballot to ${app};
    `)

    await q.query(`
      -- Functions that look for single rows plan each call anew (force_custom_plan): a plan made while the table was empty reads
      -- it whole, and a connection would keep that plan for the next vote.
      -- Every row that the same civil status, account or assisted session already has in this vote, locked until the
      -- transaction ends. The advisory lock makes two first arrivals of one person wait for each other.
      create function roll.lookup(p_vote uuid, p_k0 bytea, p_account_ref bytea, p_assistance uuid)
        returns table (id uuid, status text, channel text, evidence text, same_person boolean, same_account boolean, same_assistance boolean, cast_count smallint)
        language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
      #variable_conflict use_column
      declare
        found_ids uuid[];
      begin
        perform pg_advisory_xact_lock(hashtextextended(p_vote::text || encode(p_k0, 'hex'), 0));
        -- Two look-ups, each by its own index: one condition for both would read the whole roll.
        found_ids := array(
          select e.id from roll.entry e where e.vote_id = p_vote and e.k0 = p_k0
          union select e.id from roll.entry e where e.vote_id = p_vote and e.account_ref = p_account_ref);
        return query
          select e.id, e.status, e.channel, e.evidence, coalesce(e.k0 = p_k0, false), coalesce(e.account_ref = p_account_ref, false),
                 coalesce(e.assistance_id = p_assistance, false), e.cast_count
          from roll.entry e where e.id = any (found_ids) order by e.id for update;
      end $$;

      -- What the account itself may know: that it took part, by which door, how many times.
      create function roll.own_entries(p_vote uuid, p_account_ref bytea)
        returns table (id uuid, status text, channel text, cast_count smallint, day date)
        language sql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
        select e.id, e.status, e.channel, e.cast_count, e.day from roll.entry e
        where e.vote_id = p_vote and e.account_ref = p_account_ref order by e.id
      $$;

      -- While a vote is open its turnout is known to the ten only, and by no area or channel.
      create function roll.participation(p_vote uuid) returns integer
        language sql stable security definer set search_path = pg_catalog, pg_temp as $$
        select (count(*) / 10 * 10)::integer from roll.entry where vote_id = p_vote and status = 'admitted' and cast_count > 0
      $$;

      create function roll.contested(p_vote uuid)
        returns table (id uuid, channel text, evidence text, day date, centre_id uuid, conventional_date boolean,
                       first_channel text, first_evidence text, first_day date, first_centre_id uuid, homonyms integer)
        language sql stable security definer set search_path = pg_catalog, pg_temp as $$
        select e.id, e.channel, e.evidence, e.day, e.centre_id, e.conventional_date,
               f.channel, f.evidence, f.day, f.centre_id,
               (select count(*)::integer from roll.entry h where h.vote_id = e.vote_id and h.k0 = e.k0 and h.status = 'admitted')
        from roll.entry e join roll.entry f on f.id = e.contests
        where e.vote_id = p_vote and e.status = 'contested' order by e.day, e.id limit 500
      $$;

      create function roll.contested_count(p_vote uuid) returns integer
        language sql stable security definer set search_path = pg_catalog, pg_temp as $$
        select count(*)::integer from roll.entry where vote_id = p_vote and status = 'contested'
      $$;

      -- Review of a contested entry before sealing (README item 12): 'homonym' admits it beside the first,
      -- 'usurpation' puts it in the place of the first, 'same_person' leaves it out.
      create function roll.review(p_vote uuid, p_entry uuid, p_decision text, p_reviewer uuid, p_reason text) returns void
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

      -- The rows whose ballots must not be counted; read at sealing to derive their pseudonyms.
      create function roll.not_admitted(p_vote uuid) returns setof uuid
        language sql stable security definer set search_path = pg_catalog, pg_temp as $$
        select id from roll.entry where vote_id = p_vote and status <> 'admitted'
      $$;

      -- Before sealing every receipt gets the same answer, contested or not.
      create function roll.receipt_status(p_hash bytea) returns table (vote_id uuid, status text, reason text)
        language sql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
        select e.vote_id, 'received', null::text from roll.entry e where e.receipt_hash = p_hash
        union all
        select s.vote_id, case s.status when 'admitted' then 'counted' else 'not_counted' end, case s.status when 'admitted' then null else s.review_reason end
        from roll.sealed_entry s where s.receipt_hash = p_hash
      $$;

      alter function roll.lookup(uuid, bytea, bytea, uuid) owner to ${roll};
      alter function roll.own_entries(uuid, bytea) owner to ${roll};
      alter function roll.participation(uuid) owner to ${roll};
      alter function roll.contested(uuid) owner to ${roll};
      alter function roll.contested_count(uuid) owner to ${roll};
      alter function roll.review(uuid, uuid, text, uuid, text) owner to ${roll};
      alter function roll.not_admitted(uuid) owner to ${roll};
      alter function roll.receipt_status(bytea) owner to ${roll};
    `)

    await q.query(`
      -- The only writer of a ballot. In one transaction, in this order: the vote is locked against closing, the roll row
      -- is locked (or made), the deadline is read from the clock after that last wait, then ordinal, commitment and size.
      -- What a valid choice is stands in libs/voting and is asked before. Returns the status and whether the same ballot
      -- had already been recorded (a retry).
      -- enable_seqscan: a plan made while the tables were empty would read them whole for every ballot of a long session.
      create function urn.cast(
        p_vote uuid, p_entry uuid, p_decision text, p_k0 bytea, p_conventional boolean, p_voter_ref text, p_account_ref bytea,
        p_municipality text, p_channel text, p_transport text, p_evidence text, p_centre uuid, p_assistance uuid, p_contests uuid,
        p_receipt_hash bytea, p_pseudonym bytea, p_n smallint, p_opening text, p_nonce bytea, p_commitment bytea)
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
            channel, transport, evidence, centre_id, assistance_id, contests, receipt_hash, day)
          values (p_entry, p_vote, case p_decision when 'first' then 'admitted' else 'contested' end, p_k0, p_conventional,
            case p_decision when 'first' then 0 end, p_voter_ref, p_account_ref, p_municipality,
            p_channel, p_transport, p_evidence, p_centre, p_assistance, p_contests, p_receipt_hash, platform.today())
          returning * into e;
        elsif p_decision = 'replace' then
          select * into e from roll.entry where id = p_entry and vote_id = p_vote and status <> 'rejected' for update;
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
          account_ref = coalesce(account_ref, p_account_ref)
        where id = p_entry;
        return query select e.status, false;
      end $$;

      -- Ends the tie between roll and urn, once and for ever: both are rewritten in random order into tables that only
      -- this function fills (one transaction, so the rows of each share one xmin), without the row identifiers that the
      -- pseudonyms came from. p_excluded: pseudonyms of the rows that were not admitted.
      create function urn.seal(p_vote uuid, p_excluded bytea[]) returns integer
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

      alter function urn.cast(uuid, uuid, text, bytea, boolean, text, bytea, text, text, text, text, uuid, uuid, uuid, bytea, bytea, smallint, text, bytea, bytea) owner to ${urn};
      alter function urn.seal(uuid, bytea[]) owner to ${urn};
      revoke all on all functions in schema roll, urn from public;
      grant execute on all functions in schema roll, urn to ${app};
    `)
    // After sealing, what the rewriting left behind is swept from the files at once (PostgreSQL 17 and later let a role be trusted with that alone).
    await q.query(`
      do $$ begin
        if current_setting('server_version_num')::integer >= 170000 then
          execute 'grant maintain on roll.entry, urn.ballot to ${app}';
        end if;
      end $$`)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop schema urn cascade')
    await q.query('drop schema roll cascade')
    for (const role of [protectedRole('roll'), protectedRole('urn')]) {
      await q.query(`drop owned by ${role}`)
      // The role stays while another database of the same server uses it.
      await q.query(`do $$ begin drop role ${role}; exception when dependent_objects_still_exist then null; end $$`)
    }
  }
}
