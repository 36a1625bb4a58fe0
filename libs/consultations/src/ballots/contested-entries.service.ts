import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, one, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { duplicateStatus } from '../duplicates/duplicates.rules'
import { voteToActOn } from '../votes/vote-access'
import type { ContestedEntriesView, ContestedEntryView, ReviewDto } from './contested-entries.dto'

/** What waits for a decision before the sealing (README item 12). */
@Injectable()
export class ContestedEntries {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit) {}

  async list(actor: Actor, voteId: string): Promise<ContestedEntriesView> {
    const tx = this.dataSource.manager
    await voteToActOn(tx, actor, 'contested.review', voteId)
    return this.pending(tx, voteId)
  }

  /**
   * Errors: 404 `contested-entry.unknown`; 409 `contested-entry.already-reviewed`, `contested-entry.same-account`, `contested-entry.own-desk`,
   * `contested-entry.first-already-rejected`, `vote.already-sealed`.
   */
  async review(actor: Actor, voteId: string, entryId: string, { decision, reason }: ReviewDto): Promise<ContestedEntriesView> {
    return this.dataSource.transaction(async (tx) => {
      await voteToActOn(tx, actor, 'contested.review', voteId, 'share')
      await tx.query('select roll.review($1, $2, $3, $4, $5)', [voteId, entryId, decision, actor.accountId, reason]).catch((error: unknown) => {
        throw (error as { driverError?: { message?: string } }).driverError?.message === 'contested-entry.unknown' ? new DomainError('contested-entry.unknown', { status: 404 }) : error
      })
      // The entry's identifier would lead to its ballot for whoever holds the key of the vote: the journal says that, not which.
      await this.audit.append(tx, { actorId: actor.accountId, action: 'contested-entry.reviewed', subjectKind: 'vote', subjectId: voteId, detail: { decision } })
      return this.pending(tx, voteId)
    })
  }

  private async pending(tx: EntityManager, voteId: string): Promise<ContestedEntriesView> {
    const found = await rows<Omit<ContestedEntryView, 'status'>>(tx, `
      select id, conventional_date as "conventionalDate", homonyms as counted,
        jsonb_build_object('channel', channel, 'evidence', evidence, 'day', day, 'centreId', centre_id) as entry,
        jsonb_build_object('channel', first_channel, 'evidence', first_evidence, 'day', first_day, 'centreId', first_centre_id) as first
      from roll.contested($1)`, [voteId])
    const items = found.map((pair) => ({
      ...pair, status: duplicateStatus({ sameCivilStatus: true, conventionalDate: pair.conventionalDate, evidences: [pair.first.evidence, pair.entry.evidence] }) as 'certain' | 'probable',
    }))
    const { pending } = await one<{ pending: number }>(tx, 'select roll.contested_count($1) as pending', [voteId])
    return { items, pending }
  }
}
