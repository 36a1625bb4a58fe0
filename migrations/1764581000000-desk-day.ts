import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/**
 * The day of a desk: tickets without a name, appointments, the pace of entries with its quotas and the alerts that ask about it, and
 * the activity of a day. What dates somebody more finely than a day goes with the day (docs/adr/0038).
 */
export class DeskDay1764581000000 implements MigrationInterface {
  name = 'DeskDay1764581000000'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      create table inclusion.ticket (
        id uuid primary key default gen_random_uuid(),
        centre_id uuid not null references inclusion.centre on delete cascade,
        day date not null default platform.today(),
        -- Given by the trigger, from one, every day anew.
        number smallint not null check (number between 1 and 594),
        state text not null default 'waiting' check (state in ('waiting', 'called', 'taken', 'served', 'left')),
        language text not null default '' check (length(language) <= 40),
        need text check (need in ('cannot-read-french', 'wheelchair', 'interpreter', 'children')),
        -- The form that made it: sent twice, it makes one.
        token uuid not null unique,
        made_at timestamptz not null default platform.clock(),
        called_at timestamptz,
        taken_at timestamptz,
        ended_at timestamptz,
        -- Who called; nobody else ends it by mistake.
        called_by uuid,
        unique (centre_id, day, number),
        check ((state = 'waiting') = (called_at is null) or state = 'left'),
        check ((called_at is null) = (called_by is null)),
        check (state not in ('taken', 'served') or taken_at is not null),
        check ((state in ('served', 'left')) = (ended_at is not null))
      );
      create index ticket_waiting on inclusion.ticket (centre_id, day, number) where state = 'waiting';
      grant select, insert, update, delete on inclusion.ticket to ${app};

      create function inclusion.number_ticket() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended('tickets ' || new.centre_id::text, 0));
        select coalesce(max(number), 0) + 1 into new.number from inclusion.ticket where centre_id = new.centre_id and day = new.day;
        if new.number > 594 then raise exception 'ticket.too-many'; end if;
        return new;
      end $$;
      create trigger ticket_numbered before insert on inclusion.ticket for each row execute function inclusion.number_ticket();

      -- What is left of a day: counts, of nobody.
      create table inclusion.queue_day (
        centre_id uuid not null references inclusion.centre on delete cascade,
        day date not null,
        tickets integer not null default 0,
        taken integer not null default 0,
        in_time integer not null default 0,
        left_count integer not null default 0,
        waited_minutes integer not null default 0,
        booked integer not null default 0,
        came integer not null default 0,
        primary key (centre_id, day),
        check (in_time <= taken and taken + left_count <= tickets and came <= booked)
      );
      grant select, insert, update on inclusion.queue_day to ${app};

      -- Where appointments are taken, and how many at once.
      create table inclusion.appointment_setting (
        centre_id uuid primary key references inclusion.centre on delete cascade,
        minutes smallint not null default 30 check (minutes in (15, 20, 30, 45, 60)),
        places smallint not null default 1 check (places between 1 and 10),
        -- How many of a day may be taken on the site, so that no machine takes them all.
        online_most smallint not null default 8 check (online_most between 0 and 100),
        days_ahead smallint not null default 14 check (days_ahead between 1 and 60)
      );
      grant select, insert, update, delete on inclusion.appointment_setting to ${app};

      create table inclusion.appointment (
        id uuid primary key default gen_random_uuid(),
        centre_id uuid not null references inclusion.centre on delete cascade,
        day date not null,
        starts time not null,
        -- One of those that the centre has at that hour, given by the trigger.
        place smallint not null,
        source text not null check (source in ('online', 'desk')),
        state text not null default 'booked' check (state in ('booked', 'came', 'missed', 'cancelled')),
        need text check (need in ('cannot-read-french', 'wheelchair', 'interpreter', 'children')),
        spoken text not null default '' check (length(spoken) <= 40),
        -- An address or a number, encrypted until the day after.
        contact_kind text check (contact_kind in ('email', 'phone')),
        contact bytea,
        language text not null default 'fr' check (language in ('fr', 'en', 'nl')),
        token uuid not null unique,
        cancel_hash bytea not null unique check (length(cancel_hash) = 32),
        -- The centre will not be open then: told by mail, or by the desk that calls.
        closed_since date,
        told_on date,
        check ((contact is null) = (contact_kind is null))
      );
      create unique index appointment_place on inclusion.appointment (centre_id, day, starts, place) where state <> 'cancelled';
      create index appointment_day on inclusion.appointment (day, centre_id);
      grant select, insert, update, delete on inclusion.appointment to ${app};

      -- Two people who ask for the last place wait for each other; the second is told.
      create function inclusion.place_appointment() returns trigger language plpgsql as $$
      declare
        setting inclusion.appointment_setting;
      begin
        perform pg_advisory_xact_lock(hashtextextended('appointments ' || new.centre_id::text || new.day::text, 0));
        select * into setting from inclusion.appointment_setting where centre_id = new.centre_id;
        if not found then raise exception 'appointment.not-offered'; end if;
        if new.source = 'online' and (select count(*) from inclusion.appointment a where a.centre_id = new.centre_id and a.day = new.day and a.source = 'online') >= setting.online_most then
          raise exception 'appointment.day-full';
        end if;
        select p into new.place from generate_series(1, setting.places) p
          where not exists (select from inclusion.appointment a where a.centre_id = new.centre_id and a.day = new.day and a.starts = new.starts and a.place = p and a.state <> 'cancelled') order by p limit 1;
        if new.place is null then raise exception 'appointment.full'; end if;
        return new;
      end $$;
      create trigger appointment_placed before insert on inclusion.appointment for each row execute function inclusion.place_appointment();

      -- Numbers that may be changed, each version kept: what an alert was made from can be shown.
      create table inclusion.pace_setting (
        version integer generated always as identity primary key,
        mediator_quota smallint not null check (mediator_quota between 1 and 500),
        warning_at smallint not null check (warning_at between 1 and mediator_quota),
        centre_quota smallint not null check (centre_quota between mediator_quota and 2000),
        median_seconds smallint not null check (median_seconds between 0 and 600),
        median_of smallint not null check (median_of between 3 and 50),
        least_seconds smallint not null check (least_seconds between 0 and 600),
        outside_minutes smallint not null check (outside_minutes between 0 and 240),
        answer_days smallint not null check (answer_days between 1 and 20),
        set_by uuid,
        set_on date not null default platform.today()
      );
      insert into inclusion.pace_setting (mediator_quota, warning_at, centre_quota, median_seconds, median_of, least_seconds, outside_minutes, answer_days) values (40, 32, 150, 25, 10, 12, 30, 2);
      grant select, insert on inclusion.pace_setting to ${app};

      -- How many visits a mediator entered for, by centre and day, and how fast. Seconds of the last visits only, and no hour; gone two days after.
      create table inclusion.desk_pace (
        account_id uuid not null references identity.account on delete cascade,
        centre_id uuid not null references inclusion.centre on delete cascade,
        day date not null default platform.today(),
        visits smallint not null default 0,
        recent smallint[] not null default '{}',
        fastest smallint,
        fast_series boolean not null default false,
        -- By the job that knows the hours of centres: how many visits it has seen, how many while it was closed.
        seen smallint not null default 0,
        outside smallint not null default 0,
        primary key (account_id, centre_id, day)
      );
      create index desk_pace_centre on inclusion.desk_pace (centre_id, day);
      create index desk_pace_day on inclusion.desk_pace (day);
      grant select, insert, update, delete on inclusion.desk_pace to ${app};

      create table inclusion.quota_lift (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references identity.account on delete cascade,
        centre_id uuid not null references inclusion.centre on delete cascade,
        day date not null default platform.today(),
        reason text not null check (length(reason) between 10 and 500),
        state text not null default 'asked' check (state in ('asked', 'granted', 'refused')),
        -- How many more visits that day.
        extra smallint check (extra between 1 and 200),
        words text not null default '' check (length(words) <= 500),
        decided_by uuid,
        decided_on date,
        check ((state = 'asked') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
        check ((state = 'granted') = (extra is not null)),
        -- Whoever asks does not decide.
        constraint quota_lift_two_people check (decided_by is null or decided_by <> account_id)
      );
      create unique index quota_lift_open on inclusion.quota_lift (account_id, day) where state = 'asked';
      create index quota_lift_day on inclusion.quota_lift (day, state);
      grant select, insert, update, delete on inclusion.quota_lift to ${app};

      create function inclusion.quota_refusal(p_account uuid, p_centre uuid) returns text language sql stable as $$
        select case
          when (select coalesce(sum(visits), 0) from inclusion.desk_pace where account_id = p_account and day = platform.today())
            >= s.mediator_quota + (select coalesce(sum(extra), 0) from inclusion.quota_lift where account_id = p_account and day = platform.today()) then 'quota.reached'
          when (select coalesce(sum(visits), 0) from inclusion.desk_pace where centre_id = p_centre and day = platform.today())
            >= s.centre_quota + (select coalesce(sum(extra), 0) from inclusion.quota_lift where centre_id = p_centre and day = platform.today()) then 'quota.centre-reached'
          end from inclusion.pace_setting s order by s.version desc limit 1 $$;

      -- The first entry of a visit counts it, under two locks taken in one order: two visits that come at once are counted one after the other.
      create function inclusion.count_visit() returns trigger language plpgsql as $$
      declare
        refusal text;
        setting inclusion.pace_setting;
        seconds smallint := greatest(0, least(32000, 1800 - extract(epoch from new.expires_at - platform.clock())))::smallint;
      begin
        perform pg_advisory_xact_lock(hashtextextended('pace ' || new.mediator_id::text, 0));
        perform pg_advisory_xact_lock(hashtextextended('pace ' || new.centre_id::text, 0));
        refusal := inclusion.quota_refusal(new.mediator_id, new.centre_id);
        if refusal is not null then raise exception '%', refusal; end if;
        select * into setting from inclusion.pace_setting order by version desc limit 1;
        insert into inclusion.desk_pace as p (account_id, centre_id, visits, recent, fastest) values (new.mediator_id, new.centre_id, 1, array[seconds], seconds)
          on conflict (account_id, centre_id, day) do update set visits = p.visits + 1, fastest = least(p.fastest, seconds),
            recent = (p.recent || seconds)[greatest(1, cardinality(p.recent) + 2 - setting.median_of):];
        update inclusion.desk_pace p set fast_series = true
          where p.account_id = new.mediator_id and p.centre_id = new.centre_id and p.day = platform.today() and not p.fast_series and cardinality(p.recent) >= setting.median_of
            and (select percentile_cont(0.5) within group (order by r) from unnest(p.recent) r) < setting.median_seconds;
        return new;
      end $$;
      create trigger assisted_session_visit_counted before update of acts on inclusion.assisted_session for each row
        when (new.mode = 'on_behalf' and old.acts = 0 and new.acts > 0) execute function inclusion.count_visit();

      create table inclusion.pace_alert (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references identity.account on delete cascade,
        centre_id uuid not null references inclusion.centre on delete cascade,
        day date not null,
        kind text not null check (kind in ('pace', 'outside-hours')),
        -- Counts and seconds, with the version of the numbers that they were held against.
        facts jsonb not null,
        state text not null default 'TO_EXPLAIN' check (state in ('TO_EXPLAIN', 'EXPLAINED', 'CONFIRMED', 'DISMISSED')),
        made_on date not null default platform.today(),
        due_on date not null,
        explanation text not null default '' check (length(explanation) <= 1000),
        explained_on date,
        words text not null default '' check (length(words) <= 1000),
        decided_by uuid,
        decided_on date,
        -- Asked once, whatever the job does again.
        unique (account_id, centre_id, day, kind),
        check ((explanation <> '') = (explained_on is not null)),
        check (state <> 'EXPLAINED' or explained_on is not null),
        check ((state in ('CONFIRMED', 'DISMISSED')) = (decided_by is not null) and (decided_by is null) = (decided_on is null)),
        check (state <> 'CONFIRMED' or words <> ''),
        -- Whom it is about decides nothing of it.
        constraint pace_alert_two_people check (decided_by is null or decided_by <> account_id)
      );
      create index pace_alert_state on inclusion.pace_alert (state, due_on);
      create index pace_alert_day on inclusion.pace_alert (day);
      grant select, insert, update, delete on inclusion.pace_alert to ${app};

      -- The activity of a mediator's day, closed by them: counts that give the same records whenever they are taken again.
      create table inclusion.activity_report (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references identity.account on delete cascade,
        centre_id uuid not null references inclusion.centre on delete cascade,
        day date not null default platform.today(),
        on_behalf smallint not null check (on_behalf >= 0),
        accompanied smallint not null check (accompanied >= 0),
        kiosk smallint not null check (kiosk >= 0),
        -- The sessions at kiosks were a workshop: one record for all.
        workshop boolean not null default false,
        title text not null default '' check (length(title) <= 120),
        minutes smallint not null check (minutes in (15, 30, 45, 60, 90, 120)),
        workshop_minutes smallint not null check (workshop_minutes in (30, 45, 60, 90, 120, 180)),
        closed_on date not null default platform.today(),
        unique (account_id, centre_id, day)
      );
      create index activity_report_day on inclusion.activity_report (day);
      grant select, insert, update, delete on inclusion.activity_report to ${app};

      create index if not exists assisted_session_day on inclusion.assisted_session (day, centre_id);
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop index if exists inclusion.assisted_session_day;
      drop trigger assisted_session_visit_counted on inclusion.assisted_session;
      drop table inclusion.activity_report, inclusion.pace_alert, inclusion.quota_lift, inclusion.desk_pace, inclusion.pace_setting, inclusion.appointment, inclusion.appointment_setting, inclusion.queue_day, inclusion.ticket;
      drop function inclusion.number_ticket, inclusion.place_appointment, inclusion.quota_refusal, inclusion.count_visit;
    `)
  }
}
