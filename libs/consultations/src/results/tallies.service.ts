import { Injectable, Logger } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, maybe, one, Outbox, rows } from '@parvis/platform'
import { methodNamed, type Outcome } from '@parvis/voting'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { parseOpening } from '../ballots/opening'
import { questionOf, type VoteOptionFacts, type VoteRules } from '../consultations/questions.rules'
import { voteToActOn } from '../votes/vote-access'
import type { TallyView } from './results.dto'
import { boxSize, readBox, runnerOf } from './sealed-ballots'
import type { TurnoutCell } from './turnout.rules'

const PROGRESS_EVERY = 500

/** The count as kept: written once, never changed. */
export interface TallyRow {
  id: string
  method: string
  methodVersion: string
  inputHash: string
  outcome: Outcome
  turnout: TurnoutCell[]
  at: Date
}

/** Counts sealed votes. Before the sealing there is nothing here to count: the platform cannot read the urn. */
@Injectable()
export class Tallies implements OnModuleInit {
  private readonly log = new Logger('Tallies')

  constructor(private readonly dataSource: DataSource, private readonly outbox: Outbox, private readonly audit: Audit) {}

  onModuleInit(): void {
    this.outbox.handle<{ voteId: string }>('vote.sealed', async ({ voteId }, { progress, signal }) => {
      await this.dataSource.transaction((tx) => this.count(tx, voteId, (done, total) => {
        signal.throwIfAborted()
        progress(done, total)
      }))
      await this.sweep()
    }, { long: true })
  }

  /** Counts the ballots of a sealed vote with the method it was announced with. Done once: a second call changes nothing. */
  async count(tx: EntityManager, voteId: string, progress: (done: number, total: number) => void = () => {}): Promise<void> {
    const vote = await one<{ state: string, method: string, rules: VoteRules }>(tx, 'select state, method, rules from consultations.vote where id = $1 for update', [voteId])
    if (vote.state !== 'sealed') return
    const method = methodNamed(vote.method)
    if (!method) throw new Error(`Vote ${voteId} has a method that this version does not know: ${vote.method}`)
    const options = await rows<VoteOptionFacts>(tx, 'select key, cost::float8 as cost from consultations.vote_option where vote_id = $1 order by position, key', [voteId])
    const count = method.start(questionOf(vote.rules, options))
    const total = await boxSize(runnerOf(tx), voteId)
    progress(0, total)
    let done = 0
    const { inputHash } = await readBox(runnerOf(tx), voteId, ({ opening }) => {
      count.add(parseOpening(opening).choice)
      if (++done % PROGRESS_EVERY === 0 || done === total) progress(done, total)
    })
    const turnout = await rows<TurnoutCell>(tx, `
      select channel, municipality_code as "municipalityCode", count(*)::integer as count from roll.sealed_entry
      where vote_id = $1 and status = 'admitted' group by 1, 2 order by 1, 2`, [voteId])
    await tx.query(`insert into consultations.tally (vote_id, method, method_version, input_hash, outcome, turnout) values ($1, $2, $3, decode($4, 'hex'), $5, $6)`,
      [voteId, method.name, method.version, inputHash, JSON.stringify(count.outcome()), JSON.stringify(turnout)])
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
    if (!tally) {
      const job = await this.outbox.standing(tx, 'vote.sealed', { voteId })
      throw new DomainError('tally.in-progress', { status: 409, facts: { state: vote.state, job: job?.state ?? 'waiting', done: job?.progress?.done, total: job?.progress?.total } })
    }
    const { method, methodVersion, inputHash, outcome, turnout, at } = tally
    return { state: vote.state, method, methodVersion, inputHash, outcome, turnout, at: at.toISOString() }
  }

  /**
   * What sealing rewrote still lies in the files as dead rows that share a transaction number; they are swept at once where the
   * server lets us (PostgreSQL 17 and later), elsewhere by autovacuum.
   */
  async sweep(): Promise<void> {
    await this.dataSource.query('vacuum roll.entry, urn.ballot').catch((error: unknown) => this.log.warn(`not swept: ${error instanceof Error ? error.message : String(error)}`))
  }
}

export async function tallyOf(tx: EntityManager, voteId: string): Promise<TallyRow | null> {
  return maybe<TallyRow>(tx, `
    select id, method, method_version as "methodVersion", encode(input_hash, 'hex') as "inputHash", outcome, turnout, at from consultations.tally where vote_id = $1`, [voteId])
}
