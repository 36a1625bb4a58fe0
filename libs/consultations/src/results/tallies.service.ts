import { Injectable, Logger } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, maybe, one, Outbox, rows } from '@parvis/platform'
import type { Outcome } from '@parvis/voting'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import type { VoteRules } from '../consultations/questions.rules'
import { voteToActOn } from '../votes/vote-access'
import { countBox } from './box-count'
import type { TallyView } from './results.dto'
import { Sealing } from './sealing.service'
import type { TurnoutCell } from './turnout.rules'

/** The count as kept: written once, never changed; a draw that settled its equals stands beside it. */
export interface TallyRow {
  id: string
  method: string
  methodVersion: string
  inputHash: string
  /** After the draw, where one was needed and is counted. */
  outcome: Outcome
  turnout: TurnoutCell[]
  at: Date
  /** What was drawn; null: nothing, so far. */
  seed: string | null
  /** The draw was entered and its count is not done yet. */
  drawing: boolean
}

/** Counts sealed votes. Before the sealing there is nothing here to count: the platform cannot read the urn. */
@Injectable()
export class Tallies implements OnModuleInit {
  private readonly log = new Logger('Tallies')

  constructor(private readonly dataSource: DataSource, private readonly outbox: Outbox, private readonly audit: Audit, private readonly sealing: Sealing) {}

  onModuleInit(): void {
    this.outbox.handle<{ voteId: string }>('vote.sealed', async ({ voteId }, { progress, signal }) => {
      if (await maybe(this.dataSource, `select from consultations.vote where id = $1 and state = 'sealed'`, [voteId])) {
        await this.dataSource.transaction((tx) => this.sealing.rewriteIn(tx, voteId))
        await this.sweep()
      }
      await this.dataSource.transaction((tx) => this.count(tx, voteId, (done, total) => {
        signal.throwIfAborted()
        progress(done, total)
      }))
    }, { long: true })
  }

  /**
   * Counts the ballots of a sealed vote with the method it was announced with. Done once: a second call changes nothing. The row of
   * the vote is locked at the end only: nobody's request waits for a count.
   */
  async count(tx: EntityManager, voteId: string, progress: (done: number, total: number) => void = () => {}): Promise<void> {
    const vote = await one<{ state: string, method: string, rules: VoteRules }>(tx, 'select state, method, rules from consultations.vote where id = $1', [voteId])
    if (vote.state !== 'sealed') return
    const { method, inputHash, outcome } = await countBox(tx, voteId, vote, progress)
    const turnout = await rows<TurnoutCell>(tx, `
      select channel, municipality_code as "municipalityCode", count(*)::integer as count from roll.sealed_entry
      where vote_id = $1 and status = 'admitted' group by 1, 2 order by 1, 2`, [voteId])
    const { state } = await one<{ state: string }>(tx, 'select state from consultations.vote where id = $1 for update', [voteId])
    if (state !== 'sealed') return
    await tx.query(`insert into consultations.tally (vote_id, method, method_version, input_hash, outcome, turnout) values ($1, $2, $3, decode($4, 'hex'), $5, $6)`,
      [voteId, method.name, method.version, inputHash, JSON.stringify(outcome), JSON.stringify(turnout)])
    await tx.query(`update consultations.vote set state = 'tallied' where id = $1`, [voteId])
    await this.audit.append(tx, { actorId: null, action: 'vote.tallied', subjectKind: 'vote', subjectId: voteId, detail: { inputHash, method: method.name, methodVersion: method.version } })
  }

  /**
   * For staff of the place. Errors: 409 `tally.not-sealed` before the sealing; `tally.in-progress` until the count is done, with
   * the facts `job` (waiting, running, failed, given-up) and, once it reads, `done` of `total` ballots.
   */
  async read(actor: Actor, voteId: string): Promise<TallyView> {
    const tx = this.dataSource.manager
    const vote = await voteToActOn(tx, actor, 'results.publish', voteId)
    const tally = await tallyOf(tx, voteId)
    if (!tally && vote.state !== 'sealed') throw new DomainError('tally.not-sealed', { status: 409, facts: { state: vote.state } })
    if (!tally || tally.drawing) {
      const job = await this.outbox.standing(tx, tally ? 'vote.drawn' : 'vote.sealed', { voteId })
      throw new DomainError('tally.in-progress', { status: 409, facts: { state: vote.state, job: job?.state ?? 'waiting', done: job?.progress?.done, total: job?.progress?.total } })
    }
    const { method, methodVersion, inputHash, outcome, turnout, at, seed } = tally
    return { state: vote.state, method, methodVersion, inputHash, outcome, turnout, at: at.toISOString(), seed }
  }

  /**
   * What sealing rewrote still lies in the files as dead rows that share a transaction number; they are swept at once where the
   * server lets us (PostgreSQL 17 and later), elsewhere by autovacuum.
   */
  async sweep(): Promise<void> {
    await this.dataSource.query('vacuum roll.entry, roll.duplicate_decision, urn.ballot').catch((error: unknown) => this.log.warn(`not swept: ${error instanceof Error ? error.message : String(error)}`))
  }
}

export async function tallyOf(tx: EntityManager, voteId: string): Promise<TallyRow | null> {
  return maybe<TallyRow>(tx, `
    select id, method, method_version as "methodVersion", encode(input_hash, 'hex') as "inputHash", coalesce(drawn_outcome, outcome) as outcome, turnout, at,
      drawn_seed as seed, drawn_seed is not null and drawn_outcome is null as drawing from consultations.tally where vote_id = $1`, [voteId])
}
