import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Saved filters of more lists than the consultations, one's own or shared with those who work in the same place. */
export class SavedFilters1764440200000 implements MigrationInterface {
  name = 'SavedFilters1764440200000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table consultations.saved_view
        add column list text not null default 'consultations' check (list in ('consultations', 'moderation', 'proposals', 'journal')),
        add column team_kind text check (team_kind in ('metropolis', 'municipality')),
        add column team_code text,
        add check ((team_kind is null) = (team_code is null));
      -- Twenty for one account and list.
      alter table consultations.saved_view drop constraint saved_view_account_id_place_key;
      alter table consultations.saved_view add constraint saved_view_place unique (account_id, list, place);
      drop index consultations.saved_view_name;
      create unique index saved_view_name on consultations.saved_view (account_id, list, lower(name));
      create index saved_view_team on consultations.saved_view (team_kind, team_code, list) where team_kind is not null;
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      delete from consultations.saved_view where list <> 'consultations';
      drop index consultations.saved_view_team;
      drop index consultations.saved_view_name;
      create unique index saved_view_name on consultations.saved_view (account_id, lower(name));
      alter table consultations.saved_view drop constraint saved_view_place;
      alter table consultations.saved_view add constraint saved_view_account_id_place_key unique (account_id, place);
      alter table consultations.saved_view drop column team_code, drop column team_kind, drop column list;
    `)
  }
}
