import { Injectable } from '@nestjs/common'
import { Audit, DomainError, maybe, one, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { Actor } from '../authorization/actor'
import { readCards } from './card-file'
import type { CardsView, CardsTakenView } from './second-factor.dto'
import { SecondFactor } from './second-factor.service'

/** Cards with a screen that show a code, for who has no telephone at work: bought by the metropolis, imported, then each taken by one person. */
@Injectable()
export class SecondFactorCards {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit, private readonly secondFactor: SecondFactor) {}

  async view(): Promise<CardsView> {
    return one<CardsView>(this.dataSource, 'select count(*) filter (where account_id is null)::integer as free, count(*) filter (where account_id is not null)::integer as given from identity.second_factor_card')
  }

  /** All of the file or nothing. Cards that are known already stay as they are. Errors: 422 `card-file.unreadable`, or each line with its reason. */
  async take(actor: Actor, text: string): Promise<CardsTakenView> {
    const read = readCards(text)
    if (!read) throw new DomainError('card-file.unreadable', { refusals: [{ code: 'card-file.unreadable', at: 'csv' }] })
    DomainError.throwIfAny(read.problems.slice(0, 50).map(({ row, code }) => ({ code, at: 'csv', facts: { row } })))
    const taken = await this.dataSource.transaction(async (tx) => {
      const count = await touched(tx, `insert into identity.second_factor_card (serial, secret) select * from unnest($1::text[], $2::bytea[]) on conflict (serial) do nothing returning 1`,
        [read.rows.map(({ serial }) => serial), read.rows.map(({ serial, secret }) => this.secondFactor.seal(secret, serial))])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'second-factor.cards-imported', subjectKind: 'account', subjectId: actor.accountId, detail: { cards: count } })
      return count
    })
    return { taken, known: read.rows.length - taken }
  }

  /** The card in one's hand: its first code confirms it. One card, one person, decided by its row. Errors: 404 `card.unknown`, also when somebody holds it; 409 `second-factor.ready`. */
  async hold({ accountId }: Actor, serial: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await tx.query('update identity.second_factor_card set account_id = null where account_id = $1', [accountId])
      const card = await maybe<{ secret: Buffer }>(tx, 'update identity.second_factor_card set account_id = $2 where serial = $1 and account_id is null returning secret', [serial.trim().toUpperCase(), accountId])
      if (!card) throw new DomainError('card.unknown', { status: 404, refusals: [{ code: 'card.unknown', at: 'serial' }] })
      await this.secondFactor.begin({ accountId }, { kind: 'card', secret: this.secondFactor.open(card.secret, serial.trim().toUpperCase()) }, tx)
    })
  }
}
