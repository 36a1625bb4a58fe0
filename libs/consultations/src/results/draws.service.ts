import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, maybe, Outbox } from '@parvis/platform'
import { drawnOrder } from '@parvis/voting'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import type { VoteRules } from '../consultations/questions.rules'
import { voteToActOn } from '../votes/vote-access'
import { countBox, optionsOf } from './box-count'
import { announcedDraw, leftEqual } from './publication.rules'
import { tallyOf } from './tallies.service'

/**
 * Equals that the count left are settled by the public draw that the vote announced: its result is entered once, gives an order of
 * the options that anybody computes (libs/voting/src/draw.ts), and the ballots are counted again with that order.
 */
@Injectable()
export class Draws implements OnModuleInit {
  constructor(private readonly dataSource: DataSource, private readonly outbox: Outbox, private readonly audit: Audit) {}

  onModuleInit(): void {
    this.outbox.handle<{ voteId: string }>('vote.drawn', async ({ voteId }, { progress, signal }) => {
      await this.dataSource.transaction((tx) => this.count(tx, voteId, (done, total) => {
        signal.throwIfAborted()
        progress(done, total)
      }))
    }, { long: true })
  }

  /** Errors: 409 `results.not-tallied`, `draw.none-needed`, `draw.not-announced`, `draw.done` (another seed was entered). The same seed again changes nothing. */
  async enter(actor: Actor, voteId: string, seed: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const vote = await voteToActOn(tx, actor, 'results.publish', voteId, 'update')
      const tally = await tallyOf(tx, voteId)
      if (vote.state !== 'tallied' || !tally) throw new DomainError('results.not-tallied', { status: 409, facts: { state: vote.state } })
      if (tally.seed === seed) return
      if (tally.seed !== null) throw new DomainError('draw.done', { status: 409, facts: { seed: tally.seed } })
      if (leftEqual(tally.outcome).length === 0) throw new DomainError('draw.none-needed', { status: 409 })
      if (!announcedDraw(vote.rules)) throw new DomainError('draw.not-announced', { status: 409 })
      await tx.query('update consultations.tally set drawn_seed = $2, drawn_by = $3, drawn_at = platform.clock() where vote_id = $1', [voteId, seed, actor.accountId])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'vote.drawn', subjectKind: 'vote', subjectId: voteId, detail: { seed } })
      await this.outbox.announce(tx, 'vote.drawn', { voteId })
    })
  }

  private async count(tx: EntityManager, voteId: string, progress: (done: number, total: number) => void): Promise<void> {
    const vote = await maybe<{ method: string, rules: VoteRules, seed: string, inputHash: string }>(tx, `
      select v.method, v.rules, t.drawn_seed as seed, encode(t.input_hash, 'hex') as "inputHash" from consultations.tally t join consultations.vote v on v.id = t.vote_id
      where t.vote_id = $1 and t.drawn_seed is not null and t.drawn_outcome is null`, [voteId])
    if (!vote) return
    const drawn = await drawnOrder((await optionsOf(tx, voteId)).map(({ key }) => key), vote.seed)
    const { inputHash, outcome } = await countBox(tx, voteId, { ...vote, drawn }, progress)
    if (inputHash !== vote.inputHash) throw new DomainError('results.ballots-changed', { facts: { counted: vote.inputHash, now: inputHash } })
    // Locked for the writing alone: nobody's request waits for a count. Two that counted at once write the same, and the first one stays.
    await tx.query('update consultations.tally set drawn_outcome = $2 where vote_id = $1 and drawn_outcome is null', [voteId, JSON.stringify(outcome)])
  }
}
