import { Injectable } from '@nestjs/common'
import { DomainError, maybe, touched } from '@parvis/platform'
import { createHash } from 'node:crypto'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'

export const FAILURES = { most: 10, minutes: 15 } as const

/**
 * Guessing is slowed per account name, whether the account exists or not, and never per address: forty people share
 * one in a centre (README item 18). A reset by mail opens the door again at once.
 */
@Injectable()
export class SignInAttempts {
  constructor(private readonly dataSource: DataSource) {}

  /** Counts an attempt before it is judged; attempts on one account wait for each other, so that many at once cannot slip through. Errors: 429. */
  async begin(email: string): Promise<void> {
    const hash = hashOf(email)
    const counted = await this.dataSource.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended(encode($1::bytea, 'hex'), 1))`, [hash])
      return maybe(tx, `
        insert into identity.sign_in_attempt (email_hash)
        select $1 where (select count(*) from identity.sign_in_attempt where email_hash = $1 and at > platform.clock() - make_interval(mins => $2)) < $3
        returning 1 as counted`, [hash, FAILURES.minutes, FAILURES.most])
    })
    if (!counted) throw new DomainError('sign-in.too-many-failures', { status: 429, facts: { minutes: FAILURES.minutes } })
  }

  async forget(tx: EntityManager, email: string): Promise<void> {
    await tx.query('delete from identity.sign_in_attempt where email_hash = $1', [hashOf(email)])
  }

  async sweep(tx: EntityManager): Promise<number> {
    return touched(tx, `delete from identity.sign_in_attempt where at < platform.clock() - interval '1 day'`)
  }
}

const hashOf = (email: string) => createHash('sha256').update(email).digest()
