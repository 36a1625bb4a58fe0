import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, one, Outbox, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { lockForChange, readForStaff } from '../consultations/access'
import type { PublicationPlanView } from './proposal-answers.dto'

/** Drafts of a consultation's proposals that stand; `a` the draft, `p` the proposal, `u` its author where one can be told. */
const DRAFTS = `
  from consultations.proposal_answer a join consultations.proposal p on p.id = a.proposal_id
  left join identity.account u on u.id = p.author_id and u.email_confirmed_at is not null and u.disabled_at is null
  where p.consultation_id = $1 and p.state = 'submitted' and a.published_at is null`

/** Proposals that have one. */
const STANDING = `from consultations.proposal s where s.consultation_id = $1 and s.state = 'submitted' and exists (select from consultations.proposal_answer d where d.proposal_id = s.id and d.published_at is null)`

/** Answers are published together, in one act that says first what it will do. What was published is corrected by another version. */
@Injectable()
export class AnswerPublication {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit, private readonly outbox: Outbox) {}

  /** What publishing would do now: how many answers, and who is told. */
  async plan(actor: Actor, consultationId: string): Promise<PublicationPlanView> {
    const tx = this.dataSource.manager
    await readForStaff(tx, actor, consultationId, 'proposal.answer')
    return planOf(tx, consultationId)
  }

  /** Errors: 409 `answers.changed-meanwhile` when the drafts are not those that were read; 422 `answers.none`. */
  async publish(actor: Actor, consultationId: string, fingerprint: string): Promise<{ answers: number }> {
    return this.dataSource.transaction(async (tx) => {
      await lockForChange(tx, actor, consultationId, 'proposal.answer')
      // Authors who correct or withdraw, and colleagues who write, wait: or were first, and are counted.
      await tx.query(`
        select p.id from consultations.proposal p where p.consultation_id = $1 and exists (select from consultations.proposal_answer a where a.proposal_id = p.id and a.published_at is null)
        order by p.id for no key update`, [consultationId])
      const plan = await planOf(tx, consultationId)
      if (plan.fingerprint !== fingerprint) throw new DomainError('answers.changed-meanwhile', { status: 409, facts: { answers: plan.answers } })
      if (plan.answers === 0) throw new DomainError('answers.none')
      const published = await rows<{ id: string, proposalId: string }>(tx, `
        with told as (
          update consultations.proposal_answer a set published_at = platform.clock() from consultations.proposal p
          where p.id = a.proposal_id and p.consultation_id = $1 and p.state = 'submitted' and a.published_at is null returning a.id, a.proposal_id, a.kind, a.status_id)
        update consultations.proposal p set answer_kind = told.kind, answer_status_id = told.status_id, updated_at = platform.clock() from told where p.id = told.proposal_id returning told.id, p.id as "proposalId"`, [consultationId])
      await this.outbox.announceAll(tx, 'proposal.answered', published.map(({ id, proposalId }) => ({ answerId: id, proposalId })))
      await this.outbox.announceAll(tx, 'proposal.answered-together', await rows(tx, `
        select a.id as "answerId", o.account_id as "accountId" from consultations.proposal_answer a join consultations.proposal_coauthor o on o.proposal_id = a.proposal_id
        where a.id = any($1) and o.account_id is not null order by o.id`, [published.map(({ id }) => id)]))
      await this.audit.append(tx, { actorId: actor.accountId, action: 'proposal.answers-published', subjectKind: 'consultation', subjectId: consultationId, detail: { answers: plan.answers, corrections: plan.corrections, authorsTold: plan.authorsTold } })
      return { answers: published.length }
    })
  }
}

const planOf = (tx: EntityManager, consultationId: string): Promise<PublicationPlanView> => one<PublicationPlanView>(tx, `
  select count(*)::integer as answers, count(*) filter (where a.version > 1)::integer as corrections,
    (select count(distinct told.id)::integer from identity.account told where told.email_confirmed_at is not null and told.disabled_at is null and told.id in (
      select s.author_id ${STANDING} union select o.account_id from consultations.proposal_coauthor o where o.proposal_id in (select s.id ${STANDING}))) as "authorsTold", count(*) filter (where u.id is null)::integer as "authorsNotTold",
    md5(coalesce(string_agg(a.id || ':' || a.revision, ',' order by a.id), '')) as fingerprint ${DRAFTS}`, [consultationId])
