import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Votes held elsewhere spend other money than the euro: the currency is one of the rules, bound with them when the vote opens.
 * While a vote is prepared, what a method asked is set aside when another is chosen, and found again.
 */
export class Currency1763901000000 implements MigrationInterface {
  name = 'Currency1763901000000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table consultations.vote add column currency char(3) not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
        add column set_aside jsonb not null default '{}';
      ${frozen('currency')}
    `)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      ${frozen()}
      alter table consultations.vote drop column currency, drop column set_aside;
    `)
  }
}

function frozen(...more: string[]): string {
  const columns = (row: string): string => ['question', 'method', 'rules', 'roll_kind', 'claim_days', 'phase_id', ...more].map((name) => `${row}.${name}`).join(', ')
  return `
      create or replace function consultations.refuse_frozen_vote() returns trigger language plpgsql as $$
      begin
        if old.state <> 'draft' and (${columns('new')}) is distinct from (${columns('old')}) then
          raise exception 'vote.rules-frozen' using errcode = 'P0001';
        end if;
        return new;
      end $$;`
}
