import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Names that follow one another as on a list: counts of a day by mediator and centre, beside their pace, and a question when they are out of
 * the ordinary (docs/adr/0042).
 */
export class TypedNames1764585000000 implements MigrationInterface {
  name = 'TypedNames1764585000000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table inclusion.pace_setting
        -- So many surnames in a row, each after the one before in the alphabet; so many people of one birth date among the last fifty.
        add column order_of smallint not null default 8 check (order_of between 3 and 50),
        add column same_date_of smallint not null default 3 check (same_date_of between 2 and 50);
      alter table inclusion.desk_pace
        -- People typed that day, by whatever door; how many surnames are in order now, how many were at most.
        add column typed smallint not null default 0,
        add column in_order smallint not null default 0,
        add column longest_order smallint not null default 0,
        add column same_date smallint not null default 0,
        -- The last surname, sealed with a key outside the database, and eight bytes for each of the last fifty people that mean nothing at another desk or on another day. Both go with the day.
        add column last_surname bytea,
        add column marks bytea check (length(marks) % 8 = 0 and length(marks) <= 400);
      alter table inclusion.pace_alert drop constraint pace_alert_kind_check, add constraint pace_alert_kind_check check (kind in ('pace', 'outside-hours', 'order'));
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      delete from inclusion.pace_alert where kind = 'order';
      alter table inclusion.pace_alert drop constraint pace_alert_kind_check, add constraint pace_alert_kind_check check (kind in ('pace', 'outside-hours'));
      alter table inclusion.desk_pace drop column typed, drop column in_order, drop column longest_order, drop column same_date, drop column last_surname, drop column marks;
      alter table inclusion.pace_setting drop column order_of, drop column same_date_of;
    `)
  }
}
