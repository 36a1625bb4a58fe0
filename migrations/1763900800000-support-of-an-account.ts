import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** One account, one support of a proposal, whatever civil status it gives: it follows the account to its new key. */
export class SupportOfAnAccount1763900800000 implements MigrationInterface {
  name = 'SupportOfAnAccount1763900800000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      -- A keyed hash of the account, another in each consultation; null from a desk, and for what was recorded before.
      alter table consultations.support add column account_ref bytea check (length(account_ref) = 32);
      create unique index support_account on consultations.support (proposal_id, account_ref) where account_ref is not null;
      drop function consultations.add_support(uuid, bytea, text, text, uuid);
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
      grant update (supporter_key) on consultations.support to ${applicationRole()};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      revoke update (supporter_key) on consultations.support from ${app};
      drop function consultations.add_support(uuid, bytea, text, text, uuid, bytea);
      drop index consultations.support_account;
      alter table consultations.support drop column account_ref;
      create function consultations.add_support(p_proposal uuid, p_key bytea, p_channel text, p_transport text, p_assistance uuid)
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
        insert into consultations.support (proposal_id, supporter_key, channel, transport, assistance_id)
        values (p_proposal, p_key, p_channel, p_transport, p_assistance) on conflict do nothing;
        if found then
          update consultations.proposal p set support_count = p.support_count + 1 where p.id = p_proposal returning p.support_count into counted;
        else
          select p.support_count into counted from consultations.proposal p where p.id = p_proposal;
        end if;
        return query select null::text, counted;
      end $$;
      revoke all on function consultations.add_support(uuid, bytea, text, text, uuid) from public;
      grant execute on function consultations.add_support(uuid, bytea, text, text, uuid) to ${app};
    `)
  }
}
