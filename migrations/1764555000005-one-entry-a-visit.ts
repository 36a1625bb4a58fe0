import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * One ballot and one set of answers in a visit: another one would take the place of the first without anybody being told. It needs a
 * mandate that names the correction. Decided from what this visit did, never from a roll (docs/adr/0027).
 * Whoever does it with their own hands corrects it with them.
 */
export class OneEntryAVisit1764555000005 implements MigrationInterface {
  name = 'OneEntryAVisit1764555000005'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create function inclusion.second_entry_needs_correct() returns trigger language plpgsql as $$
      begin
        if inclusion.mandate_refusal(new.mandate_id, new.consultation_id, 'CORRECT') is not null then
          raise exception 'this visit entered one already' using errcode = 'check_violation', constraint = 'assisted_session_entered_once';
        end if;
        return new;
      end $$;
      create trigger assisted_session_entered_once before update of ballots, questionnaires on inclusion.assisted_session for each row
        when (new.mode = 'on_behalf' and ((new.ballots > old.ballots and old.ballots > 0) or (new.questionnaires > old.questionnaires and old.questionnaires > 0))) execute function inclusion.second_entry_needs_correct();
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop trigger assisted_session_entered_once on inclusion.assisted_session; drop function inclusion.second_entry_needs_correct')
  }
}
