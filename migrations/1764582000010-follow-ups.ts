import type { MigrationInterface, QueryRunner } from 'typeorm'
import { applicationRole } from './1763800000000-foundations'

/**
 * Who has no e-mail and asked to be told what became of it (docs/adr/0039): one request, one outcome, told once, by SMS, by a letter, or on
 * a list at the centre under a code. No name, no session, and the address goes with the outcome.
 */
export class FollowUps1764582000010 implements MigrationInterface {
  name = 'FollowUps1764582000010'

  async up(q: QueryRunner): Promise<void> {
    const app = applicationRole()
    await q.query(`
      create table inclusion.follow_up (
        id uuid primary key,
        consultation_id uuid not null references consultations.consultation on delete cascade,
        -- What it is about; null: the whole consultation.
        proposal_id uuid references consultations.proposal on delete set null,
        about_proposal boolean not null default false,
        centre_id uuid references inclusion.centre on delete set null,
        way text not null check (way in ('sms', 'post', 'centre')),
        -- Encrypted: a number, or a name and an address.
        contact bytea,
        code_hash bytea not null unique check (length(code_hash) = 32),
        language text not null check (language in ('fr', 'en', 'nl')),
        asked_on date not null default platform.today(),
        state text not null default 'waiting' check (state in ('waiting', 'ready', 'told', 'lost')),
        outcome text check (outcome in ('results', 'questionnaire', 'answer', 'withdrawn', 'over')),
        told_on date,
        check ((state = 'waiting') = (outcome is null) or state = 'lost'),
        check ((state = 'told') = (told_on is not null)),
        -- Once: an address that was used is an address that is gone.
        check ((contact is not null) = (way <> 'centre' and state in ('waiting', 'ready')))
      );
      create index follow_up_open on inclusion.follow_up (consultation_id) where state in ('waiting', 'ready');
      create index follow_up_centre on inclusion.follow_up (centre_id, asked_on) where way = 'centre';
      create index follow_up_asked on inclusion.follow_up (asked_on);
      grant select, insert, delete, update (state, outcome, told_on, contact) on inclusion.follow_up to ${app};

      -- Told stays told: nobody is told twice, whatever asks for it.
      create function inclusion.follow_up_told_once() returns trigger language plpgsql as $$
      begin
        if old.state in ('told', 'lost') then raise exception 'follow-up.told-already' using errcode = 'P0001'; end if;
        return new;
      end $$;
      create trigger follow_up_told_once before update on inclusion.follow_up for each row execute function inclusion.follow_up_told_once();

      alter table inclusion.assisted_session add column follow_ups integer not null default 0 check (follow_ups between 0 and 5);
      create function inclusion.follow_up_needs_scope() returns trigger language plpgsql as $$
      declare
        refusal text := inclusion.mandate_refusal(new.mandate_id, new.consultation_id, 'RECEIVE_FOLLOWUP');
      begin
        if refusal is not null then raise exception '%', refusal; end if;
        return new;
      end $$;
      create trigger assisted_session_follow_up before update of follow_ups on inclusion.assisted_session for each row
        when (new.follow_ups > old.follow_ups) execute function inclusion.follow_up_needs_scope();
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop trigger assisted_session_follow_up on inclusion.assisted_session;
      drop function inclusion.follow_up_needs_scope();
      alter table inclusion.assisted_session drop column follow_ups;
      drop table inclusion.follow_up;
      drop function inclusion.follow_up_told_once();
    `)
  }
}
