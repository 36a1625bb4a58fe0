import { Injectable } from '@nestjs/common'
import { DomainError, one } from '@parvis/platform'
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

  /** Counts an attempt before it is judged, so that many at once cannot slip through. Errors: 429. */
  async begin(email: string): Promise<void> {
    const hash = hashOf(email)
    const { at } = await one<{ at: string }>(this.dataSource, 'insert into identity.sign_in_attempt (email_hash) values ($1) returning at::text', [hash])
    const { recent } = await one<{ recent: number }>(this.dataSource, `
      select count(*)::integer as recent from identity.sign_in_attempt
      where email_hash = $1 and at > platform.clock() - make_interval(mins => $2)`, [hash, FAILURES.minutes])
    if (recent <= FAILURES.most) return
    await this.dataSource.query('delete from identity.sign_in_attempt where email_hash = $1 and at = $2::timestamptz', [hash, at])
    throw new DomainError('sign-in.too-many-failures', { status: 429, facts: { minutes: FAILURES.minutes } })
  }

  async forget(tx: EntityManager, email: string): Promise<void> {
    await tx.query('delete from identity.sign_in_attempt where email_hash = $1', [hashOf(email)])
  }

  async sweep(): Promise<void> {
    await this.dataSource.query(`delete from identity.sign_in_attempt where at < platform.clock() - interval '1 day'`)
  }
}

const hashOf = (email: string) => createHash('sha256').update(email).digest()
