import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, Config, DomainError, one, Outbox, rows, type Refusal } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { pseudonym } from '../ballots/opening'
import { Charter } from '../charter/charter.service'
import { VOTE_TRANSITIONS, transitionRefusals } from '../consultations/phases.rules'
import { snapshotsOf } from '../consultations/snapshots'
import { InclusionFacts } from '../inclusion-facts'
import { voteToActOn, type VoteRow } from '../votes/vote-access'

/**
 * Seals a box, once and for ever, and has the ballots counted. The request decides; ending the tie between who voted and what was
 * chosen rewrites every row, and is the first step of the count, a job.
 */
@Injectable()
export class Sealing {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly charter: Charter,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly inclusion: InclusionFacts,
  ) {}

  /** Errors: 404, 403 `place.other`; 409 with every refusal of `VOTE_TRANSITIONS`. The count follows by itself. */
  async seal(actor: Actor, voteId: string): Promise<{ ballots: number }> {
    return this.dataSource.transaction(async (tx) => {
      const vote = await voteToActOn(tx, actor, 'vote.seal', voteId, 'update')
      DomainError.throwIfAny(await this.refusals(tx, vote), { status: 409 })
      const ballots = await this.sealIn(tx, voteId)
      await this.audit.append(tx, { actorId: actor.accountId, action: 'vote.sealed', subjectKind: 'vote', subjectId: voteId, detail: { ballots } })
      await this.outbox.announce(tx, 'vote.sealed', { voteId })
      return { ballots }
    })
  }

  /**
   * The decision, in the caller's transaction. urn.seal() checks the dates, that no entry waits for review, no claim filed in time is open, and that there are as
   * many ballots as people. @returns ballots that will be counted
   */
  async sealIn(tx: EntityManager, voteId: string): Promise<number> {
    return (await one<{ ballots: number }>(tx, 'select urn.seal($1, $2::bytea[]) as ballots', [voteId, await this.leftOut(tx, voteId)])).ballots
  }

  /** Ends the tie of a sealed box, in the caller's transaction; done once, again changes nothing. */
  async rewriteIn(tx: EntityManager, voteId: string): Promise<void> {
    // One statement for the whole box, minutes for a million: it is a job's, and nobody waits for it.
    await tx.query('set local statement_timeout = 0')
    await tx.query('select urn.rewrite($1, $2::bytea[])', [voteId, await this.leftOut(tx, voteId)])
  }

  /** Pseudonyms of the ballots that are not counted. */
  private async leftOut(tx: EntityManager, voteId: string): Promise<Buffer[]> {
    const left = await rows<{ id: string }>(tx, 'select id from roll.not_admitted($1) as id', [voteId])
    if (left.length === 0) return []
    const key = this.config.voteKey(voteId)
    return left.map(({ id }) => pseudonym(key, voteId, id))
  }

  private async refusals(tx: EntityManager, vote: VoteRow): Promise<Refusal[]> {
    const [snapshot] = await snapshotsOf(tx, [vote.consultationId])
    if (!snapshot) throw new DomainError('vote.unknown', { status: 404 })
    const { pending } = await one<{ pending: number }>(tx, 'select roll.contested_count($1) as pending', [vote.id])
    const { pendingBatches, unsyncedDevices } = await this.charter.askInclusion(snapshot, vote.phaseId)
    return transitionRefusals('vote', VOTE_TRANSITIONS, 'seal', vote.state, {
      state: vote.state,
      opensAt: vote.opensAt.getTime(),
      closesAt: vote.closesAt.getTime(),
      admittedUntil: (vote.admittedUntil ?? vote.closesAt).getTime(),
      claimDays: vote.claimDays,
      contestedPending: pending,
      claimsPending: (await this.inclusion.claimsBeforeSealing(tx, vote.id)).holding,
      pendingBatches,
      unsyncedDevices,
      optionCount: snapshot.phases.find(({ id }) => id === vote.phaseId)?.vote?.options.length ?? 0,
      suspended: vote.suspended,
      publicationRefusals: [],
      now: snapshot.now,
    })
  }
}
