import { Injectable } from '@nestjs/common'
import { mayActIn } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, isUuid, maybe, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { lockForChange } from '../consultations/access'
import type { PhaseProposalRulesView, ProposalRulesDto, ProposalRulesView } from './proposal-rules.dto'
import { rulesRefusals } from './proposal-rules.rules'

/** What a phase asks of proposals and of supports. */
@Injectable()
export class ProposalRules {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit) {}

  /** Errors: 404 `consultation.unknown`, for a draft of another place too. */
  async read(actor: Actor | null, slugOrId: string): Promise<ProposalRulesView> {
    const consultation = await maybe<{ id: string, draft: boolean, kind: 'metropolis' | 'municipality', code: string }>(this.dataSource, `
      select id, state = 'draft' as draft, owner_kind as kind, owner_code as code from consultations.consultation where ${isUuid(slugOrId) ? 'id' : 'slug'} = $1`, [slugOrId])
    if (!consultation || (consultation.draft && !mayActIn(actor, 'consultation.prepare', consultation))) throw new DomainError('consultation.unknown', { status: 404 })
    return { items: await rows<PhaseProposalRulesView>(this.dataSource, `
      select f.id as "phaseId", f.title as "phaseTitle", f.state, r.edit_minutes as "editMinutes", r.supports_most as "supportsMost", r.supports_least as "supportsLeast", r.threshold, r.amendment_days as "amendmentDays"
      from consultations.phase f left join consultations.proposal_rules r on r.phase_id = f.id
      where f.consultation_id = $1 and f.kind = 'proposals' order by f.position`, [consultation.id]) }
  }

  /** Until the phase opens: people take part under rules that stand. Errors: 404 `phase.unknown`; 409 `phase.content-frozen`; 422 `support.least-above-most`. */
  async set(actor: Actor, consultationId: string, phaseId: string, rules: ProposalRulesDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await lockForChange(tx, actor, consultationId, 'consultation.prepare')
      const phase = await maybe<{ state: string }>(tx, `select state from consultations.phase where id = $1 and consultation_id = $2 and kind = 'proposals' for update`, [phaseId, consultationId])
      if (!phase) throw new DomainError('phase.unknown', { status: 404 })
      if (phase.state !== 'scheduled') throw new DomainError('phase.content-frozen', { status: 409, facts: { phase: phaseId, state: phase.state } })
      DomainError.throwIfAny(rulesRefusals(rules))
      await tx.query(`
        insert into consultations.proposal_rules (phase_id, edit_minutes, supports_most, supports_least, threshold, amendment_days) values ($1, $2, $3, $4, $5, $6)
        on conflict (phase_id) do update set edit_minutes = $2, supports_most = $3, supports_least = $4, threshold = $5, amendment_days = $6`,
      [phaseId, rules.editMinutes, rules.supportsMost, rules.supportsLeast, rules.threshold, rules.amendmentDays ?? null])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'phase.proposal-rules-set', subjectKind: 'consultation', subjectId: consultationId, detail: { ...rules } })
    })
  }
}
