import { Injectable } from '@nestjs/common'
import type { Actor, PlaceKind } from '@parvis/identity'
import { Audit, DomainError, iso, one, rows, touched } from '@parvis/platform'
import { randomUUID } from 'node:crypto'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { lockForChange, readForStaff } from '../consultations/access'
import { proposalForStaff } from '../proposals/proposal-access'
import type { AssignmentDto, CriterionDto, CriterionView, EvaluationDto, EvaluationSettingsView, EvaluationsView, EvaluationView, EvaluatorView } from './proposal-evaluations.dto'

/** Colleagues who study proposals, with notes and scores that no citizen ever reads. */
@Injectable()
export class ProposalEvaluations {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit) {}

  async settings(actor: Actor, consultationId: string): Promise<EvaluationSettingsView> {
    const tx = this.dataSource.manager
    const { ownerKind, ownerCode } = await readForStaff(tx, actor, consultationId, 'proposal.answer')
    return {
      criteria: await rows<CriterionView>(tx, 'select id, label from consultations.evaluation_criterion where consultation_id = $1 order by position', [consultationId]),
      staff: await staffOf(tx, ownerKind, ownerCode),
    }
  }

  /** Replaces the list; scores on one that leaves it leave too. Errors: 422 `criterion.unknown`. */
  async setCriteria(actor: Actor, consultationId: string, wanted: readonly CriterionDto[]): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await lockForChange(tx, actor, consultationId, 'proposal.answer')
      const known = await rows<CriterionView>(tx, 'select id, label from consultations.evaluation_criterion where consultation_id = $1', [consultationId])
      DomainError.throwIfAny(wanted.flatMap(({ id }, index) => (id && (!known.some((one) => one.id === id) || wanted.findIndex((other) => other.id === id) !== index) ? [{ code: 'criterion.unknown', at: `items.${index}` }] : [])))
      await tx.query('delete from consultations.evaluation_criterion where consultation_id = $1 and not (id = any($2))', [consultationId, wanted.flatMap(({ id }) => id ?? [])])
      for (const [position, { id, label }] of wanted.entries()) {
        await tx.query(`insert into consultations.evaluation_criterion (id, consultation_id, position, label) values ($1, $2, $3, $4) on conflict (id) do update set position = $3, label = $4`,
          [id ?? randomUUID(), consultationId, position, label])
      }
      await this.audit.append(tx, { actorId: actor.accountId, action: 'proposal.criteria-set', subjectKind: 'consultation', subjectId: consultationId, detail: { labels: wanted.map(({ label }) => label) } })
    })
  }

  /** Errors: 422 `proposal.unknown`, `evaluator.not-staff`, each with the identifier. */
  async assign(actor: Actor, consultationId: string, { proposalIds, accountIds }: AssignmentDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { ownerKind, ownerCode } = await lockForChange(tx, actor, consultationId, 'proposal.answer')
      const found = new Set((await rows<{ id: string }>(tx, `select id from consultations.proposal where consultation_id = $1 and id = any($2)`, [consultationId, proposalIds])).map(({ id }) => id))
      const staff = new Set((await staffOf(tx, ownerKind, ownerCode)).map(({ accountId }) => accountId))
      DomainError.throwIfAny([
        ...proposalIds.filter((id) => !found.has(id)).map((at) => ({ code: 'proposal.unknown', at })),
        ...accountIds.filter((id) => !staff.has(id)).map((at) => ({ code: 'evaluator.not-staff', at })),
      ])
      await tx.query('delete from consultations.proposal_evaluation where proposal_id = any($1) and not (account_id = any($2))', [proposalIds, accountIds])
      await tx.query(`
        insert into consultations.proposal_evaluation (proposal_id, account_id) select distinct p, a from unnest($1::uuid[]) p, unnest($2::uuid[]) a on conflict do nothing`, [proposalIds, accountIds])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'proposal.evaluators-set', subjectKind: 'consultation', subjectId: consultationId, detail: { proposals: proposalIds.length, evaluators: accountIds.length } })
    })
  }

  /** Errors: 404 `proposal.unknown`, 403 `place.other`. */
  async read(actor: Actor, proposalId: string): Promise<EvaluationsView> {
    await proposalForStaff(this.dataSource.manager, actor, proposalId, 'proposal.answer')
    return { items: await rows<EvaluationView>(this.dataSource, `
      select e.account_id as "accountId", coalesce(nullif(u.display_name, ''), u.email) as name, e.account_id = $2 as mine, e.note, ${iso('e.written_at')} as "writtenAt",
        coalesce((select json_agg(json_build_object('criterionId', s.criterion_id, 'score', s.score)) from consultations.evaluation_score s where s.proposal_id = e.proposal_id and s.account_id = e.account_id), '[]') as scores
      from consultations.proposal_evaluation e join identity.account u on u.id = e.account_id where e.proposal_id = $1 order by name`, [proposalId, actor.accountId]) }
  }

  /** One's own note and scores, whole each time. Errors: 403 `evaluator.not-assigned`; 422 `criterion.unknown`. */
  async write(actor: Actor, proposalId: string, { note, scores }: EvaluationDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { consultationId } = await proposalForStaff(tx, actor, proposalId, 'proposal.answer')
      const mine = await touched(tx, 'update consultations.proposal_evaluation set note = $3, written_at = platform.clock() where proposal_id = $1 and account_id = $2', [proposalId, actor.accountId, note])
      if (mine === 0) throw new DomainError('evaluator.not-assigned', { status: 403 })
      const ids = scores.map(({ criterionId }) => criterionId)
      const { known } = await one<{ known: number }>(tx, 'select count(*)::integer as known from consultations.evaluation_criterion where consultation_id = $1 and id = any($2)', [consultationId, ids])
      if (known !== ids.length) throw new DomainError('criterion.unknown', { refusals: [{ code: 'criterion.unknown', at: 'scores' }] })
      await tx.query('delete from consultations.evaluation_score where proposal_id = $1 and account_id = $2', [proposalId, actor.accountId])
      await tx.query(`
        insert into consultations.evaluation_score (proposal_id, account_id, criterion_id, score) select $1, $2, s.id, s.score from unnest($3::uuid[], $4::integer[]) s(id, score)`,
      [proposalId, actor.accountId, ids, scores.map(({ score }) => score)])
    })
  }
}

const staffOf = (tx: EntityManager, kind: PlaceKind, code: string): Promise<EvaluatorView[]> => rows<EvaluatorView>(tx, `
  select distinct u.id as "accountId", coalesce(nullif(u.display_name, ''), u.email) as name from identity.role_grant g join identity.account u on u.id = g.account_id
  where g.role = 'staff' and g.place_kind = $1 and g.place_code = $2 and g.ended_at is null and u.disabled_at is null order by name limit 500`, [kind, code])
