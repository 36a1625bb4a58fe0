import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, one, Outbox, type Refusal } from '@parvis/platform'
import type { Outcome } from '@parvis/voting'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { Charter } from '../charter/charter.service'
import type { VoteRules } from '../consultations/questions.rules'
import { snapshotsOf } from '../consultations/snapshots'
import { voteToActOn } from '../votes/vote-access'
import { publicationRefusals } from './publication.rules'
import type { PublicationDto, TieDto } from './results.dto'
import { readBox, runnerOf } from './sealed-ballots'
import { tallyOf } from './tallies.service'
import { countBy } from './turnout.rules'

/** Makes a count public, as it is, for ever. */
@Injectable()
export class Publications {
  constructor(private readonly dataSource: DataSource, private readonly charter: Charter, private readonly audit: Audit, private readonly outbox: Outbox) {}

  /** Errors: 404, 403 `place.other`; 409 with every refusal of `publicationRefusals`; 422 `tie.*`. */
  async publish(actor: Actor, voteId: string, publication: PublicationDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await voteToActOn(tx, actor, 'results.publish', voteId, 'update')
      await this.publishIn(tx, actor.accountId, voteId, publication)
    })
  }

  /** The same in the caller's transaction, for an import. */
  async publishIn(tx: EntityManager, actorId: string | null, voteId: string, { headline, nextSteps, tie }: PublicationDto): Promise<void> {
    const vote = await one<{ state: 'sealed' | 'tallied' | 'published', rules: VoteRules, consultationId: string }>(tx,
      'select state, rules, consultation_id as "consultationId" from consultations.vote where id = $1', [voteId])
    const tally = await tallyOf(tx, voteId)
    const outcome = tally?.outcome
    if (tie) DomainError.throwIfAny(outcome ? tieRefusals(outcome, vote.rules, tie) : [{ code: 'results.not-tallied' }])
    const [snapshot] = await snapshotsOf(tx, [vote.consultationId])
    const inclusion = snapshot && snapshot.origin !== 'import' ? await this.charter.askInclusion(snapshot) : { pendingBatches: 0, unsyncedDevices: 0 }
    DomainError.throwIfAny(publicationRefusals({
      state: vote.state,
      tally: tally && { inputHash: tally.inputHash, cast: tally.outcome.cast },
      inputHashNow: tally && (await readBox(runnerOf(tx), voteId)).inputHash,
      admittedByChannel: Object.fromEntries(countBy(tally?.turnout ?? [], ({ channel }) => channel)),
      unsettledTies: outcome && !tie ? leftToPeople(outcome).length : 0,
      contestedPending: 0,
      pendingBatches: inclusion.pendingBatches,
      unsyncedDevices: inclusion.unsyncedDevices,
      nextSteps,
    }), { status: 409 })
    await tx.query(`
      insert into consultations.publication (vote_id, tally_id, headline, next_steps, tie_winners, tie_procedure, published_by) values ($1, $2, $3, $4, $5, $6, $7)`,
    [voteId, tally?.id, headline, nextSteps, tie?.winners ?? [], tie?.procedure ?? '', actorId])
    await tx.query(`update consultations.vote set state = 'published' where id = $1`, [voteId])
    await this.audit.append(tx, { actorId, action: 'results.published', subjectKind: 'vote', subjectId: voteId, detail: { inputHash: tally?.inputHash } })
    await this.outbox.announce(tx, 'results.published', { voteId, consultationId: vote.consultationId })
  }
}

/** Sets of equals that the count left to people. */
function leftToPeople({ options, ties }: Outcome): string[][] {
  const tied = new Set(options.filter(({ fate }) => fate === 'tied').map(({ option }) => option))
  return ties.filter((equals) => equals.some((option) => tied.has(option)))
}

/** A settlement names as many of the equals as there are seats left. */
function tieRefusals(outcome: Outcome, rules: VoteRules, { winners }: TieDto): Refusal[] {
  const equals = new Set(leftToPeople(outcome).flat())
  if (equals.size === 0) return [{ code: 'tie.none', at: 'tie' }]
  const seats = (rules.seats ?? 1) - outcome.winners.length
  return [
    ...winners.filter((key) => !equals.has(key)).map((key) => ({ code: 'tie.not-among-equals', at: 'tie.winners', facts: { option: key } })),
    ...(winners.length === seats ? [] : [{ code: 'tie.wrong-number', at: 'tie.winners', facts: { designated: winners.length, seats } }]),
  ]
}
