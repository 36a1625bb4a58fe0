import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Lists of proposals narrowed by theme or commune read what they show, not the whole consultation. */
export class ListFilters1764420100000 implements MigrationInterface {
  name = 'ListFilters1764420100000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create index proposal_theme on consultations.proposal (consultation_id, theme, created_at desc, id) where state = 'submitted';
      create index proposal_commune on consultations.proposal (consultation_id, municipality_code, created_at desc, id) where state = 'submitted' and municipality_code is not null;
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop index consultations.proposal_theme, consultations.proposal_commune')
  }
}
