import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, offsetOf, one, PageQuery, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { retrying } from '../ballots/retry'
import { voteToActOn } from '../votes/vote-access'
import type { DecideDuplicatesDto, DuplicatesView, DuplicateView } from './duplicates.dto'
import { duplicateStatus } from './duplicates.rules'

/** Participations that look like one person's and count both: people look at them before the sealing, and need not (docs/adr/0041). */
@Injectable()
export class Duplicates {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit) {}

  /** Errors: 404 `vote.unknown`, 403 `place.other`. */
  async list(actor: Actor, voteId: string, query: PageQuery): Promise<DuplicatesView> {
    const tx = this.dataSource.manager
    await voteToActOn(tx, actor, 'contested.review', voteId)
    return this.undecided(tx, actor.accountId, voteId, query)
  }

  /**
   * Errors: those of `list`; 404 `duplicate.unknown`; 409 `duplicate.already-decided`, `duplicate.changed-meanwhile`, `contested-entry.own-desk`,
   * `vote.already-sealed`. All pairs or none.
   */
  async decide(actor: Actor, voteId: string, { pairs, decision, reason }: DecideDuplicatesDto): Promise<DuplicatesView> {
    return retrying(() => this.dataSource.transaction(async (tx) => {
      await voteToActOn(tx, actor, 'contested.review', voteId, 'share')
      const { decided } = await one<{ decided: number }>(tx, 'select roll.decide_duplicates($1, $2, $3, $4, $5, $6) as decided',
        [voteId, pairs.map(({ stays }) => stays), pairs.map(({ goes }) => goes), decision, actor.accountId, reason]).catch((error: unknown) => {
        throw (error as { driverError?: { message?: string } }).driverError?.message === 'duplicate.unknown' ? new DomainError('duplicate.unknown', { status: 404 }) : error
      })
      // Identifiers of entries lead to their ballots for whoever holds the key of the vote: the journal says how many, not which.
      await this.audit.append(tx, { actorId: actor.accountId, action: 'duplicates.decided', subjectKind: 'vote', subjectId: voteId, detail: { decision, pairs: decided } })
      return this.undecided(tx, actor.accountId, voteId, new PageQuery())
    }))
  }

  private async undecided(tx: EntityManager, accountId: string, voteId: string, query: PageQuery): Promise<DuplicatesView> {
    const found = await rows<Omit<DuplicateView, 'status'> & { total: number }>(tx, `
      select jsonb_build_object('id', stays, 'channel', stays_channel, 'evidence', stays_evidence, 'day', stays_day, 'centreId', stays_centre_id) as stays,
        jsonb_build_object('id', goes, 'channel', goes_channel, 'evidence', goes_evidence, 'day', goes_day, 'centreId', goes_centre_id) as goes,
        agreeing, conventional_date as "conventionalDate", own_desk as "ownDesk", total
      from roll.duplicates($1, $2, $3, $4)`, [voteId, accountId, query.perPage, offsetOf(query)])
    const items = found.map(({ total: _total, ...pair }) => ({
      ...pair, status: duplicateStatus({ sameCivilStatus: false, conventionalDate: pair.conventionalDate, evidences: [pair.stays.evidence, pair.goes.evidence] }) as 'possible',
    }))
    // Beyond the last page there is nothing that tells how many there are.
    if (items.length === 0 && query.page > 1) return { ...await this.undecided(tx, accountId, voteId, { ...query, page: 1 }), items, page: query.page, perPage: query.perPage }
    return { items, total: found[0]?.total ?? 0, page: query.page, perPage: query.perPage }
  }
}
