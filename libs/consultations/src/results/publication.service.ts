import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, one, Outbox } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { Charter } from '../charter/charter.service'
import { snapshotsOf } from '../consultations/snapshots'
import { voteToActOn } from '../votes/vote-access'
import type { VoteRules } from '../consultations/questions.rules'
import { announcedDraw, leftEqual, publicationRefusals } from './publication.rules'
import type { PublicationDto } from './results.dto'
import { boxSize } from './sealed-ballots'
import { tallyOf } from './tallies.service'
import { countBy } from './turnout.rules'

/** Makes a count public, as it is, for ever. */
@Injectable()
export class Publications {
  constructor(private readonly dataSource: DataSource, private readonly charter: Charter, private readonly audit: Audit, private readonly outbox: Outbox) {}

  /** Errors: 404, 403 `place.other`; 409 with every refusal of `publicationRefusals`. */
  async publish(actor: Actor, voteId: string, publication: PublicationDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await voteToActOn(tx, actor, 'results.publish', voteId, 'update')
      await this.publishIn(tx, actor.accountId, voteId, publication)
    })
  }

  /** The same in the caller's transaction, for an import. */
  async publishIn(tx: EntityManager, actorId: string | null, voteId: string, { headline, nextSteps }: PublicationDto): Promise<void> {
    const vote = await one<{ state: 'sealed' | 'tallied' | 'published', rules: VoteRules, consultationId: string, phaseId: string }>(tx,
      'select state, rules, phase_id as "phaseId", consultation_id as "consultationId" from consultations.vote where id = $1', [voteId])
    const tally = await tallyOf(tx, voteId)
    const outcome = tally?.outcome
    const [snapshot] = await snapshotsOf(tx, [vote.consultationId])
    const inclusion = snapshot && snapshot.origin !== 'import' ? await this.charter.askInclusion(snapshot, vote.phaseId) : { pendingBatches: 0, unsyncedDevices: 0 }
    DomainError.throwIfAny(publicationRefusals({
      state: vote.state,
      tally: tally && { inputHash: tally.inputHash, cast: tally.outcome.cast },
      ballotsNow: await boxSize(tx, voteId),
      admittedByChannel: Object.fromEntries(countBy(tally?.turnout ?? [], ({ channel }) => channel)),
      unsettledTies: outcome && announcedDraw(vote.rules) ? leftEqual(outcome).length : 0,
      contestedPending: 0,
      pendingBatches: inclusion.pendingBatches,
      unsyncedDevices: inclusion.unsyncedDevices,
      nextSteps,
    }), { status: 409 })
    await tx.query(`
      insert into consultations.publication (vote_id, tally_id, headline, next_steps, published_by) values ($1, $2, $3, $4, $5)`,
    [voteId, tally?.id, headline, nextSteps, actorId])
    await tx.query(`update consultations.vote set state = 'published' where id = $1`, [voteId])
    await this.audit.append(tx, { actorId, action: 'results.published', subjectKind: 'vote', subjectId: voteId, detail: { inputHash: tally?.inputHash } })
    await this.outbox.announce(tx, 'results.published', { voteId, consultationId: vote.consultationId })
  }
}
