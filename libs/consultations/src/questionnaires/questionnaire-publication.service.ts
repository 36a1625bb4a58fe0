import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, maybe, one, Outbox, uniqueViolation, type Delivery } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { readForStaff } from '../consultations/access'
import { questionsOf } from './questionnaire'
import { closedQuestionnaire, EMPTY, questionnaireOf } from './questionnaire-access'
import { QuestionnaireCounts } from './questionnaire-count.service'
import type { QuestionnairePublicationDto } from './questionnaire-results.dto'
import { hasTexts, textField } from './texts.rules'

export const PUBLICATION_WANTED = 'questionnaire.publication-wanted'

interface RequestRow {
  id: string
  headline: string
  nextSteps: string
  texts: string[]
  askedBy: string | null
}

const REQUEST = `id, headline, next_steps as "nextSteps", texts, asked_by as "askedBy"`

/**
 * Freezes the counts and makes them public. Asked for in a request, done by a job: everything is public in one transaction, or
 * nothing is. The row of the request lets one publication go on at a time, and whoever removes it decides: the job, or staff who withdraw it.
 */
@Injectable()
export class QuestionnairePublications implements OnModuleInit {
  constructor(private readonly dataSource: DataSource, private readonly counts: QuestionnaireCounts, private readonly audit: Audit, private readonly outbox: Outbox) {}

  onModuleInit(): void {
    this.outbox.handle<{ consultationId: string, requestId: string }>(PUBLICATION_WANTED, ({ consultationId, requestId }, delivery) => this.publish(consultationId, requestId, delivery), { long: true })
  }

  /** Errors: 404, 403; 409 `questionnaire.still-open`, `questionnaire.contested-pending`, `questionnaire.publishing`, `results.already-published`; 422 `questionnaire.texts`. */
  async request(actor: Actor, consultationId: string, { headline, nextSteps, texts }: QuestionnairePublicationDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await readForStaff(tx, actor, consultationId, 'results.publish')
      const { content } = await closedQuestionnaire(tx, consultationId)
      const wrong = texts.filter((key) => !questionsOf(content ?? EMPTY).some((item) => item.key === key && hasTexts(item)))
      DomainError.throwIfAny(wrong.map((key) => ({ code: 'questionnaire.texts', at: 'texts', facts: { key } })))
      await this.hold(tx, consultationId)
      await this.refuseUndecided(tx, consultationId)
      const { id } = await one<{ id: string }>(tx, `
        insert into consultations.questionnaire_publication_request (consultation_id, headline, next_steps, texts, asked_by) values ($1, $2, $3, $4, $5) returning id`,
      [consultationId, headline, nextSteps, texts, actor.accountId]).catch((error: unknown) => {
        throw uniqueViolation(error) ? new DomainError('questionnaire.publishing', { status: 409 }) : error
      })
      await this.audit.append(tx, { actorId: actor.accountId, action: 'questionnaire.publication-asked', subjectKind: 'consultation', subjectId: consultationId, detail: {} })
      await this.outbox.announce(tx, PUBLICATION_WANTED, { consultationId, requestId: id })
    })
  }

  /** Takes the request back before the job is done with it. Errors: 404 `questionnaire.publication-unknown`. */
  async withdraw(actor: Actor, consultationId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await readForStaff(tx, actor, consultationId, 'results.publish')
      const removed = await maybe(tx, 'delete from consultations.questionnaire_publication_request where consultation_id = $1 returning id', [consultationId])
      if (!removed) throw new DomainError('questionnaire.publication-unknown', { status: 404 })
      await this.audit.append(tx, { actorId: actor.accountId, action: 'questionnaire.publication-withdrawn', subjectKind: 'consultation', subjectId: consultationId, detail: {} })
    })
  }

  /** Has a publication tried again whose job gave up. Errors: 404 `questionnaire.publication-unknown`; 409 `questionnaire.publishing` while it waits or runs. */
  async retry(actor: Actor, consultationId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await readForStaff(tx, actor, consultationId, 'results.publish')
      const request = await maybe<{ id: string }>(tx, 'select id from consultations.questionnaire_publication_request where consultation_id = $1 for update', [consultationId])
      if (!request) throw new DomainError('questionnaire.publication-unknown', { status: 404 })
      const standing = await this.outbox.standing(tx, PUBLICATION_WANTED, { requestId: request.id })
      if (standing?.state === 'waiting' || standing?.state === 'running') throw new DomainError('questionnaire.publishing', { status: 409 })
      await this.outbox.announce(tx, PUBLICATION_WANTED, { consultationId, requestId: request.id })
    })
  }

  private async publish(consultationId: string, requestId: string, delivery: Delivery): Promise<void> {
    const standing = await maybe<RequestRow>(this.dataSource, `select ${REQUEST} from consultations.questionnaire_publication_request where consultation_id = $1 and id = $2`, [consultationId, requestId])
    if (!standing) return
    const row = await questionnaireOf(this.dataSource, consultationId)
    const result = await this.counts.count(row, delivery)
    await this.dataSource.transaction(async (tx) => {
      // Texts and ties of a large questionnaire: minutes are a job's to take.
      await tx.query('set local statement_timeout = 0')
      await this.hold(tx, consultationId)
      const request = await maybe<RequestRow>(tx, `delete from consultations.questionnaire_publication_request where consultation_id = $1 and id = $2 returning ${REQUEST}`, [consultationId, requestId])
      // Withdrawn meanwhile, or published by an attempt that was taken for dead.
      if (!request) return
      await this.refuseUndecided(tx, consultationId)
      await tx.query('insert into consultations.questionnaire_publication (consultation_id, headline, next_steps, texts, result, published_by) values ($1, $2, $3, $4, $5, $6)',
        [consultationId, request.headline, request.nextSteps, request.texts, JSON.stringify(result), request.askedBy])
      for (const item of questionsOf(row.content ?? EMPTY).filter(({ key }) => request.texts.includes(key))) await this.keepTexts(tx, consultationId, item.key, textField(item))
      await tx.query(`update consultations.answer_sheet set pseudonym = null, page_order = '{}' where consultation_id = $1 and (pseudonym is not null or page_order <> '{}')`, [consultationId])
      await this.audit.append(tx, { actorId: request.askedBy, action: 'questionnaire.published', subjectKind: 'consultation', subjectId: consultationId, detail: { result: createHash('sha256').update(JSON.stringify(result)).digest('hex') } })
      await this.outbox.announce(tx, 'questionnaire.published', { consultationId })
    })
  }

  /** In an order drawn for each question: nothing tells which texts are of one person. */
  private async keepTexts(tx: EntityManager, consultationId: string, question: string, field: 'text' | 'other'): Promise<void> {
    await tx.query(`
      insert into consultations.questionnaire_text (consultation_id, question, place, text)
      select s.consultation_id, $2::text, row_number() over (order by random()), s.sent -> $2::text ->> $3::text from consultations.answer_sheet s
      where s.consultation_id = $1 and s.state = 'counted' and s.sent -> $2::text ->> $3::text is not null`, [consultationId, question, field])
  }

  /** Whoever reviews waits meanwhile: nothing that counts changes any more. */
  private async hold(tx: EntityManager, consultationId: string): Promise<void> {
    await tx.query('select from consultations.phase where consultation_id = $1 for no key update', [consultationId])
  }

  private async refuseUndecided(tx: EntityManager, consultationId: string): Promise<void> {
    const { pending, done } = await one<{ pending: number, done: boolean }>(tx, `
      select (select count(*)::integer from consultations.questionnaire_entry where consultation_id = $1 and status = 'contested') as pending,
        exists (select from consultations.questionnaire_publication where consultation_id = $1) as done`, [consultationId])
    if (done) throw new DomainError('results.already-published', { status: 409 })
    if (pending > 0) throw new DomainError('questionnaire.contested-pending', { status: 409, facts: { contested: pending } })
  }
}
