import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, Outbox, rows, touched, uniqueViolation } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { isRealDay } from '../proposal-answers/proposal-answers.rules'
import { proposalForStaff } from '../proposals/proposal-access'
import type { ProposalStepDto, ProposalStepsView, ProposalStepView } from './proposal-steps.dto'

/** Of one proposal: nobody reads more. */
const MOST = 50

/** What became of a proposal, step by step until the last: public at once. */
@Injectable()
export class ProposalSteps {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit, private readonly outbox: Outbox) {}

  async list(proposalId: string): Promise<ProposalStepsView> {
    return { items: await rows<ProposalStepView>(this.dataSource, 'select id, day::text as day, kind, text from consultations.proposal_step where proposal_id = $1 order by day, written_at', [proposalId]) }
  }

  /** Errors: 409 `step.end-exists`; 422 `proposal.withdrawn`, `field.date`, `step.too-many`. */
  add(actor: Actor, proposalId: string, { day, kind, text }: ProposalStepDto): Promise<void> {
    return this.change(actor, proposalId, day, async (tx) => {
      const added = await touched(tx, `
        insert into consultations.proposal_step (proposal_id, day, kind, text) select $1, $2, $3, $4
        where (select count(*) from consultations.proposal_step where proposal_id = $1) < ${MOST} returning 1`, [proposalId, day, kind, text])
      if (added === 0) throw new DomainError('step.too-many', { facts: { limit: MOST } })
      await this.record(tx, actor, 'proposal.step-added', proposalId)
      await this.outbox.announce(tx, 'proposal.followed-up', { proposalId })
    })
  }

  /** Errors: 404 `step.unknown`; those of `add`. */
  edit(actor: Actor, proposalId: string, id: string, { day, kind, text }: ProposalStepDto): Promise<void> {
    return this.change(actor, proposalId, day, async (tx) => {
      const found = await touched(tx, 'update consultations.proposal_step set day = $3, kind = $4, text = $5, written_at = platform.clock() where id = $2 and proposal_id = $1', [proposalId, id, day, kind, text])
      if (found === 0) throw new DomainError('step.unknown', { status: 404 })
      await this.record(tx, actor, 'proposal.step-changed', proposalId)
    })
  }

  /** Nothing happens when it is gone already. */
  remove(actor: Actor, proposalId: string, id: string): Promise<void> {
    return this.change(actor, proposalId, null, async (tx) => {
      await tx.query('delete from consultations.proposal_step where id = $2 and proposal_id = $1', [proposalId, id])
      await this.record(tx, actor, 'proposal.step-removed', proposalId)
    })
  }

  private async change(actor: Actor, proposalId: string, day: string | null, work: (tx: EntityManager) => Promise<void>): Promise<void> {
    if (day !== null && !isRealDay(day)) throw new DomainError('field.date', { refusals: [{ code: 'field.date', at: 'day' }] })
    try {
      await this.dataSource.transaction(async (tx) => {
        const proposal = await proposalForStaff(tx, actor, proposalId, 'proposal.answer', true)
        if (proposal.state !== 'submitted') throw new DomainError('proposal.withdrawn')
        await work(tx)
      })
    } catch (error) {
      if (uniqueViolation(error) === 'proposal_step_end') throw new DomainError('step.end-exists', { status: 409, refusals: [{ code: 'step.end-exists', at: 'kind' }] })
      throw error
    }
  }

  private record(tx: EntityManager, actor: Actor, action: string, proposalId: string): Promise<void> {
    return this.audit.append(tx, { actorId: actor.accountId, action, subjectKind: 'proposal', subjectId: proposalId })
  }
}
