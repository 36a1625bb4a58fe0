import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/** The citizen reserve: members, missions, who was asked. A member never enters for somebody, whatever else they are. */
export class Reserve1764540000010 implements MigrationInterface {
  name = 'Reserve1764540000010'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      create table inclusion.reserve_member (
        account_id uuid primary key references identity.account on delete cascade,
        municipality_code text not null references identity.municipality,
        languages text[] not null default '{}' check (cardinality(languages) <= 10),
        skills text[] not null check (cardinality(skills) between 1 and 6 and skills <@ array['welcome', 'guide', 'carry', 'read-aloud', 'sign-language', 'drive']),
        availability text[] not null check (cardinality(availability) between 1 and 3 and availability <@ array['weekday', 'evening', 'weekend']),
        joined_at timestamptz not null default platform.clock()
      );
      create index reserve_member_commune on inclusion.reserve_member (municipality_code);
      grant select, insert, update, delete on inclusion.reserve_member to ${app};

      create table inclusion.reserve_mission (
        id uuid primary key default gen_random_uuid(),
        title text not null check (length(title) between 3 and 120),
        tasks text not null check (length(tasks) between 10 and 2000),
        municipality_code text not null references identity.municipality,
        day date not null,
        opens time not null,
        closes time not null,
        seats smallint not null check (seats between 1 and 50),
        state text not null default 'open' check (state in ('open', 'done', 'cancelled')),
        created_at timestamptz not null default platform.clock(),
        check (opens < closes)
      );
      create index reserve_mission_commune on inclusion.reserve_mission (municipality_code, state, day);
      grant select, insert, update on inclusion.reserve_mission to ${app};

      -- Whoever leaves the reserve leaves its missions.
      create table inclusion.mission_proposal (
        mission_id uuid not null references inclusion.reserve_mission on delete cascade,
        account_id uuid not null references inclusion.reserve_member on delete cascade,
        state text not null default 'proposed' check (state in ('proposed', 'accepted', 'declined')),
        proposed_at timestamptz not null default platform.clock(),
        answered_at timestamptz,
        primary key (mission_id, account_id),
        check ((state = 'proposed') = (answered_at is null))
      );
      create index mission_proposal_account on inclusion.mission_proposal (account_id);
      grant select, insert, update, delete on inclusion.mission_proposal to ${app};

      create function inclusion.reserve_does_not_enter() returns trigger language plpgsql as $$
      begin
        if new.mode in ('on_behalf', 'phone') and exists (select from inclusion.reserve_member r where r.account_id = new.mediator_id) then
          raise exception 'a member of the reserve enters for nobody' using errcode = 'check_violation', constraint = 'assisted_session_not_reserve';
        end if;
        return new;
      end $$;
      create trigger assisted_session_not_reserve before insert on inclusion.assisted_session for each row execute function inclusion.reserve_does_not_enter();

      create view identity.kept_reserve as
        select r.account_id, r.municipality_code, r.languages, r.skills, r.availability, r.joined_at,
          (select coalesce(json_agg(json_build_object('title', m.title, 'day', m.day, 'state', p.state) order by m.day), '[]') from inclusion.mission_proposal p join inclusion.reserve_mission m on m.id = p.mission_id where p.account_id = r.account_id) as missions
        from inclusion.reserve_member r;
      grant select on identity.kept_reserve to ${app};
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop view identity.kept_reserve;
      drop trigger assisted_session_not_reserve on inclusion.assisted_session;
      drop function inclusion.reserve_does_not_enter();
      drop table inclusion.mission_proposal, inclusion.reserve_mission, inclusion.reserve_member;
    `)
  }
}
