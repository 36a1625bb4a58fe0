import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { DomainError, maybe, Outbox } from '@parvis/platform'
import { drawnOrder, methodNamed, type Outcome } from '@parvis/voting'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { questionOf, type VoteRules } from '../consultations/questions.rules'
import { voteToActOn } from '../votes/vote-access'
import { countBox, optionsOf } from './box-count'
import type { WhatIfDto, WhatIfView } from './results.dto'
import { tallyOf } from './tallies.service'

/**
 * The same ballots by another rule, for the staff of the place: to learn, and to choose better next time. One question of each
 * vote is kept, the last; it is never published, and the result stays the one that was announced.
 */
@Injectable()
export class WhatIfs implements OnModuleInit {
  constructor(private readonly dataSource: DataSource, private readonly outbox: Outbox) {}

  onModuleInit(): void {
    this.outbox.handle<{ voteId: string, method: string }>('vote.what-if', async ({ voteId }, { progress, signal }) => {
      await this.dataSource.transaction((tx) => this.count(tx, voteId, (done, total) => {
        signal.throwIfAborted()
        progress(done, total)
      }))
    }, { long: true })
  }

  /** Errors: 409 `results.not-tallied`; 422 `what-if.other-form` (its ballots are filled in another way), refusals of the question. */
  async ask(actor: Actor, voteId: string, { method: name, rules: given }: WhatIfDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const vote = await voteToActOn(tx, actor, 'results.publish', voteId, 'update')
      if (vote.state !== 'tallied' && vote.state !== 'published') throw new DomainError('results.not-tallied', { status: 409, facts: { state: vote.state } })
      const method = methodNamed(name)
      if (!method || method.form !== methodNamed(vote.method)?.form) throw new DomainError('what-if.other-form', { facts: { method: name } })
      const rules: VoteRules = { ...vote.rules, ...given }
      DomainError.throwIfAny(method.questionRefusals(questionOf(name, rules, await optionsOf(tx, voteId))))
      await tx.query(`
        insert into consultations.what_if (vote_id, asked_by, method, rules) values ($1, $2, $3, $4)
        on conflict (vote_id) do update set asked_by = $2, asked_at = platform.clock(), method = $3, rules = $4, outcome = null`, [voteId, actor.accountId, name, JSON.stringify(rules)])
      await this.outbox.announce(tx, 'vote.what-if', { voteId, method: name })
    })
  }

  async read(actor: Actor, voteId: string): Promise<WhatIfView> {
    const tx = this.dataSource.manager
    await voteToActOn(tx, actor, 'results.publish', voteId)
    const asked = await maybe<{ method: string, rules: VoteRules, outcome: Outcome | null }>(tx, 'select method, rules, outcome from consultations.what_if where vote_id = $1', [voteId])
    if (!asked) return { state: 'none', method: null, rules: null, outcome: null }
    if (asked.outcome) return { ...asked, state: 'done' }
    const job = await this.outbox.standing(tx, 'vote.what-if', { voteId, method: asked.method })
    const state = job?.state === 'failed' || job?.state === 'given-up' ? 'failed' : job?.state === 'running' ? 'running' : 'waiting'
    return { ...asked, state, ...(job?.progress ?? {}) }
  }

  private async count(tx: EntityManager, voteId: string, progress: (done: number, total: number) => void): Promise<void> {
    const asked = await maybe<{ method: string, rules: VoteRules, at: string }>(tx, 'select method, rules, asked_at::text as at from consultations.what_if where vote_id = $1 and outcome is null', [voteId])
    if (!asked) return
    const seed = (await tallyOf(tx, voteId))?.seed
    // The same draw settles equals of both rules.
    const drawn = seed ? { drawn: await drawnOrder((await optionsOf(tx, voteId)).map(({ key }) => key), seed) } : {}
    const { outcome } = await countBox(tx, voteId, { ...asked, ...drawn }, progress)
    // Not locked meanwhile: whoever asks something else waits for no count, and this answer is then nobody's.
    await tx.query('update consultations.what_if set outcome = $2 where vote_id = $1 and outcome is null and asked_at = $3::timestamptz', [voteId, JSON.stringify(outcome), asked.at])
  }
}
