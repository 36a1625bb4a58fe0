import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** What lists count and cut at every reading, kept beside what it comes from; a support in one round trip. */
export class HotPaths1763900500000 implements MigrationInterface {
  name = 'HotPaths1763900500000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      -- Proposals that stand, per consultation: counting them for every list would read them all.
      create table consultations.proposal_count (
        consultation_id uuid primary key references consultations.consultation on delete cascade,
        submitted integer not null check (submitted >= 0)
      );
      insert into consultations.proposal_count (consultation_id, submitted)
        select consultation_id, count(*) from consultations.proposal where state = 'submitted' group by consultation_id;
      -- The counter follows the rows, whoever writes them: the application may not write it by itself.
      create function consultations.count_proposal() returns trigger
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      begin
        if tg_op <> 'INSERT' and old.state = 'submitted' then
          update consultations.proposal_count set submitted = submitted - 1 where consultation_id = old.consultation_id;
        end if;
        if tg_op <> 'DELETE' and new.state = 'submitted' then
          insert into consultations.proposal_count (consultation_id, submitted) values (new.consultation_id, 1)
          on conflict (consultation_id) do update set submitted = proposal_count.submitted + 1;
        end if;
        return null;
      end $$;
      revoke all on function consultations.count_proposal() from public;
      create trigger proposal_counted after insert or delete or update of state, consultation_id on consultations.proposal
        for each row execute function consultations.count_proposal();
      grant select on consultations.proposal_count to ${app};

      -- Cut between two words, and said to be cut.
      alter table consultations.proposal add column excerpt text not null
        generated always as (case when length(body) > 280 then regexp_replace(left(body, 280), '(\\s+\\S*)?$', '') || '…' else body end) stored;

      -- The phase in which proposals are taken now, kept from closing until the transaction ends; phase_id null when none is.
      -- No row: no such consultation, or a draft.
      create function consultations.proposals_phase(p_consultation uuid)
        returns table (phase_id uuid, opens_at timestamptz, suspended boolean, scope_codes text[], min_age smallint, residents_only boolean)
        language plpgsql as $$
      #variable_conflict use_column
      declare
        held record;
      begin
        select p.id, p.opens_at, p.closes_at into held from consultations.phase p
        where p.consultation_id = p_consultation and p.kind = 'proposals' and p.state = 'open' order by p.position limit 1 for share;
        -- A statement of its own: it reads the clock, and what a guardian decided, after the wait for the lock.
        return query
          select case when platform.clock() < held.closes_at then held.id end, held.opens_at, c.suspended_at is not null, c.scope_codes, c.min_age, c.residents_only
          from consultations.consultation c where c.id = p_consultation and c.state <> 'draft';
      end $$;

      -- Records a support, once per person, and counts it; or says in a word why not. Whoever is eligible is asked before.
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
        -- The index decides who is first; the counter moves with the row.
        insert into consultations.support (proposal_id, supporter_key, channel, transport, assistance_id)
        values (p_proposal, p_key, p_channel, p_transport, p_assistance) on conflict do nothing;
        if found then
          update consultations.proposal p set support_count = p.support_count + 1 where p.id = p_proposal returning p.support_count into counted;
        else
          select p.support_count into counted from consultations.proposal p where p.id = p_proposal;
        end if;
        return query select null::text, counted;
      end $$;

      revoke all on function consultations.proposals_phase(uuid), consultations.add_support(uuid, bytea, text, text, uuid) from public;
      grant execute on function consultations.proposals_phase(uuid), consultations.add_support(uuid, bytea, text, text, uuid) to ${app};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop function consultations.add_support(uuid, bytea, text, text, uuid);
      drop function consultations.proposals_phase(uuid);
      alter table consultations.proposal drop column excerpt;
      drop trigger proposal_counted on consultations.proposal;
      drop function consultations.count_proposal();
      drop table consultations.proposal_count;
    `)
  }
}
