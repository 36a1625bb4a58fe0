import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole, protectedRole } from './1763800000000-foundations'

/**
 * What comes after taking part (docs/adr/0039): somebody takes back what they gave, or claims that something is wrong. Who decides of a
 * claim, and that none of them is open when a box is sealed, is held here.
 */
export class Claims1764582000000 implements MigrationInterface {
  name = 'Claims1764582000000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    const roll = protectedRole('roll')
    const urn = protectedRole('urn')
    await q.query(`
      alter table roll.entry drop constraint entry_status_check, drop constraint entry_decision_check;
      alter table roll.entry add constraint entry_status_check check (status in ('admitted', 'contested', 'rejected', 'withdrawn')),
        add constraint entry_decision_check check (decision in ('homonym', 'usurpation', 'same_person', 'withdrawn'));

      -- Rows that were looked up and locked in this transaction are taken back: they are not counted, and their ballots go with the sealing.
      -- A person takes back until the close, a decided claim until the sealing; the clock is asked after the last wait.
      create function urn.withdraw(p_vote uuid, p_entries uuid[], p_until text) returns integer
        language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
      declare
        v consultations.vote;
        gone integer;
      begin
        select * into v from consultations.vote where id = p_vote for share;
        if not found then raise exception 'vote.unknown'; end if;
        perform from roll.entry where vote_id = p_vote and id = any (p_entries) order by id for update;
        if v.state not in ('open', 'counting') then raise exception 'vote.already-sealed'; end if;
        if p_until <> 'sealing' and not (v.state = 'open' and platform.clock() < v.closes_at) then raise exception 'vote.not-open'; end if;
        update roll.entry set status = 'withdrawn', homonym_index = null, decision = 'withdrawn', review_reason = null
        where vote_id = p_vote and id = any (p_entries) and status in ('admitted', 'contested');
        get diagnostics gone = row_count;
        return gone;
      end $$;

      -- Of an entry that was wrongly left out: it waits for a review again. Null: there is nothing of it to review.
      create function roll.claimed_entry(p_vote uuid, p_receipt_hash bytea) returns uuid
        language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
      declare
        found_id uuid;
      begin
        if not exists (select from consultations.vote where id = p_vote and state in ('open', 'counting')) then raise exception 'vote.already-sealed'; end if;
        perform pg_advisory_xact_lock(hashtextextended(p_vote::text || encode(k0, 'hex'), 0)) from roll.entry where vote_id = p_vote and receipt_hash = p_receipt_hash and k0 is not null;
        update roll.entry set status = 'contested', decision = null, review_reason = null, reviewed_by = null
        where vote_id = p_vote and receipt_hash = p_receipt_hash and contests is not null and (status = 'contested' or (status = 'rejected' and decision = 'same_person')) returning id into found_id;
        return found_id;
      end $$;

      -- Used by somebody else: what counts for this civil status counts no more.
      create function roll.reject_usurped(p_vote uuid, p_entries uuid[], p_reviewer uuid, p_reason text) returns integer
        language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
      declare
        gone integer;
      begin
        if not exists (select from consultations.vote where id = p_vote and state in ('open', 'counting')) then raise exception 'vote.already-sealed'; end if;
        update roll.entry set status = 'rejected', homonym_index = null, decision = 'usurpation', reviewed_by = p_reviewer, review_reason = p_reason
        where vote_id = p_vote and id = any (p_entries) and status = 'admitted';
        get diagnostics gone = row_count;
        return gone;
      end $$;

      -- At which desk a ballot was entered, for who must not decide about it: neither the row nor the person.
      create function roll.desk_of_receipt(p_hash bytea) returns table (vote_id uuid, centre_id uuid, assistance_id uuid)
        language sql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
        select e.vote_id, e.centre_id, e.assistance_id from roll.entry e where e.receipt_hash = p_hash
        union all select s.vote_id, s.centre_id, s.assistance_id from roll.sealed_entry s where s.receipt_hash = p_hash
      $$;

      -- Before the rewriting every receipt gets the same answer, contested or not. What was taken back says so at once: who took it back needs to know.
      create or replace function roll.receipt_status(p_hash bytea) returns table (vote_id uuid, status text, reason text, decision text)
        language sql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
        select e.vote_id, case e.status when 'withdrawn' then 'withdrawn' else 'received' end, null::text, null::text from roll.entry e where e.receipt_hash = p_hash
        union all
        select s.vote_id, case s.status when 'admitted' then 'counted' when 'withdrawn' then 'withdrawn' else 'not_counted' end,
          case when s.status in ('admitted', 'withdrawn') then null else s.review_reason end, case when s.status in ('admitted', 'withdrawn') then null else s.decision end
        from roll.sealed_entry s where s.receipt_hash = p_hash
      $$;

      alter function urn.withdraw(uuid, uuid[], text) owner to ${urn};
      alter function roll.claimed_entry(uuid, bytea) owner to ${roll};
      alter function roll.reject_usurped(uuid, uuid[], uuid, text) owner to ${roll};
      alter function roll.desk_of_receipt(bytea) owner to ${roll};
      revoke all on function urn.withdraw(uuid, uuid[], text), roll.claimed_entry(uuid, bytea), roll.reject_usurped(uuid, uuid[], uuid, text), roll.desk_of_receipt(bytea) from public;
      grant execute on function urn.withdraw(uuid, uuid[], text), roll.claimed_entry(uuid, bytea), roll.reject_usurped(uuid, uuid[], uuid, text), roll.desk_of_receipt(bytea) to ${app};

      -- What a code stands for was taken back. 'withdrawal': the slip of who asked for it, the same whether or not there was anything.
      alter table consultations.receipt drop constraint receipt_kind_check;
      alter table consultations.receipt add column withdrawn boolean not null default false,
        add constraint receipt_kind_check check (kind in ('proposal', 'support', 'questionnaire', 'comment', 'amendment', 'signature', 'withdrawal'));
      grant update (withdrawn) on consultations.receipt to ${app};
      grant delete on consultations.questionnaire_entry to ${app};

      -- Answers that are taken back go, with what tells that they were given; until the close, asked after the last wait.
      create function consultations.withdraw_answers(p_consultation uuid, p_entries uuid[], p_pseudonyms bytea[], p_receipts bytea[]) returns void language plpgsql as $$
      declare
        held record;
      begin
        select p.closes_at into held from consultations.phase p where p.consultation_id = p_consultation and p.kind = 'questionnaire' and p.state = 'open' for share;
        if not found or platform.clock() >= held.closes_at then raise exception 'questionnaire.not-open' using errcode = 'P0001'; end if;
        update consultations.receipt r set withdrawn = true
        where r.consultation_id = p_consultation and r.kind = 'questionnaire' and (r.hash = any (p_receipts) or r.hash in (select s.code_hash from consultations.answer_sheet s where s.pseudonym = any (p_pseudonyms)));
        delete from consultations.answer_sheet s where s.pseudonym = any (p_pseudonyms);
        update consultations.questionnaire_entry e set contests = null where e.contests = any (p_entries);
        delete from consultations.questionnaire_entry e where e.id = any (p_entries) and e.consultation_id = p_consultation;
      end $$;

      -- A withdrawal at a desk counts like an entry, under the mandate's own scope for it.
      alter table inclusion.assisted_session add column withdrawals integer not null default 0;
      create function inclusion.withdrawal_needs_scope() returns trigger language plpgsql as $$
      declare
        refusal text := inclusion.mandate_refusal(new.mandate_id, new.consultation_id, 'WITHDRAW');
      begin
        if new.mode <> 'on_behalf' or new.evidence <> 'E2' then raise exception 'withdrawal.document-needed'; end if;
        if refusal is not null then raise exception '%', refusal; end if;
        return new;
      end $$;
      create trigger assisted_session_withdrawal before update of withdrawals on inclusion.assisted_session for each row
        when (new.withdrawals > old.withdrawals) execute function inclusion.withdrawal_needs_scope();
    `)
    await q.query(`
      create table inclusion.claim (
        id uuid primary key,
        kind text not null check (kind in ('WRONGLY_REJECTED', 'SOMEONE_USED_MY_NAME', 'WANT_TO_CHANGE', 'WANT_TO_WITHDRAW', 'NOT_COUNTED', 'MEDIATOR_CONDUCT', 'DATA_RIGHTS')),
        door text not null check (door in ('online', 'account', 'desk')),
        code_hash bytea not null unique check (length(code_hash) = 32),
        language text not null check (language in ('fr', 'en', 'nl')),
        -- Whose staff decide.
        owner_kind text not null check (owner_kind in ('metropolis', 'municipality')),
        owner_code text not null,
        consultation_id uuid references consultations.consultation on delete set null,
        -- The box that waits for it.
        vote_id uuid references consultations.vote on delete set null,
        -- The desk that it is about, and who entered there: neither decides of it.
        centre_id uuid references inclusion.centre on delete set null,
        concerned_id uuid,
        -- Who took it at a desk.
        received_by uuid,
        account_id uuid references identity.account on delete set null,
        -- Encrypted: what the person says, and what proves who they are; how they are answered.
        words bytea,
        reply text not null check (reply in ('code', 'email', 'phone', 'post')),
        contact bytea,
        filed_at timestamptz not null default platform.clock(),
        -- The tenth working day.
        due_on date not null,
        -- The answer left: by itself, or as staff say.
        answered_on date,
        forgotten_on date,
        check ((reply = 'code') or contact is not null or forgotten_on is not null),
        check (forgotten_on is null or num_nonnulls(words, contact) = 0),
        check ((door = 'desk') = (received_by is not null))
      );
      create index claim_owner on inclusion.claim (owner_kind, owner_code, filed_at desc);
      create index claim_vote on inclusion.claim (vote_id) where vote_id is not null;
      create index claim_account on inclusion.claim (account_id) where account_id is not null;
      create index claim_desk on inclusion.claim (centre_id) where centre_id is not null;
      create index claim_kept on inclusion.claim (filed_at) where forgotten_on is null;

      -- 1: who decides. 2: the guardian, once it was appealed. Each once, whoever comes first, and never changed.
      create table inclusion.claim_decision (
        claim_id uuid not null references inclusion.claim on delete cascade,
        instance smallint not null check (instance in (1, 2)),
        outcome text not null check (outcome in ('accepted', 'rejected')),
        act text not null check (act in ('none', 'withdrawn', 'homonym', 'usurped')),
        reason text not null check (length(reason) between 20 and 2000),
        decided_by uuid not null,
        at timestamptz not null default platform.clock(),
        primary key (claim_id, instance),
        check (outcome = 'accepted' or act = 'none')
      );
      create table inclusion.claim_appeal (
        claim_id uuid primary key references inclusion.claim on delete cascade,
        words bytea,
        at timestamptz not null default platform.clock(),
        due_on date not null
      );
      grant select, insert, delete on inclusion.claim, inclusion.claim_decision, inclusion.claim_appeal to ${app};
      grant update (words, contact, answered_on, forgotten_on) on inclusion.claim to ${app};
      grant update (words) on inclusion.claim_appeal to ${app};

      -- Somebody whose own work, place or person it is about. Where no desk is named, whoever entered in that consultation.
      create function inclusion.claim_bars(p_claim uuid, p_person uuid) returns boolean
        language sql stable security definer set search_path = pg_catalog, pg_temp as $$
        select exists (
          select from inclusion.claim c where c.id = p_claim and (
            p_person in (c.concerned_id, c.received_by, c.account_id)
            or exists (select from identity.desk_place d where d.account_id = p_person and (d.centre_id = c.centre_id or (c.centre_id is null and c.kind = 'MEDIATOR_CONDUCT')))
            or exists (select from inclusion.assisted_session s where s.mediator_id = p_person and s.consultation_id = c.consultation_id and (c.centre_id is null or s.centre_id = c.centre_id))))
      $$;

      create function inclusion.claim_decided_by_another() returns trigger language plpgsql as $$
      begin
        if inclusion.claim_bars(new.claim_id, new.decided_by) then raise exception 'claim.own-desk' using errcode = 'P0001'; end if;
        if new.instance = 2 then
          if not exists (select from inclusion.claim_appeal a where a.claim_id = new.claim_id) then raise exception 'claim.no-appeal' using errcode = 'P0001'; end if;
          if exists (select from inclusion.claim_decision d where d.claim_id = new.claim_id and d.instance = 1 and d.decided_by = new.decided_by) then
            raise exception 'claim.same-person' using errcode = 'P0001';
          end if;
        end if;
        return new;
      end $$;
      create trigger claim_decided_by_another before insert on inclusion.claim_decision for each row execute function inclusion.claim_decided_by_another();

      create function inclusion.claim_appealed_once_decided() returns trigger language plpgsql as $$
      begin
        if not exists (select from inclusion.claim_decision d where d.claim_id = new.claim_id and d.instance = 1) then raise exception 'claim.not-decided' using errcode = 'P0001'; end if;
        return new;
      end $$;
      create trigger claim_appealed_once_decided before insert on inclusion.claim_appeal for each row execute function inclusion.claim_appealed_once_decided();

      -- Claims that are open on a box. In time, they hold its sealing back; those of the last day are told and hold nothing, or the box
      -- could be kept shut for ever. None can come in time any more once the sealing may happen.
      create function inclusion.claims_before_sealing(p_vote uuid) returns table (holding integer, late integer)
        language sql stable security definer set search_path = pg_catalog, pg_temp as $$
        select (count(*) filter (where o.since < s.at - interval '1 day'))::integer, (count(*) filter (where o.since >= s.at - interval '1 day'))::integer
        from consultations.vote v
        cross join lateral (select greatest(v.admitted_until, v.closes_at) + make_interval(days => v.claim_days) as at) s
        join inclusion.claim c on c.vote_id = v.id and c.kind <> 'DATA_RIGHTS'
        left join inclusion.claim_appeal a on a.claim_id = c.id
        cross join lateral (select coalesce(a.at, c.filed_at) as since) o
        where v.id = p_vote and not exists (select from inclusion.claim_decision d where d.claim_id = c.id and d.instance = case when a.claim_id is null then 1 else 2 end)
      $$;
      revoke all on function inclusion.claim_bars(uuid, uuid), inclusion.claims_before_sealing(uuid) from public;
      grant execute on function inclusion.claim_bars(uuid, uuid), inclusion.claims_before_sealing(uuid) to ${app};

      create function inclusion.sealed_without_claims() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      begin
        if (select holding from inclusion.claims_before_sealing(new.id)) > 0 then raise exception 'vote.claims-pending' using errcode = 'P0001'; end if;
        return new;
      end $$;
      create trigger vote_sealed_without_claims before update of state on consultations.vote
        for each row when (new.state = 'sealed' and old.state <> 'sealed') execute function inclusion.sealed_without_claims();
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop trigger vote_sealed_without_claims on consultations.vote;
      drop function inclusion.sealed_without_claims(), inclusion.claims_before_sealing(uuid);
      drop table inclusion.claim_appeal, inclusion.claim_decision, inclusion.claim;
      drop function inclusion.claim_appealed_once_decided(), inclusion.claim_decided_by_another(), inclusion.claim_bars(uuid, uuid);
      drop trigger assisted_session_withdrawal on inclusion.assisted_session;
      drop function inclusion.withdrawal_needs_scope();
      alter table inclusion.assisted_session drop column withdrawals;
      drop function consultations.withdraw_answers(uuid, uuid[], bytea[], bytea[]);
      delete from consultations.receipt where kind = 'withdrawal';
      alter table consultations.receipt drop constraint receipt_kind_check, drop column withdrawn,
        add constraint receipt_kind_check check (kind in ('proposal', 'support', 'questionnaire', 'comment', 'amendment', 'signature'));
      drop function urn.withdraw(uuid, uuid[], text), roll.claimed_entry(uuid, bytea), roll.reject_usurped(uuid, uuid[], uuid, text), roll.desk_of_receipt(bytea);
      create or replace function roll.receipt_status(p_hash bytea) returns table (vote_id uuid, status text, reason text, decision text)
        language sql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
        select e.vote_id, 'received', null::text, null::text from roll.entry e where e.receipt_hash = p_hash
        union all
        select s.vote_id, case s.status when 'admitted' then 'counted' else 'not_counted' end, case s.status when 'admitted' then null else s.review_reason end,
          case s.status when 'admitted' then null else s.decision end
        from roll.sealed_entry s where s.receipt_hash = p_hash
      $$;
      -- What was taken back is not counted, under either name.
      update roll.entry set status = 'rejected', decision = 'same_person' where status = 'withdrawn';
      alter table roll.entry drop constraint entry_status_check, drop constraint entry_decision_check;
      alter table roll.entry add constraint entry_status_check check (status in ('admitted', 'contested', 'rejected')),
        add constraint entry_decision_check check (decision in ('homonym', 'usurpation', 'same_person'));
      revoke delete on consultations.questionnaire_entry from ${applicationRole()};
    `)
  }
}
