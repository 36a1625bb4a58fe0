import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/**
 * Paper kits: what is printed of one phase, frozen; orders of centres; one row per printed sheet. A sheet ties an outer envelope to a form
 * only until its vote is sealed or its answers are published (docs/adr/0036).
 */
export class PaperKits1764580000000 implements MigrationInterface {
  name = 'PaperKits1764580000000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      -- What a phase asks, whatever the door: SHA-256 of its question, rules and options, or of its questionnaire. Null where it asks nothing yet.
      create function consultations.phase_content_hash(p_phase uuid) returns bytea language sql stable as $$
        select sha256(convert_to(case p.kind
          when 'vote' then (
            select jsonb_build_object('question', v.question, 'method', v.method, 'rules', v.rules, 'currency', v.currency, 'options', coalesce((
              select jsonb_agg(jsonb_build_object('key', o.key, 'title', o.title, 'description', o.description, 'cost', o.cost) order by o.position, o.key)
              from consultations.vote_option o where o.vote_id = v.id), '[]'))
            from consultations.vote v where v.phase_id = p.id)
          when 'questionnaire' then (select n.content from consultations.questionnaire n where n.consultation_id = p.consultation_id)
          end::text, 'UTF8'))
        from consultations.phase p where p.id = p_phase
      $$;

      create table inclusion.paper_kit (
        id uuid primary key default gen_random_uuid(),
        consultation_id uuid not null references consultations.consultation on delete cascade,
        phase_id uuid not null references consultations.phase on delete cascade,
        version smallint not null check (version > 0),
        kind text not null check (kind in ('vote', 'questionnaire')),
        -- What is printed, with the digits that a clerk types for every box.
        content jsonb not null,
        content_hash bytea not null check (length(content_hash) = 32),
        state text not null default 'current' check (state in ('current', 'to-destroy')),
        made_by uuid not null,
        made_on date not null default platform.today(),
        unique (phase_id, version)
      );
      create unique index paper_kit_current on inclusion.paper_kit (phase_id) where state = 'current';
      create index paper_kit_consultation on inclusion.paper_kit (consultation_id);
      grant select, insert, update on inclusion.paper_kit to ${app};

      create function inclusion.paper_kit_is_of_its_phase() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' then
          if (new.phase_id, new.version, new.content, new.content_hash) is distinct from (old.phase_id, old.version, old.content, old.content_hash) or old.state = 'to-destroy' and new.state = 'current' then
            raise exception 'paper-kit.frozen';
          end if;
          return new;
        end if;
        perform from consultations.consultation c where c.id = new.consultation_id and c.state in ('announced', 'running') for share;
        if not found then raise exception 'paper-kit.not-announced'; end if;
        perform from consultations.phase p where p.id = new.phase_id and p.consultation_id = new.consultation_id and p.kind = new.kind and p.state <> 'closed' for share;
        if not found then raise exception 'paper-kit.not-announced'; end if;
        -- Whoever changes the question now waits for this kit, and then finds it out of date.
        perform from consultations.vote v where v.phase_id = new.phase_id for share;
        perform from consultations.questionnaire n where n.consultation_id = new.consultation_id for share;
        if new.content_hash is distinct from consultations.phase_content_hash(new.phase_id) then raise exception 'paper-kit.changed-meanwhile'; end if;
        return new;
      end $$;
      create trigger paper_kit_of_its_phase before insert or update on inclusion.paper_kit for each row execute function inclusion.paper_kit_is_of_its_phase();

      -- Whoever changes a question changes what its paper is good for, in the same transaction: at its end, when all options stand.
      create function inclusion.outdate_paper_kit() returns trigger language plpgsql as $$
      declare
        changed uuid;
      begin
        if tg_table_name = 'questionnaire' then
          select p.id into changed from consultations.phase p where p.consultation_id = new.consultation_id and p.kind = 'questionnaire';
        elsif tg_table_name = 'vote' then
          changed := new.phase_id;
        else
          select v.phase_id into changed from consultations.vote v where v.id = case tg_op when 'DELETE' then old.vote_id else new.vote_id end;
        end if;
        update inclusion.paper_kit k set state = 'to-destroy' where k.phase_id = changed and k.state = 'current' and k.content_hash is distinct from consultations.phase_content_hash(changed);
        return null;
      end $$;
      create constraint trigger vote_outdates_paper after update of question, method, rules, currency on consultations.vote deferrable initially deferred
        for each row execute function inclusion.outdate_paper_kit();
      create constraint trigger vote_option_outdates_paper after insert or update or delete on consultations.vote_option deferrable initially deferred
        for each row execute function inclusion.outdate_paper_kit();
      create constraint trigger questionnaire_outdates_paper after update on consultations.questionnaire deferrable initially deferred
        for each row execute function inclusion.outdate_paper_kit();

      create table inclusion.paper_order (
        id uuid primary key default gen_random_uuid(),
        kit_id uuid not null references inclusion.paper_kit on delete cascade,
        centre_id uuid not null references inclusion.centre on delete cascade,
        -- Said on the telephone and on the parcel: 1, 2, 3 within a kit.
        number smallint not null check (number > 0),
        ordinary smallint not null check (ordinary >= 0),
        large_print smallint not null check (large_print >= 0),
        state text not null default 'ordered' check (state in ('ordered', 'printed', 'delivered', 'closed', 'cancelled')),
        ordered_by uuid not null,
        ordered_on date not null default platform.today(),
        printed_by uuid,
        printed_on date,
        delivered_on date,
        closed_on date,
        unique (kit_id, number),
        unique (id, kit_id, centre_id),
        constraint paper_order_quantity check (ordinary + large_print between 1 and 500),
        constraint paper_order_printed check ((printed_by is null) = (printed_on is null) and (state in ('ordered', 'cancelled')) = (printed_on is null)),
        constraint paper_order_delivered check (state not in ('delivered') or delivered_on is not null)
      );
      create index paper_order_centre on inclusion.paper_order (centre_id, kit_id);
      grant select, insert, update on inclusion.paper_order to ${app};

      create function inclusion.guard_paper_order() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' or (old.state, new.state) in (('ordered', 'printed'), ('printed', 'delivered')) then
          perform from inclusion.paper_kit k where k.id = new.kit_id and k.state = 'current' for share;
          if not found then raise exception 'paper-kit.to-destroy'; end if;
        end if;
        if tg_op = 'INSERT' then
          if new.state <> 'ordered' then raise exception 'paper-order.state'; end if;
          -- An order is made by somebody who holds a desk there, whatever the application says.
          if not exists (
            select from identity.desk_place d join inclusion.paper_kit k on k.id = new.kit_id
            where d.account_id = new.ordered_by and d.centre_id = new.centre_id and (d.consultation_ids is null or k.consultation_id = any(d.consultation_ids))) then
            raise exception 'nobody is habilitated to make this order' using errcode = 'check_violation', constraint = 'paper_order_habilitated';
          end if;
          return new;
        end if;
        if (new.kit_id, new.centre_id, new.number, new.ordinary, new.large_print) is distinct from (old.kit_id, old.centre_id, old.number, old.ordinary, old.large_print) then
          raise exception 'paper-order.state';
        end if;
        if new.state <> old.state and (old.state, new.state) not in (('ordered', 'printed'), ('ordered', 'cancelled'), ('printed', 'delivered'), ('printed', 'closed'), ('delivered', 'closed')) then
          raise exception 'paper-order.state';
        end if;
        return new;
      end $$;
      create trigger paper_order_guarded before insert or update on inclusion.paper_order for each row execute function inclusion.guard_paper_order();

      create table inclusion.paper_sheet (
        -- Its three numbers are derived from it with a key that stands outside of the database; below are their keyed hashes.
        id uuid primary key,
        order_id uuid not null,
        kit_id uuid not null,
        centre_id uuid not null,
        -- 1, 2, 3 within its order. Printed on the stub, never on an envelope or a form.
        position smallint not null check (position > 0),
        format text not null check (format in ('ordinary', 'large-print')),
        envelope_hash bytea not null unique check (length(envelope_hash) = 32),
        form_hash bytea not null unique check (length(form_hash) = 32),
        receipt_hash bytea not null unique check (length(receipt_hash) = 32),
        state text not null default 'printed' check (state in ('printed', 'issued', 'returned', 'spoiled', 'unused', 'missing', 'destroyed')),
        issued_on date,
        unique (order_id, position),
        foreign key (order_id, kit_id, centre_id) references inclusion.paper_order (id, kit_id, centre_id) on delete cascade
      );
      create index paper_sheet_stock on inclusion.paper_sheet (centre_id, kit_id, state);
      create index paper_sheet_kit on inclusion.paper_sheet (kit_id, state);
      grant select, insert, update, delete on inclusion.paper_sheet to ${app};

      create function inclusion.guard_paper_sheet() returns trigger language plpgsql as $$
      declare
        ordered inclusion.paper_order;
      begin
        select * into ordered from inclusion.paper_order o where o.id = new.order_id for share;
        if tg_op = 'INSERT' then
          if ordered.state <> 'printed' or new.state <> 'printed' or new.position > ordered.ordinary + ordered.large_print then raise exception 'paper-sheet.state'; end if;
          return new;
        end if;
        if (new.order_id, new.kit_id, new.centre_id, new.position, new.format, new.envelope_hash, new.form_hash, new.receipt_hash)
            is distinct from (old.order_id, old.kit_id, old.centre_id, old.position, old.format, old.envelope_hash, old.form_hash, old.receipt_hash) then
          raise exception 'paper-sheet.state';
        end if;
        if new.state = old.state then return new; end if;
        -- Two states nobody undoes, and an old form is good for nothing: its numbers are refused.
        if (old.state, new.state) not in (
          ('printed', 'issued'), ('printed', 'returned'), ('printed', 'spoiled'), ('printed', 'unused'), ('printed', 'missing'), ('printed', 'destroyed'),
          ('issued', 'returned'), ('issued', 'spoiled'), ('issued', 'unused'), ('issued', 'missing'),
          ('missing', 'returned'), ('missing', 'spoiled'), ('missing', 'unused'), ('missing', 'destroyed'),
          ('spoiled', 'destroyed'), ('unused', 'destroyed'), ('returned', 'destroyed')) then
          raise exception 'paper-sheet.state';
        end if;
        if new.state in ('issued', 'returned') then
          perform from inclusion.paper_kit k where k.id = new.kit_id and k.state = 'current' for share;
          if not found then raise exception 'paper-kit.to-destroy'; end if;
        end if;
        if new.state = 'issued' and ordered.state <> 'delivered' then raise exception 'paper-order.not-delivered'; end if;
        if new.state = 'issued' then
          -- Before the opening the question may change; after the close nobody answers.
          perform from inclusion.paper_kit k join consultations.phase p on p.id = k.phase_id join consultations.consultation c on c.id = p.consultation_id
            where k.id = new.kit_id and p.state = 'open' and p.closes_at > platform.clock() and c.state = 'running' and c.suspended_at is null;
          if not found then raise exception 'paper-kit.not-open'; end if;
          new.issued_on := platform.today();
        end if;
        return new;
      end $$;
      create trigger paper_sheet_guarded before insert or update on inclusion.paper_sheet for each row execute function inclusion.guard_paper_sheet();

      -- What is left of sheets once nothing ties a name to a choice any more: how many, where, and what became of them.
      create table inclusion.paper_count (
        kit_id uuid not null references inclusion.paper_kit on delete cascade,
        centre_id uuid not null references inclusion.centre on delete cascade,
        format text not null check (format in ('ordinary', 'large-print')),
        state text not null,
        sheets integer not null check (sheets > 0),
        primary key (kit_id, centre_id, format, state)
      );
      grant select, insert, update on inclusion.paper_count to ${app};

      create function inclusion.forget_paper_sheets(p_phase uuid) returns integer language plpgsql as $$
      declare
        forgotten integer;
      begin
        with gone as (
          delete from inclusion.paper_sheet s using inclusion.paper_kit k where k.id = s.kit_id and k.phase_id = p_phase
          returning s.kit_id, s.centre_id, s.format, s.state), kept as (
          insert into inclusion.paper_count (kit_id, centre_id, format, state, sheets)
            select kit_id, centre_id, format, state, count(*) from gone group by 1, 2, 3, 4
            on conflict (kit_id, centre_id, format, state) do update set sheets = inclusion.paper_count.sheets + excluded.sheets)
        select count(*) into forgotten from gone;
        update inclusion.paper_order o set state = 'cancelled' from inclusion.paper_kit k where k.id = o.kit_id and k.phase_id = p_phase and o.state = 'ordered';
        update inclusion.paper_order o set state = 'closed', closed_on = platform.today() from inclusion.paper_kit k where k.id = o.kit_id and k.phase_id = p_phase and o.state in ('printed', 'delivered');
        return forgotten;
      end $$;
      -- A vote is sealed by a role that knows nothing of paper: as the owner.
      create function inclusion.sealing_forgets_paper() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      begin
        if tg_table_name = 'vote' then
          perform inclusion.forget_paper_sheets(new.phase_id);
        else
          perform inclusion.forget_paper_sheets(p.id) from consultations.phase p where p.consultation_id = new.consultation_id and p.kind = 'questionnaire';
        end if;
        return null;
      end $$;
      create trigger vote_sealing_forgets_paper after update of state on consultations.vote for each row
        when (new.state = 'sealed' and old.state is distinct from new.state) execute function inclusion.sealing_forgets_paper();
      create trigger questionnaire_publication_forgets_paper after insert on consultations.questionnaire_publication
        for each row execute function inclusion.sealing_forgets_paper();

      -- Below so many sheets a centre is told to order.
      alter table inclusion.centre add column paper_low smallint not null default 20 check (paper_low between 0 and 500);
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table inclusion.centre drop column paper_low;
      drop trigger questionnaire_publication_forgets_paper on consultations.questionnaire_publication;
      drop trigger vote_sealing_forgets_paper on consultations.vote;
      drop trigger questionnaire_outdates_paper on consultations.questionnaire;
      drop trigger vote_option_outdates_paper on consultations.vote_option;
      drop trigger vote_outdates_paper on consultations.vote;
      drop function inclusion.sealing_forgets_paper, inclusion.forget_paper_sheets, inclusion.outdate_paper_kit;
      drop table inclusion.paper_count, inclusion.paper_sheet, inclusion.paper_order, inclusion.paper_kit;
      drop function inclusion.guard_paper_sheet, inclusion.guard_paper_order, inclusion.paper_kit_is_of_its_phase, consultations.phase_content_hash;
    `)
  }
}
