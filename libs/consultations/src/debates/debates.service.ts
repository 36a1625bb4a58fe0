import { Injectable } from '@nestjs/common'
import { mayActIn } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, maybe, one, Outbox } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { lockForChange } from '../consultations/access'
import type { ConcludeDebateDto, EditDebateDto, NewDebateDto } from './debates.dto'
import { debateRefusals } from './debates.rules'
import type { DebateEvent, DebateFacts } from './debates.rules'

/** What staff do with the debates of a phase. */
@Injectable()
export class Debates {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit, private readonly outbox: Outbox) {}

  /** Errors: 404 `consultation.unknown`, 403 `place.other`; 422 `debate.consultation-draft`, `debate.phase-wrong`, `debate.phase-over`. */
  async write(actor: Actor, consultationId: string, { phaseId, title, question, body = '' }: NewDebateDto): Promise<{ number: number }> {
    return this.dataSource.transaction(async (tx) => {
      // Locked: numbers follow each other. The calendar of a draft still changes, and what stands in it would go with a phase.
      const consultation = await lockForChange(tx, actor, consultationId, 'debate.write')
      if (consultation.state === 'draft') throw new DomainError('debate.consultation-draft')
      const phase = await maybe<{ kind: string, state: string }>(tx, 'select kind, state from consultations.phase where id = $1 and consultation_id = $2', [phaseId, consultationId])
      if (phase?.kind !== 'debate') throw new DomainError('debate.phase-wrong', { refusals: [{ code: 'debate.phase-wrong', at: 'phaseId' }] })
      if (phase.state === 'closed') throw new DomainError('debate.phase-over')
      const row = await one<{ id: string, number: number }>(tx, `
        insert into consultations.debate (consultation_id, phase_id, number, title, question, body)
        select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5 from consultations.debate where consultation_id = $1 returning id, number`, [consultationId, phaseId, title, question, body])
      await this.record(tx, actor, 'debate.written', row.id)
      return row
    })
  }

  /** Errors: 404 `debate.unknown`, 403 `place.other`; 409 `debate.changed-meanwhile`; 422 `debate.wrong-state`. */
  async edit(actor: Actor, id: string, { revision, title, question, body = '' }: EditDebateDto): Promise<void> {
    await this.change(actor, id, 'edit', async (tx, debate) => {
      if (debate.revision !== revision) throw new DomainError('debate.changed-meanwhile', { status: 409, facts: { revision: debate.revision } })
      await tx.query('update consultations.debate set title = $2, question = $3, body = $4, revision = revision + 1 where id = $1', [id, title, question, body])
      await this.record(tx, actor, 'debate.edited', id)
    })
  }

  /** Errors: 404 `debate.unknown`, 403 `place.other`; 422 `debate.wrong-state`, `debate.phase-over`, `consultation.suspended`. */
  async publish(actor: Actor, id: string): Promise<void> {
    await this.change(actor, id, 'publish', async (tx, { consultationId }) => {
      await tx.query(`update consultations.debate set state = 'published', published_at = platform.clock(), revision = revision + 1 where id = $1`, [id])
      await this.record(tx, actor, 'debate.published', id)
      await this.outbox.announce(tx, 'debate.published', { debateId: id, consultationId })
    })
  }

  /** Ends it with what was said and what is kept of it, for good. Errors: 404 `debate.unknown`, 403 `place.other`; 422 `debate.wrong-state`. */
  async conclude(actor: Actor, id: string, { summary, kept }: ConcludeDebateDto): Promise<void> {
    await this.change(actor, id, 'conclude', async (tx, { consultationId }) => {
      await tx.query(`update consultations.debate set state = 'concluded', concluded_at = platform.clock(), summary = $2, kept = $3, revision = revision + 1 where id = $1`, [id, summary, kept])
      await this.record(tx, actor, 'debate.concluded', id)
      await this.outbox.announce(tx, 'debate.concluded', { debateId: id, consultationId })
    })
  }

  /** A draft alone. Errors: 404 `debate.unknown`, 403 `place.other`; 422 `debate.wrong-state`. */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.change(actor, id, 'remove', async (tx) => {
      await this.record(tx, actor, 'debate.removed', id)
      await tx.query('delete from consultations.debate where id = $1', [id])
    })
  }

  /** The debate, locked; comments hold it against closing until they are written. */
  private async change(actor: Actor, id: string, event: DebateEvent, act: (tx: EntityManager, debate: { revision: number, consultationId: string }) => Promise<void>): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const debate = await maybe<{ revision: number, consultationId: string, state: DebateFacts['state'], phaseKind: string, phaseState: DebateFacts['phase']['state'], suspended: boolean, ownerKind: 'metropolis' | 'municipality', ownerCode: string }>(tx, `
        select d.revision, d.consultation_id as "consultationId", d.state, f.kind as "phaseKind", f.state as "phaseState", c.suspended_at is not null as suspended, c.owner_kind as "ownerKind", c.owner_code as "ownerCode"
        from consultations.debate d join consultations.phase f on f.id = d.phase_id join consultations.consultation c on c.id = d.consultation_id where d.id = $1 for update of d`, [id])
      const mine = debate && mayActIn(actor, 'debate.write', { kind: debate.ownerKind, code: debate.ownerCode })
      // A draft of somebody else does not even exist.
      if (!debate || (!mine && debate.state === 'draft')) throw new DomainError('debate.unknown', { status: 404 })
      if (!mine) throw new DomainError('place.other', { status: 403, facts: { kind: debate.ownerKind, code: debate.ownerCode } })
      DomainError.throwIfAny(debateRefusals(event, { state: debate.state, phase: { kind: debate.phaseKind, state: debate.phaseState }, suspended: debate.suspended }))
      await act(tx, debate)
    })
  }

  private async record(tx: EntityManager, actor: Actor, action: string, id: string): Promise<void> {
    const { title, consultationId } = await one<{ title: string, consultationId: string }>(tx, 'select title, consultation_id as "consultationId" from consultations.debate where id = $1', [id])
    await this.audit.append(tx, { actorId: actor.accountId, action, subjectKind: 'debate', subjectId: id, detail: { title, consultationId } })
  }
}
