import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Config, DomainError, one } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { withdrawable, type Channel, type IdentityEvidence } from './precedence.rules'
import { hashReceipt, parseReceipt } from './receipts'
import { retrying } from './retry'
import { accountReference, isStanding, stillOwn, voteAndEntries, type FoundEntry } from './roll'

/** Somebody whom a desk received, and by which door. */
export interface WithdrawalAtDesk {
  voteId: string
  k0: Buffer
  conventionalDate: boolean
  channel: Channel
  evidence: IdentityEvidence
}

/** By civil status, seen on a document; or by the account whose ballot it is. */
export type ProvenPerson = { k0: Buffer, conventionalDate: boolean } | { accountId: string }

/** No key of anybody: an account is looked for by its own reference alone. */
const NOBODY = Buffer.alloc(16)

/**
 * Ballots that are taken back. The row of the roll says so and is counted no more; the choice is read by nobody and goes with the
 * sealing. Nothing is answered about what stood there: a counter learns nothing (README item 13).
 */
@Injectable()
export class Withdrawals {
  constructor(private readonly dataSource: DataSource, private readonly config: Config) {}

  /** Of the account's own ballot, until the close. Errors: 404 `vote.unknown`; 409 `vote.not-open`, `ballot.nothing-own` when none of its own counts. */
  async withdrawOwn({ accountId }: Actor, voteId: string): Promise<void> {
    await retrying(() => this.dataSource.transaction(async (tx) => {
      const gone = await this.withdraw(tx, voteId, (await this.ofAccount(tx, voteId, accountId)).filter(stillOwn).map(({ id }) => id), 'close')
      if (gone === 0) throw new DomainError('ballot.nothing-own', { status: 409 })
    }))
  }

  /** What a ballot entered there would replace, until the close; whatever was found, nothing is said. In the transaction that holds the mandate. Errors: 404, 409 as above. */
  async withdrawAtDesk(tx: EntityManager, { voteId, k0, conventionalDate, channel, evidence }: WithdrawalAtDesk): Promise<void> {
    const entries = await this.ofPerson(tx, voteId, k0)
    await this.withdraw(tx, voteId, withdrawable(entries, { channel, evidence }, conventionalDate), 'close')
  }

  /**
   * What a decided claim does, until the sealing: whoever decides learns no more than that it was done. By a person whose document was
   * seen, their paper ballot goes too: somebody else than the desk decided it. Errors: 409 `vote.already-sealed`, `vote.unknown`.
   */
  async withdrawDecided(tx: EntityManager, voteId: string, person: ProvenPerson): Promise<void> {
    const ids = 'k0' in person ? theirs(await this.ofPerson(tx, voteId, person.k0), person.conventionalDate) : (await this.ofAccount(tx, voteId, person.accountId)).filter(stillOwn).map(({ id }) => id)
    await this.withdraw(tx, voteId, ids, 'sealing')
  }

  /** Somebody else used this civil status: what counts for it counts no more, and the person may take part again. Errors: 409 `vote.already-sealed`. */
  async rejectUsurped(tx: EntityManager, voteId: string, { k0, conventionalDate }: { k0: Buffer, conventionalDate: boolean }, reviewer: string, reason: string): Promise<void> {
    const ids = theirs(await this.ofPerson(tx, voteId, k0), conventionalDate)
    await tx.query('select roll.reject_usurped($1, $2, $3, $4)', [voteId, ids, reviewer, reason])
  }

  /** An entry that was left out, or waits, is another person's of the same civil status: it counts. Errors: 409 `contested-entry.unknown` when the code is of none, `vote.already-sealed`. */
  async admitHomonym(tx: EntityManager, voteId: string, receipt: string, reviewer: string, reason: string): Promise<void> {
    const code = parseReceipt(receipt)
    const { id } = await one<{ id: string | null }>(tx, 'select roll.claimed_entry($1, $2) as id', [voteId, code && hashReceipt(this.config.receiptKey, code)])
    if (id === null) throw new DomainError('contested-entry.unknown', { status: 409 })
    await tx.query(`select roll.review($1, $2, 'homonym', $3, $4)`, [voteId, id, reviewer, reason])
  }

  private async withdraw(tx: EntityManager, voteId: string, ids: readonly string[], until: 'close' | 'sealing'): Promise<number> {
    return (await one<{ gone: number }>(tx, 'select urn.withdraw($1, $2, $3) as gone', [voteId, ids, until])).gone
  }

  private async ofPerson(tx: EntityManager, voteId: string, k0: Buffer): Promise<(FoundEntry & { status: 'admitted' | 'contested' })[]> {
    return (await this.entries(tx, voteId, k0, null)).filter(isStanding).filter(({ samePerson }) => samePerson).map((entry) => ({ ...entry, sameAccount: false }))
  }

  private async ofAccount(tx: EntityManager, voteId: string, accountId: string): Promise<FoundEntry[]> {
    return (await this.entries(tx, voteId, NOBODY, accountReference(this.config.masterPepper, voteId, accountId))).filter(({ sameAccount }) => sameAccount)
  }

  /** Locked, as a ballot that comes in meanwhile locks them. */
  private async entries(tx: EntityManager, voteId: string, k0: Buffer, accountRef: Buffer | null): Promise<FoundEntry[]> {
    const found = await voteAndEntries(tx, voteId, { k0, accountRef, assistanceId: null })
    if (!found) throw new DomainError('vote.unknown', { status: 404 })
    return found.entries
  }
}

/** Of one person and no other: where several share the civil status, or its birth date is one that many share, no row is taken for theirs. */
function theirs(entries: readonly FoundEntry[], conventionalDate: boolean): string[] {
  return conventionalDate || entries.filter(({ status }) => status === 'admitted').length > 1 ? [] : entries.map(({ id }) => id)
}
