import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, Config, DomainError, maybe, one, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { readForStaff } from '../consultations/access'
import { questionnaireOf } from './questionnaire-access'
import { pseudonymOf } from './questionnaire-entries'
import type { ContestedParticipationsView, ContestedParticipationView, ReviewParticipationDto } from './questionnaire-results.dto'

const SHOWN = 100

/** Participations of somebody whose civil status took part already: kept, not counted, decided by people before the publication (README item 12). */
@Injectable()
export class ContestedParticipations {
  constructor(private readonly dataSource: DataSource, private readonly config: Config, private readonly audit: Audit) {}

  async list(actor: Actor, consultationId: string): Promise<ContestedParticipationsView> {
    await readForStaff(this.dataSource.manager, actor, consultationId, 'contested.review')
    return this.pending(this.dataSource.manager, consultationId)
  }

  /** Errors: 404 `contested-entry.unknown`; 409 `contested-entry.already-reviewed`, `results.already-published`. */
  async review(actor: Actor, consultationId: string, id: string, { decision, reason }: ReviewParticipationDto): Promise<ContestedParticipationsView> {
    return this.dataSource.transaction(async (tx) => {
      await readForStaff(tx, actor, consultationId, 'contested.review')
      // Publishing holds the same row: nothing is reviewed once it is published.
      await tx.query('select from consultations.phase where consultation_id = $1 for share', [consultationId])
      if ((await questionnaireOf(tx, consultationId)).published) throw new DomainError('results.already-published', { status: 409 })
      const entry = await maybe<{ status: string, k0: Buffer, contests: string | null }>(tx, 'select status, k0, contests from consultations.questionnaire_entry where id = $1 and consultation_id = $2', [id, consultationId])
      if (!entry) throw new DomainError('contested-entry.unknown', { status: 404 })
      // Everybody of this civil status waits: two reviews, or a review and somebody who comes, follow each other.
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`questionnaire:${consultationId}:${entry.k0.toString('hex')}`])
      const held = await one<{ status: string }>(tx, 'select status from consultations.questionnaire_entry where id = $1 for update', [id])
      if (held.status !== 'contested') throw new DomainError('contested-entry.already-reviewed', { status: 409 })
      if (decision === 'replace' && entry.contests) await this.settle(tx, consultationId, entry.contests, 'rejected', reason)
      await this.settle(tx, consultationId, id, decision === 'keep' ? 'rejected' : 'admitted', reason)
      // The entry's identifier would lead to its answers for whoever holds the key: the journal says that, not which.
      await this.audit.append(tx, { actorId: actor.accountId, action: 'contested-entry.reviewed', subjectKind: 'consultation', subjectId: consultationId, detail: { decision } })
      return this.pending(tx, consultationId)
    })
  }

  private async settle(tx: EntityManager, consultationId: string, id: string, status: 'admitted' | 'rejected', reason: string): Promise<void> {
    await tx.query(`
      update consultations.questionnaire_entry e set status = $2, reason = $3,
        homonym = case when $2 = 'admitted' then coalesce((select max(o.homonym) + 1 from consultations.questionnaire_entry o where o.consultation_id = e.consultation_id and o.k0 = e.k0 and o.status = 'admitted'), 0) else e.homonym end
      where e.id = $1`, [id, status, reason])
    await tx.query('update consultations.answer_sheet set state = $2 where pseudonym = $1', [pseudonymOf(this.config.masterPepper, consultationId, id), status === 'admitted' ? 'counted' : 'set-aside'])
  }

  private async pending(tx: EntityManager, consultationId: string): Promise<ContestedParticipationsView> {
    const door = (name: string): string => `jsonb_build_object('channel', ${name}.channel, 'evidence', ${name}.evidence, 'day', ${name}.day)`
    const items = await rows<ContestedParticipationView>(tx, `
      select e.id, e.conventional_date as "conventionalDate", ${door('e')} as entry, case when f.status = 'admitted' then ${door('f')} end as first
      from consultations.questionnaire_entry e left join consultations.questionnaire_entry f on f.id = e.contests
      where e.consultation_id = $1 and e.status = 'contested' order by e.day, e.id limit ${SHOWN}`, [consultationId])
    const { pending } = await one<{ pending: number }>(tx, `select count(*)::integer as pending from consultations.questionnaire_entry where consultation_id = $1 and status = 'contested'`, [consultationId])
    return { items, pending }
  }
}
