import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole, protectedRole } from './1763800000000-foundations'

/**
 * Paper batches: outer envelopes, the forms inside entered once or twice, rulings, the balance of a day. One person has one duty in a batch, an
 * unbalanced one is not counted, and nothing is sealed or published beside one that is not settled (docs/adr/0037).
 */
export class PaperBatches1764580000100 implements MigrationInterface {
  name = 'PaperBatches1764580000100'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    const roll = protectedRole('roll')
    await q.query(`
      create table inclusion.paper_batch (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        kit_id uuid not null references inclusion.paper_kit on delete cascade,
        centre_id uuid not null references inclusion.centre,
        -- Written on the slip of the batch: 1, 2, 3 within the consultation.
        number integer not null check (number > 0),
        -- What the form that made it carried: sent twice, it makes one batch.
        submission_token uuid not null unique,
        state text not null default 'envelopes' check (state in ('envelopes', 'forms', 'second-entry', 'adjudication', 'balanced', 'quarantined', 'merged', 'counted', 'refused')),
        -- Envelopes by the slip, and as they were found when the last one was entered.
        slip smallint not null,
        found smallint check (found >= 0),
        -- Of other batches that were opened with it.
        joined smallint not null default 0,
        gap_reason text check (length(gap_reason) between 3 and 1000),
        -- Opened with fewer than ten, there being nothing to open it with.
        alone_reason text check (length(alone_reason) between 3 and 1000),
        alone_by uuid,
        -- Envelopes without a form inside.
        absent smallint not null default 0 check (absent >= 0),
        absent_reason text check (length(absent_reason) between 3 and 1000),
        seed bytea check (length(seed) = 32),
        share smallint check (share between 1 and 100),
        expanded boolean not null default false,
        -- Fields entered twice, and those that differed.
        fields_compared integer not null default 0,
        fields_different integer not null default 0,
        merged_into uuid references inclusion.paper_batch on delete cascade,
        -- Why it is not balanced, or was refused.
        reason text check (length(reason) <= 1000),
        -- What the minutes say once it is settled: counts alone.
        counts jsonb,
        received_by uuid not null,
        received_on date not null default platform.today(),
        settled_by uuid,
        settled_on date,
        unique (consultation_id, number),
        constraint paper_batch_size check (slip between 1 and 50 and found <= 50),
        constraint paper_batch_gap_said check (found is null or found = slip + joined or gap_reason is not null),
        constraint paper_batch_absent_said check (absent = 0 or absent_reason is not null),
        constraint paper_batch_merged check ((state = 'merged') = (merged_into is not null)),
        constraint paper_batch_settled check ((state in ('counted', 'refused', 'merged')) = (settled_on is not null)),
        constraint paper_batch_drawn check ((seed is null) = (share is null))
      );
      create index paper_batch_unsettled on inclusion.paper_batch (consultation_id) where state not in ('merged', 'counted', 'refused');
      create index paper_batch_centre on inclusion.paper_batch (centre_id, kit_id);
      create index paper_batch_kit on inclusion.paper_batch (kit_id);
      grant select, insert, update on inclusion.paper_batch to ${app};

      -- Who did what. Several people may share a duty, nobody has two: the key decides.
      create table inclusion.paper_duty (
        batch_id uuid not null references inclusion.paper_batch on delete cascade,
        account_id uuid not null,
        duty text not null check (duty in ('open', 'first', 'second', 'rule')),
        day date not null default platform.today(),
        primary key (batch_id, account_id)
      );
      create index paper_duty_person on inclusion.paper_duty (account_id, duty);
      grant select, insert on inclusion.paper_duty to ${app};

      create function inclusion.take_paper_duty(p_batch uuid, p_account uuid, p_duty text) returns void language plpgsql as $$
      begin
        insert into inclusion.paper_duty (batch_id, account_id, duty) values (p_batch, p_account, p_duty) on conflict (batch_id, account_id) do nothing;
        if not exists (select from inclusion.paper_duty d where d.batch_id = p_batch and d.account_id = p_account and d.duty = p_duty) then
          raise exception 'paper-batch.one-duty';
        end if;
      end $$;

      -- The outside: a person as a key until the batch is settled, never a choice.
      create table inclusion.paper_envelope (
        id uuid primary key default gen_random_uuid(),
        batch_id uuid not null references inclusion.paper_batch on delete cascade,
        -- Where it was handed in: the batch may have been joined to that of another centre.
        centre_id uuid not null references inclusion.centre,
        -- Null where nobody knows its number, or where its number was used before. Once each.
        sheet_id uuid unique references inclusion.paper_sheet on delete cascade,
        place smallint not null check (place > 0),
        outcome text not null check (outcome in ('taken', 'set-aside')),
        reason text check (reason in ('unsigned', 'unknown-number', 'used-number', 'other-kit', 'kit-to-destroy', 'sheet-withdrawn', 'no-identity', 'not-eligible')),
        recorded_by uuid not null,
        k0 bytea check (length(k0) = 16),
        conventional_date boolean,
        municipality_code text,
        age_band text,
        evidence text check (evidence in ('E1', 'E2')),
        unique (batch_id, place),
        constraint paper_envelope_reason check ((outcome = 'taken') = (reason is null)),
        constraint paper_envelope_person check (num_nonnulls(k0, conventional_date, municipality_code, age_band, evidence) in (0, case outcome when 'taken' then 5 else 0 end)),
        constraint paper_envelope_known check (outcome = 'set-aside' or sheet_id is not null)
      );
      create index paper_envelope_centre on inclusion.paper_envelope (centre_id);
      grant select, insert, update, delete on inclusion.paper_envelope to ${app};

      create function inclusion.open_paper_envelope() returns trigger language plpgsql as $$
      declare
        held inclusion.paper_batch;
      begin
        select * into held from inclusion.paper_batch b where b.id = new.batch_id for update;
        if held.state <> 'envelopes' then raise exception 'paper-batch.envelopes-closed'; end if;
        if (select count(*) from inclusion.paper_envelope e where e.batch_id = new.batch_id) >= 50 then raise exception 'paper-batch.full'; end if;
        perform inclusion.take_paper_duty(new.batch_id, new.recorded_by, 'open');
        return new;
      end $$;
      create trigger paper_envelope_opened before insert on inclusion.paper_envelope for each row execute function inclusion.open_paper_envelope();
      create trigger paper_envelope_moved before update of batch_id on inclusion.paper_envelope for each row execute function inclusion.open_paper_envelope();

      -- The inside: a choice, never a name. Codes as they stand on the paper, by field.
      create table inclusion.paper_form (
        id uuid primary key default gen_random_uuid(),
        batch_id uuid not null references inclusion.paper_batch on delete cascade,
        sheet_id uuid not null unique references inclusion.paper_sheet on delete cascade,
        -- As it is printed, so that the form is found in the pile.
        number text not null check (length(number) = 12),
        first jsonb not null check (octet_length(first::text) <= 60000),
        first_by uuid not null,
        drawn boolean not null default false,
        second jsonb check (octet_length(second::text) <= 60000),
        second_by uuid,
        agreed boolean,
        ruled jsonb check (octet_length(ruled::text) <= 60000),
        ruled_by uuid,
        ruling_reason text check (length(ruling_reason) between 3 and 1000),
        constraint paper_form_second check (num_nonnulls(second, second_by, agreed) in (0, 3) and (second is null or drawn)),
        constraint paper_form_ruled check (num_nonnulls(ruled, ruled_by, ruling_reason) in (0, 3) and (ruled is null or not agreed))
      );
      create index paper_form_batch on inclusion.paper_form (batch_id);
      grant select, insert, update, delete on inclusion.paper_form to ${app};

      -- Each entry in its state, of an envelope that was opened in this batch, and by somebody who has no other duty in it.
      create function inclusion.enter_paper_form() returns trigger language plpgsql as $$
      declare
        held inclusion.paper_batch;
      begin
        select * into held from inclusion.paper_batch b where b.id = new.batch_id for update;
        if tg_op = 'INSERT' or new.first is distinct from old.first or new.first_by is distinct from old.first_by then
          if held.state <> 'forms' then raise exception 'paper-batch.forms-closed'; end if;
          perform inclusion.take_paper_duty(new.batch_id, new.first_by, 'first');
          if not exists (select from inclusion.paper_envelope e where e.sheet_id = new.sheet_id and e.batch_id = new.batch_id and e.outcome = 'taken') then
            raise exception 'paper-form.not-here';
          end if;
        end if;
        if tg_op = 'UPDATE' and (new.second is distinct from old.second or new.second_by is distinct from old.second_by) then
          if held.state <> 'second-entry' then raise exception 'paper-batch.second-closed'; end if;
          perform inclusion.take_paper_duty(new.batch_id, new.second_by, 'second');
        end if;
        if tg_op = 'UPDATE' and (new.ruled is distinct from old.ruled or new.ruled_by is distinct from old.ruled_by) then
          if held.state <> 'adjudication' then raise exception 'paper-batch.rulings-closed'; end if;
          perform inclusion.take_paper_duty(new.batch_id, new.ruled_by, 'rule');
        end if;
        return new;
      end $$;
      create trigger paper_form_entered before insert or update of first, first_by, second, second_by, ruled, ruled_by on inclusion.paper_form
        for each row execute function inclusion.enter_paper_form();

      -- Sheets of a kit at a centre at the end of a day: where each of them is, or why nobody can say it.
      create table inclusion.paper_day (
        kit_id uuid not null references inclusion.paper_kit on delete cascade,
        centre_id uuid not null references inclusion.centre on delete cascade,
        day date not null default platform.today(),
        issued integer not null check (issued >= 0),
        returned integer not null check (returned >= 0),
        spoiled integer not null check (spoiled >= 0),
        unused integer not null check (unused >= 0),
        missing integer not null check (missing >= 0),
        reason text check (length(reason) between 3 and 1000),
        closed_by uuid not null,
        primary key (kit_id, centre_id, day),
        constraint paper_day_balanced_or_said check (issued = returned + spoiled + unused + missing or reason is not null)
      );
      create index paper_day_centre on inclusion.paper_day (centre_id, day);
      grant select, insert, update on inclusion.paper_day to ${app};

      -- What the platform knows itself: sheets that came to the centre, envelopes that its batches hold.
      create function inclusion.paper_custody(p_kit uuid, p_centre uuid) returns table (issued integer, returned integer) language sql stable as $$
        select
          (select count(*)::integer from inclusion.paper_sheet s join inclusion.paper_order o on o.id = s.order_id
            where s.kit_id = p_kit and s.centre_id = p_centre and o.state in ('delivered', 'closed')),
          -- By their slips while they are opened, then by the sheets that were in them: a copy is no sheet of ours.
          (select coalesce(sum(case when b.state = 'merged' then case when m.found is null and m.state <> 'refused' then b.found else 0 end when b.found is null and b.state <> 'refused' then b.slip else 0 end), 0)::integer
            from inclusion.paper_batch b left join inclusion.paper_batch m on m.id = b.merged_into where b.kit_id = p_kit and b.centre_id = p_centre)
            + (select count(*)::integer from inclusion.paper_envelope e join inclusion.paper_batch b on b.id = e.batch_id
              where b.kit_id = p_kit and e.centre_id = p_centre and (b.found is not null or b.state = 'refused') and e.sheet_id is not null)
      $$;

      -- Null: it is balanced. Else the code of what is not.
      create function inclusion.paper_imbalance(p_batch uuid) returns text language plpgsql stable as $$
      declare
        b inclusion.paper_batch;
        envelopes integer;
        taken integer;
        forms integer;
        place record;
        closed inclusion.paper_day;
        known record;
      begin
        select * into b from inclusion.paper_batch where id = p_batch;
        select count(*), count(*) filter (where outcome = 'taken') into envelopes, taken from inclusion.paper_envelope where batch_id = p_batch;
        select count(*) into forms from inclusion.paper_form where batch_id = p_batch;
        if b.found is null or envelopes <> b.found then return 'paper-batch.envelopes-differ'; end if;
        if taken <> forms + b.absent then return 'paper-batch.forms-differ'; end if;
        if exists (select from inclusion.paper_form f where f.batch_id = p_batch and f.drawn and f.second is null) then return 'paper-batch.second-missing'; end if;
        if exists (select from inclusion.paper_form f where f.batch_id = p_batch and not f.agreed and f.ruled is null) then return 'paper-batch.rulings-missing'; end if;
        for place in select distinct e.centre_id from inclusion.paper_envelope e where e.batch_id = p_batch union select b.centre_id loop
          select * into closed from inclusion.paper_day d where d.kit_id = b.kit_id and d.centre_id = place.centre_id order by d.day desc limit 1;
          if not found or closed.day < b.received_on then return 'paper-day.not-closed'; end if;
          select * into known from inclusion.paper_custody(b.kit_id, place.centre_id);
          if closed.returned <> known.returned or closed.issued <> known.issued then return 'paper-day.outdated'; end if;
          if closed.issued <> closed.returned + closed.spoiled + closed.unused + closed.missing then return 'paper-day.unbalanced'; end if;
          if closed.missing * 100 > closed.issued then return 'paper-day.too-many-missing'; end if;
        end loop;
        return null;
      end $$;

      create function inclusion.guard_paper_batch() returns trigger language plpgsql as $$
      declare
        why text;
      begin
        if (new.consultation_id, new.kit_id, new.centre_id, new.number, new.slip, new.received_by) is distinct from (old.consultation_id, old.kit_id, old.centre_id, old.number, old.slip, old.received_by) then
          raise exception 'paper-batch.state';
        end if;
        if new.state = old.state then return new; end if;
        if (old.state, new.state) not in (
          ('envelopes', 'forms'), ('envelopes', 'merged'), ('envelopes', 'refused'), ('forms', 'second-entry'), ('forms', 'refused'),
          ('second-entry', 'adjudication'), ('second-entry', 'balanced'), ('second-entry', 'quarantined'), ('second-entry', 'refused'),
          ('adjudication', 'balanced'), ('adjudication', 'quarantined'), ('adjudication', 'refused'),
          ('quarantined', 'balanced'), ('quarantined', 'refused'), ('balanced', 'quarantined'), ('balanced', 'counted'), ('balanced', 'refused')) then
          raise exception 'paper-batch.state';
        end if;
        -- A single ballot taken out of its envelope beside a name that was just read is no secret.
        if new.state = 'forms' and new.alone_reason is null
            and (select count(*) from inclusion.paper_envelope e where e.batch_id = new.id and e.outcome = 'taken') between 1 and 9 then
          raise exception 'paper-batch.too-few';
        end if;
        if new.state in ('balanced', 'counted') then
          why := inclusion.paper_imbalance(new.id);
          if why is not null then raise exception '%', why; end if;
        end if;
        return new;
      end $$;
      create trigger paper_batch_guarded before update on inclusion.paper_batch for each row execute function inclusion.guard_paper_batch();

      create function inclusion.receive_paper_batch() returns trigger language plpgsql as $$
      begin
        perform from inclusion.paper_kit k where k.id = new.kit_id and k.consultation_id = new.consultation_id for share;
        if not found then raise exception 'paper-kit.unknown'; end if;
        if new.state <> 'envelopes' then raise exception 'paper-batch.state'; end if;
        return new;
      end $$;
      create trigger paper_batch_received before insert on inclusion.paper_batch for each row execute function inclusion.receive_paper_batch();

      -- What the stub of a sheet that is not counted goes on saying once its sheet is forgotten.
      create table inclusion.paper_set_aside (
        receipt_hash bytea primary key check (length(receipt_hash) = 32),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        reason text not null,
        on_day date not null default platform.today()
      );
      create index paper_set_aside_consultation on inclusion.paper_set_aside (consultation_id);
      grant select, insert, delete on inclusion.paper_set_aside to ${app};

      -- A batch that nobody settled holds the box back, whoever asks.
      create function inclusion.unsettled_paper(p_phase uuid) returns boolean language sql stable as $$
        select exists (select from inclusion.paper_batch b join inclusion.paper_kit k on k.id = b.kit_id where k.phase_id = p_phase and b.state not in ('merged', 'counted', 'refused'))
      $$;
      -- A vote is sealed by a role that knows nothing of paper: as the owner.
      create function inclusion.paper_before_sealing() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      begin
        if inclusion.unsettled_paper(new.phase_id) then raise exception 'vote.batches-pending'; end if;
        return new;
      end $$;
      create trigger vote_paper_settled before update of state on consultations.vote for each row
        when (new.state = 'sealed' and old.state is distinct from new.state) execute function inclusion.paper_before_sealing();
      create function inclusion.paper_before_publishing() returns trigger language plpgsql as $$
      begin
        if exists (select from consultations.phase p where p.consultation_id = new.consultation_id and p.kind = 'questionnaire' and inclusion.unsettled_paper(p.id)) then
          raise exception 'questionnaire.batches-pending';
        end if;
        -- Paper travels: what was given out may still come in.
        if exists (
          select from consultations.phase p join inclusion.paper_kit k on k.phase_id = p.id join inclusion.paper_sheet s on s.kit_id = k.id
          where p.consultation_id = new.consultation_id and p.kind = 'questionnaire' and s.state in ('issued', 'returned') and platform.clock() < consultations.paper_admitted_until(p.id)) then
          raise exception 'questionnaire.paper-admitted';
        end if;
        return new;
      end $$;
      create trigger questionnaire_paper_settled before insert on consultations.questionnaire_publication_request
        for each row execute function inclusion.paper_before_publishing();
      create trigger questionnaire_paper_settled before insert on consultations.questionnaire_publication
        for each row execute function inclusion.paper_before_publishing();
      -- Paper travels: what was filled before the close is entered until two days after it, where paper was a way (README item 15).
      create function consultations.paper_admitted_until(p_phase uuid) returns timestamptz language sql stable as $$
        select case when c.offline_ways @> '[{"kind": "paper"}]' then p.closes_at + interval '48 hours' else p.closes_at end
        from consultations.phase p join consultations.consultation c on c.id = p.consultation_id where p.id = p_phase
      $$;
      -- Whoever receives a batch waits for a sealing that has begun, and finds the box sealed.
      create function inclusion.paper_in_time() returns trigger language plpgsql as $$
      declare
        p record;
      begin
        -- Locked first, read then: what waited for a sealing sees it.
        perform from inclusion.paper_kit k join consultations.phase f on f.id = k.phase_id where k.id = new.kit_id for share of f;
        perform from inclusion.paper_kit k join consultations.vote v on v.phase_id = k.phase_id where k.id = new.kit_id for share of v;
        select f.id, f.kind, f.state, v.state as vote_state, coalesce(v.admitted_until, consultations.paper_admitted_until(f.id)) as until into p
          from inclusion.paper_kit k join consultations.phase f on f.id = k.phase_id left join consultations.vote v on v.phase_id = f.id where k.id = new.kit_id;
        if p.state = 'scheduled' or platform.clock() >= p.until or coalesce(p.vote_state, 'open') not in ('open', 'counting') then raise exception 'paper-batch.too-late'; end if;
        if exists (select from consultations.questionnaire_publication u where u.consultation_id = new.consultation_id) and p.kind = 'questionnaire' then raise exception 'paper-batch.too-late'; end if;
        return new;
      end $$;

      create trigger paper_batch_in_time before insert on inclusion.paper_batch for each row execute function inclusion.paper_in_time();

      create or replace function consultations.refuse_late_answers() returns trigger language plpgsql as $$
      declare
        held record;
        batch text := current_setting('parvis.paper_batch', true);
      begin
        select p.id, p.state, p.closes_at into held from consultations.phase p
        where p.consultation_id = new.consultation_id and p.kind = 'questionnaire' for share;
        if not found or held.state = 'scheduled' then raise exception 'questionnaire.not-open' using errcode = 'P0001'; end if;
        if held.state <> 'open' or platform.clock() >= held.closes_at then
          -- Only for a batch that balances, in the transaction that counts it.
          if coalesce(batch, '') = '' or platform.clock() >= consultations.paper_admitted_until(held.id)
              or not exists (select from inclusion.paper_batch b where b.id = batch::uuid and b.consultation_id = new.consultation_id and b.state = 'balanced') then
            raise exception 'questionnaire.not-open' using errcode = 'P0001';
          end if;
        end if;
        if exists (select from consultations.consultation c where c.id = new.consultation_id and c.suspended_at is not null) then
          raise exception 'consultation.suspended' using errcode = 'P0001';
        end if;
        return new;
      end $$;
    `)
    await q.query(`
      -- Stubs: a second receipt of a ballot, the one that the person tore off before anybody entered it. Tied to the roll until the rewriting.
      create table roll.stub (
        hash bytea primary key check (length(hash) = 32),
        vote_id uuid not null references consultations.vote,
        entry_id uuid,
        status text,
        reason text,
        decision text,
        check ((entry_id is null) = (status is not null))
      );
      create index stub_entry on roll.stub (entry_id) where entry_id is not null;
      alter table roll.stub owner to ${roll};

      create function roll.keep_stubs(p_vote uuid, p_hashes bytea[], p_entries uuid[]) returns void
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      begin
        if exists (select from unnest(p_entries) e where not exists (select from roll.entry r where r.id = e and r.vote_id = p_vote)) then raise exception 'roll.unknown-entry'; end if;
        insert into roll.stub (hash, vote_id, entry_id) select h, p_vote, e from unnest(p_hashes, p_entries) as given (h, e);
      end $$;

      -- Rows of the roll are deleted when they are rewritten, and never otherwise: what became of a ballot stays with its stub, the way to it does not.
      create function roll.let_go_of_stubs() returns trigger
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      begin
        update roll.stub set status = old.status, entry_id = null, reason = case old.status when 'admitted' then null else old.review_reason end,
          decision = case old.status when 'admitted' then null else old.decision end
        where entry_id = old.id;
        return null;
      end $$;
      create trigger entry_lets_go_of_stubs after delete on roll.entry for each row when (old.channel = 'paper') execute function roll.let_go_of_stubs();

      create or replace function roll.receipt_status(p_hash bytea) returns table (vote_id uuid, status text, reason text, decision text)
        language sql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
        select e.vote_id, 'received', null::text, null::text from roll.entry e where e.receipt_hash = p_hash
        union all
        select s.vote_id, case s.status when 'admitted' then 'counted' else 'not_counted' end, case s.status when 'admitted' then null else s.review_reason end,
          case s.status when 'admitted' then null else s.decision end
        from roll.sealed_entry s where s.receipt_hash = p_hash
        union all
        select t.vote_id, case when t.entry_id is not null then 'received' when t.status = 'admitted' then 'counted' else 'not_counted' end, t.reason, t.decision
        from roll.stub t where t.hash = p_hash
      $$;
      alter function roll.keep_stubs(uuid, bytea[], uuid[]) owner to ${roll};
      alter function roll.let_go_of_stubs() owner to ${roll};
      revoke all on function roll.keep_stubs(uuid, bytea[], uuid[]), roll.let_go_of_stubs() from public;
      grant execute on function roll.keep_stubs(uuid, bytea[], uuid[]), roll.let_go_of_stubs() to ${app};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      create or replace function roll.receipt_status(p_hash bytea) returns table (vote_id uuid, status text, reason text, decision text)
        language sql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
        select e.vote_id, 'received', null::text, null::text from roll.entry e where e.receipt_hash = p_hash
        union all
        select s.vote_id, case s.status when 'admitted' then 'counted' else 'not_counted' end, case s.status when 'admitted' then null else s.review_reason end,
          case s.status when 'admitted' then null else s.decision end
        from roll.sealed_entry s where s.receipt_hash = p_hash
      $$;
      drop trigger entry_lets_go_of_stubs on roll.entry;
      drop function roll.let_go_of_stubs, roll.keep_stubs;
      drop table roll.stub;
      create or replace function consultations.refuse_late_answers() returns trigger language plpgsql as $$
      declare
        held record;
      begin
        select p.closes_at into held from consultations.phase p
        where p.consultation_id = new.consultation_id and p.kind = 'questionnaire' and p.state = 'open' for share;
        if not found or platform.clock() >= held.closes_at then
          raise exception 'questionnaire.not-open' using errcode = 'P0001';
        end if;
        if exists (select from consultations.consultation c where c.id = new.consultation_id and c.suspended_at is not null) then
          raise exception 'consultation.suspended' using errcode = 'P0001';
        end if;
        return new;
      end $$;
      drop trigger questionnaire_paper_settled on consultations.questionnaire_publication;
      drop trigger questionnaire_paper_settled on consultations.questionnaire_publication_request;
      drop trigger vote_paper_settled on consultations.vote;
      drop table inclusion.paper_set_aside, inclusion.paper_day, inclusion.paper_form, inclusion.paper_envelope, inclusion.paper_duty, inclusion.paper_batch;
      drop function inclusion.paper_in_time, consultations.paper_admitted_until, inclusion.paper_before_publishing, inclusion.paper_before_sealing, inclusion.unsettled_paper,
        inclusion.receive_paper_batch, inclusion.guard_paper_batch, inclusion.paper_imbalance, inclusion.paper_custody, inclusion.enter_paper_form, inclusion.open_paper_envelope, inclusion.take_paper_duty;
    `)
  }
}
