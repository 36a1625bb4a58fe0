import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole, protectedRole } from './1763800000000-foundations'

/**
 * What is kept no longer than promised: each erasure leaves how much went on which day, and who took part in a vote, a
 * questionnaire or a consultation leaves a line of its own, which is the certificate (docs/adr/0035).
 */
export class Erasures1764570000000 implements MigrationInterface {
  name = 'Erasures1764570000000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    const roll = protectedRole('roll')
    await q.query(`
      create table platform.erasure (
        rule text not null check (rule ~ '^[a-z-]{3,40}$'),
        day date not null default platform.today(),
        removed bigint not null check (removed >= 0),
        last_at timestamptz not null default platform.clock(),
        primary key (rule, day)
      );
      grant select, insert, update (removed, last_at) on platform.erasure to ${app};

      create table consultations.forgotten_people (
        kind text not null check (kind in ('vote', 'questionnaire', 'supports')),
        -- The vote; the consultation where it is a questionnaire or supports.
        subject_id uuid not null,
        consultation_id uuid not null references consultations.consultation on delete cascade,
        entries integer not null check (entries >= 0),
        at timestamptz not null default platform.clock(),
        primary key (kind, subject_id)
      );
      create index forgotten_people_at on consultations.forgotten_people (at);
      grant select, insert on consultations.forgotten_people to ${app};

      -- From when on nothing can be contested any more: two months after the result, or a year after what was never published.
      create function consultations.people_kept_until(p_published timestamptz, p_ended timestamptz) returns timestamptz
        language sql immutable as $$ select coalesce(p_published + interval '2 months', p_ended + interval '1 year') $$;

      grant select on consultations.publication to ${roll};
      -- One way only: the imprint of a person goes, the row stays what was counted. Asked before the time, nothing happens.
      create function roll.forget_people(p_vote uuid) returns integer
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare
        forgotten integer;
      begin
        if not exists (
          select from consultations.vote v left join consultations.publication p on p.vote_id = v.id
          where v.id = p_vote and v.sealed_at is not null and consultations.people_kept_until(p.at, v.sealed_at) <= platform.clock()) then
          raise exception 'vote.people-still-kept';
        end if;
        update roll.sealed_entry set k0 = null, account_ref = null, assistance_id = null
        where vote_id = p_vote and num_nonnulls(k0, account_ref, assistance_id) > 0;
        get diagnostics forgotten = row_count;
        return forgotten;
      end $$;
      alter function roll.forget_people(uuid) owner to ${roll};
      revoke all on function roll.forget_people(uuid) from public;
      grant execute on function roll.forget_people(uuid) to ${app};

      create function consultations.refuse_change_of_sealed_entry() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' and num_nonnulls(new.k0, new.account_ref, new.assistance_id) = 0 then
          old.k0 := null;
          old.account_ref := null;
          old.assistance_id := null;
          if new is not distinct from old then return new; end if;
        end if;
        raise exception 'ballot.sealed' using errcode = 'P0001';
      end $$;
      drop trigger sealed_entry_stays on roll.sealed_entry;
      create trigger sealed_entry_stays before update or delete on roll.sealed_entry
        for each row execute function consultations.refuse_change_of_sealed_entry();

      -- Who answered, once their imprint is gone: the row counts, it is nobody's any more.
      alter table consultations.questionnaire_entry alter column k0 drop not null;
      grant update (assistance_id) on consultations.support to ${app};
      grant delete on inclusion.habilitation, inclusion.training_attempt to ${app};

      -- Who opened a desk when, and for which consultation: a year, and as long as its result can be contested.
      create function inclusion.forget_desk_journal() returns integer
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare
        forgotten integer;
      begin
        delete from platform.audit_entry e
        where e.at < platform.clock() - interval '12 months'
          and e.action in ('second-factor.checked', 'second-factor.confirmed', 'assisted-session.opened', 'assisted-session.ended', 'assisted-session.expired', 'assisted-session.accompanied')
          and not exists (
            select from consultations.consultation c
            where c.id::text = e.detail ->> 'consultationId' and (c.finished_at is null or c.finished_at > platform.clock() - interval '2 months'));
        get diagnostics forgotten = row_count;
        return forgotten;
      end $$;
      revoke all on function inclusion.forget_desk_journal() from public;
      grant execute on function inclusion.forget_desk_journal() to ${app};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    const roll = protectedRole('roll')
    await q.query(`
      drop function inclusion.forget_desk_journal();
      revoke delete on inclusion.habilitation, inclusion.training_attempt from ${app};
      revoke update (assistance_id) on consultations.support from ${app};
      delete from consultations.questionnaire_entry where k0 is null;
      alter table consultations.questionnaire_entry alter column k0 set not null;
      drop trigger sealed_entry_stays on roll.sealed_entry;
      drop function consultations.refuse_change_of_sealed_entry();
      create trigger sealed_entry_stays before update or delete on roll.sealed_entry
        for each row execute function consultations.refuse_change_of_sealed();
      drop function roll.forget_people(uuid);
      revoke select on consultations.publication from ${roll};
      drop function consultations.people_kept_until(timestamptz, timestamptz);
      drop table consultations.forgotten_people, platform.erasure;
    `)
  }
}
