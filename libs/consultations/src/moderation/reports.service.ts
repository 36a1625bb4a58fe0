import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, Config, DomainError, isUuid, maybe, one, touched } from '@parvis/platform'
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { ParticipantKeyring } from '../ballots/participant-keyring'
import type { ReportDto } from './moderation.dto'
import type { Channel } from '../ballots/precedence.rules'
import { FORM_SECONDS } from './moderation.rules'
import type { Reason } from './moderation.rules'

/** Reports of one account in an hour, in one consultation. */
const PER_HOUR = 30
/** Reports of strangers that one thing keeps: more of them tell nothing more. */
const OF_STRANGERS = 50

/** At a desk, with the key of its session. */
export interface DeskReport {
  consultationId: string
  k0: Buffer
  channel: Channel
  proposalId?: string
  commentId?: string
  reason: Reason
  words?: string
}

/** What people find unfit for the page. One report per account and thing; who is not signed in proves only to have read the form. */
@Injectable()
export class Reports {
  constructor(private readonly dataSource: DataSource, private readonly config: Config, private readonly keyring: ParticipantKeyring, private readonly audit: Audit) {}

  /** A token that says when it was made, by the platform's clock. */
  async form(): Promise<string> {
    const { now } = await one<{ now: string }>(this.dataSource, 'select floor(extract(epoch from platform.clock()))::bigint::text as now')
    const said = `${randomUUID()}.${now}`
    return `${said}.${this.seal(said)}`
  }

  /**
   * Errors: 404 `report.thing-unknown`; 400 `request.invalid` for none or two things; 422 `report.own`, `report.form-missing`, `report.too-fast`, `report.form-old`; 429 `report.too-many`.
   */
  async report(actor: Actor | null, { proposalId, commentId, reason, words = '', formToken, site }: ReportDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const thing = await thingOf(tx, { proposalId, commentId })
      if (actor && thing.authorId === actor.accountId) throw new DomainError('report.own')
      const form = actor ? null : await this.readForm(tx, formToken ?? '')
      // A program gets the answer that people get, and leaves nothing.
      if (!actor && site) return
      const ref = actor && this.keyring.accountIn(thing.consultationId, actor.accountId)
      if (ref) await this.refuseFlood(tx, ref)
      await this.keep(tx, { consultationId: thing.consultationId, proposalId: proposalId ?? null, commentId: commentId ?? null, ref, form, reason, words, channel: 'online' })
    })
  }

  /** By somebody whom a desk helps, known by the key of the session: once for one thing, and the answer is the same again. Errors: 404 `report.thing-unknown`, in another consultation too; 400 `request.invalid`. */
  async reportAtDesk(tx: EntityManager, { consultationId, k0, channel, proposalId, commentId, reason, words = '' }: DeskReport): Promise<void> {
    const thing = await thingOf(tx, { proposalId, commentId })
    if (thing.consultationId !== consultationId) throw new DomainError('report.thing-unknown', { status: 404 })
    await this.keep(tx, { consultationId, proposalId: proposalId ?? null, commentId: commentId ?? null, ref: this.keyring.reporterIn(consultationId, k0), form: null, reason, words, channel })
  }

  private async keep(tx: EntityManager, { consultationId, proposalId, commentId, ref, form, reason, words, channel }: { consultationId: string, proposalId: string | null, commentId: string | null, ref: Buffer | null, form: string | null, reason: string, words: string, channel: Channel }): Promise<void> {
    await tx.query(`insert into consultations.moderation_case (consultation_id, proposal_id, comment_id, cause, state) values ($1, $2, $3, 'report', 'kept') on conflict do nothing`, [consultationId, proposalId, commentId])
    const { id } = await one<{ id: string }>(tx, 'select id from consultations.moderation_case where proposal_id = $1 or comment_id = $2 for update', [proposalId, commentId])
    if (form && (await one<{ n: number }>(tx, 'select count(*)::integer as n from consultations.report where case_id = $1 and form_token is not null', [id])).n >= OF_STRANGERS) return
    const kept = await touched(tx, 'insert into consultations.report (case_id, reporter_ref, form_token, reason, words, channel) values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning id', [id, ref, form, reason, words, channel])
    if (kept === 0) return
    // What was looked at and kept comes back with somebody's new report; what is hidden stays hidden.
    await tx.query(`
      update consultations.moderation_case set report_count = report_count + 1, state = case when state = 'kept' then 'waiting' else state end,
        waiting_since = case when state = 'kept' then platform.clock() else waiting_since end where id = $1`, [id])
    await this.audit.append(tx, { actorId: null, action: 'moderation.reported', subjectKind: proposalId ? 'proposal' : 'comment', subjectId: proposalId ?? commentId ?? '', detail: { reason, ...(channel === 'online' ? {} : { channel }) } })
  }

  private async refuseFlood(tx: EntityManager, ref: Buffer): Promise<void> {
    await tx.query("select pg_advisory_xact_lock(hashtextextended('report:' || encode($1, 'hex'), 0))", [ref])
    const { n } = await one<{ n: number }>(tx, `select count(*)::integer as n from consultations.report where reporter_ref = $1 and at > platform.clock() - interval '1 hour'`, [ref])
    if (n >= PER_HOUR) throw new DomainError('report.too-many', { status: 429, facts: { count: PER_HOUR } })
  }

  /** @returns the identifier of a form of ours that a person can have filled by now */
  private async readForm(tx: EntityManager, token: string): Promise<string> {
    const [id = '', at = '', seal = ''] = token.split('.')
    const wanted = Buffer.from(this.seal(`${id}.${at}`))
    const given = Buffer.from(seal)
    if (!isUuid(id) || given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw new DomainError('report.form-missing')
    const { age } = await one<{ age: number }>(tx, 'select (extract(epoch from platform.clock()) - $1::bigint)::float8 as age', [at])
    if (age < FORM_SECONDS.least) throw new DomainError('report.too-fast', { facts: { seconds: FORM_SECONDS.least } })
    if (age > FORM_SECONDS.most) throw new DomainError('report.form-old')
    return id
  }

  private seal(said: string): string {
    return createHmac('sha256', this.config.receiptKey).update(`report-form/v1\n${said}`).digest('base64url')
  }
}

async function thingOf(tx: EntityManager, { proposalId, commentId }: { proposalId?: string, commentId?: string }): Promise<{ consultationId: string, authorId: string | null }> {
  if (Boolean(proposalId) === Boolean(commentId)) throw new DomainError('request.invalid', { status: 400, detail: 'Give a proposal or a comment', refusals: [{ code: 'report.one-thing', at: 'proposalId' }] })
  const thing = await maybe<{ consultationId: string, authorId: string | null }>(tx, proposalId
    ? `select p.consultation_id as "consultationId", p.author_id as "authorId" from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id where p.id = $1 and p.state = 'submitted' and c.state <> 'draft'`
    : `select consultation_id as "consultationId", author_id as "authorId" from consultations.comment where id = $1 and state = 'published'`, [proposalId ?? commentId])
  if (!thing) throw new DomainError('report.thing-unknown', { status: 404 })
  return thing
}
