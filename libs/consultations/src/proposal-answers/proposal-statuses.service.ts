import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, rows } from '@parvis/platform'
import { randomUUID } from 'node:crypto'
import { DataSource } from 'typeorm'
import { lockForChange } from '../consultations/access'
import type { ProposalStatusDto, ProposalStatusesView, ProposalStatusView } from './proposal-answers.dto'

/** Words of one's own for answers, beside the usual four. */
@Injectable()
export class ProposalStatuses {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit) {}

  async list(consultationId: string): Promise<ProposalStatusesView> {
    return { items: await rows<ProposalStatusView>(this.dataSource, 'select id, label, kind from consultations.proposal_status where consultation_id = $1 order by position', [consultationId]) }
  }

  /** Replaces the list. One that an answer uses keeps its kind and stays. Errors: 409 `status.in-use`; 422 `status.repeated`, `status.unknown`. */
  async set(actor: Actor, consultationId: string, wanted: readonly ProposalStatusDto[]): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await lockForChange(tx, actor, consultationId, 'proposal.answer')
      const known = await rows<ProposalStatusView & { used: boolean }>(tx, `
        select s.id, s.label, s.kind, exists (select from consultations.proposal_answer a where a.status_id = s.id) as used from consultations.proposal_status s where s.consultation_id = $1 for update`, [consultationId])
      const labels = wanted.map(({ label }) => label.toLowerCase())
      DomainError.throwIfAny([
        ...wanted.flatMap(({ id }, index) => (id && (!known.some((one) => one.id === id) || wanted.findIndex((other) => other.id === id) !== index) ? [{ code: 'status.unknown', at: `items.${index}` }] : [])),
        ...labels.flatMap((label, index) => (labels.indexOf(label) !== index ? [{ code: 'status.repeated', at: `items.${index}.label` }] : [])),
      ])
      const held = known.filter(({ id, kind, used }) => used && wanted.find((one) => one.id === id)?.kind !== kind)
      DomainError.throwIfAny(held.map(({ id, label }) => ({ code: 'status.in-use', at: id, facts: { label } })), { status: 409 })
      await tx.query('delete from consultations.proposal_status where consultation_id = $1 and not (id = any($2))', [consultationId, wanted.flatMap(({ id }) => id ?? [])])
      for (const [position, { id, label, kind }] of wanted.entries()) {
        await tx.query(`
          insert into consultations.proposal_status (id, consultation_id, position, label, kind) values ($1, $2, $3, $4, $5)
          on conflict (id) do update set position = $3, label = $4, kind = $5`, [id ?? randomUUID(), consultationId, position, label, kind])
      }
      await this.audit.append(tx, { actorId: actor.accountId, action: 'proposal.statuses-set', subjectKind: 'consultation', subjectId: consultationId, detail: { labels: wanted.map(({ label }) => label) } })
    })
  }
}
