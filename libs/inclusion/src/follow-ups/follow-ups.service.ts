import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { formatReceipt, hashReceipt, parseReceipt, receiptCode } from '@parvis/consultations'
import type { Actor } from '@parvis/identity'
import { Config, DomainError, Erasures, maybe, Outbox, Periodic, rows, Sealed, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { AssistedSessions } from '../assisted-sessions/assisted-sessions.service'
import { ConsentRequests } from '../mandates/consent-requests.service'
import type { AskedFollowUpView, AskFollowUpDto, FollowUpSubjectView, FollowUpView } from './follow-ups.dto'
import { followUpRefusals, outcomeOf, type FollowUpWay, type Outcome, type OutcomeFacts } from './follow-ups.rules'

/** Somebody is told by SMS. Payload: `{ followUpId }`. */
export const followUpEvents = { smsWanted: 'follow-up.sms-wanted' } as const

/** What addresses are sealed under. */
export const FOLLOW_UP_CONTACT = 'follow-up-contact/v1'

/** Requests of one turn. */
const AT_ONCE = 500

/** What a request `f` is about. */
export const SUBJECT = `json_build_object('slug', c.slug, 'title', c.title, 'proposal', p.number)`
export const SUBJECT_FROM = 'join consultations.consultation c on c.id = f.consultation_id left join consultations.proposal p on p.id = f.proposal_id'

/** What is asked of a consultation and a proposal before anybody is told. */
const FACTS = `
  f.about_proposal as "aboutProposal", exists (select from consultations.proposal_answer a where a.proposal_id = f.proposal_id and a.published_at is not null) as answered,
  coalesce(p.state not in ('submitted', 'merged', 'split'), true) as withdrawn, exists (select from consultations.vote v join consultations.publication u on u.vote_id = v.id where v.consultation_id = c.id) as "votePublished",
  exists (select from consultations.questionnaire_publication q where q.consultation_id = c.id) as "questionnairePublished", c.state in ('finished', 'archived') as finished,
  not exists (select from consultations.vote v where v.consultation_id = c.id and v.state <> 'published') and not exists (
    select from consultations.phase h where h.consultation_id = c.id and h.kind = 'questionnaire' and not exists (select from consultations.questionnaire_publication q where q.consultation_id = c.id)) as "nothingOwed"`

/** What an SMS is written from. */
export interface FollowUpSms {
  to: string
  language: 'fr' | 'en' | 'nl'
  code: string
  outcome: Outcome
  subject: FollowUpSubjectView
}

/** Requests to be told: made at a desk under a mandate that says so, ready when there is something to tell, told once. */
@Injectable()
export class FollowUps implements OnModuleInit {
  private readonly sealed: Sealed

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly outbox: Outbox,
    private readonly periodic: Periodic,
    private readonly erasures: Erasures,
    private readonly sessions: AssistedSessions,
    private readonly requests: ConsentRequests,
  ) {
    this.sealed = new Sealed(config, FOLLOW_UP_CONTACT)
  }

  onModuleInit(): void {
    this.periodic.every('follow-ups', 60, () => this.look())
    this.erasures.register('follow-ups', 6 * 3600, (tx) => this.forget(tx))
  }

  codeOf(id: string): string {
    return formatReceipt(receiptCode(this.config.receiptKey, id, 'follow-up'))
  }

  /** Errors: those of the session; 409 why the mandate does not allow it, `follow-up.enough` after five in a visit; 422 `follow-up.sms-off`, `mandate.phone`, `claim.address`, `follow-up.receipt`. */
  async ask(actor: Actor, sessionId: string, { way, contact = '', receipt, language }: AskFollowUpDto): Promise<AskedFollowUpView> {
    return this.dataSource.transaction(async (tx) => {
      const session = await this.sessions.lock(tx, actor, sessionId, 'RECEIVE_FOLLOWUP')
      DomainError.throwIfAny(followUpRefusals(way, contact, this.requests.offered))
      const proposalId = receipt?.trim() ? await this.proposalOf(tx, session.consultationId, receipt) : null
      await this.sessions.countFollowUp(tx, session)
      const id = randomUUID()
      await tx.query(`
        insert into inclusion.follow_up (id, consultation_id, proposal_id, about_proposal, centre_id, way, contact, code_hash, language) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, session.consultationId, proposalId, proposalId !== null, session.centreId, way, way === 'centre' ? null : this.sealed.seal(contact, id), hashReceipt(this.config.receiptKey, parseReceipt(this.codeOf(id)) ?? ''), language])
      const code = this.codeOf(id)
      await this.sessions.keepReceipt(tx, session, { kind: 'follow-up', code })
      return { code }
    })
  }

  /** Error: 404 `follow-up.unknown`, for a mistyped code too. */
  async read(typed: string): Promise<FollowUpView> {
    const code = parseReceipt(typed)
    const found = code && await maybe<FollowUpView>(this.dataSource, `
      select f.way, f.state, f.outcome, f.asked_on::text as "askedOn", f.told_on::text as "toldOn", ${SUBJECT} as subject from inclusion.follow_up f ${SUBJECT_FROM} where f.code_hash = $1`, [hashReceipt(this.config.receiptKey, code)])
    if (!found) throw new DomainError('follow-up.unknown', { status: 404 })
    return found
  }

  /** Whether something became of what people wait for; each request is made ready once, with its SMS in the same transaction. */
  async look(): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const waiting = await rows<OutcomeFacts & { id: string, way: FollowUpWay }>(tx, `
        select f.id, f.way, ${FACTS} from inclusion.follow_up f ${SUBJECT_FROM} where f.state = 'waiting' and c.state <> 'draft'
          and (c.state in ('finished', 'archived') or exists (select from consultations.publication u join consultations.vote v on v.id = u.vote_id where v.consultation_id = c.id)
            or exists (select from consultations.questionnaire_publication q where q.consultation_id = c.id) or (f.about_proposal and (f.proposal_id is null or p.state = 'withdrawn' or p.answer_kind is not null)))
        order by f.asked_on, f.id limit ${AT_ONCE} for update of f skip locked`)
      for (const { id, way, ...facts } of waiting) {
        const outcome = outcomeOf(facts)
        if (outcome === null) continue
        await tx.query(`update inclusion.follow_up set state = 'ready', outcome = $2 where id = $1`, [id, outcome])
        if (way === 'sms') await this.outbox.announce(tx, followUpEvents.smsWanted, { followUpId: id })
      }
    })
  }

  /** Null when nothing is to be sent any more. */
  async sms(id: string): Promise<FollowUpSms | null> {
    const found = await maybe<Omit<FollowUpSms, 'to' | 'code'> & { contact: Buffer }>(this.dataSource, `
      select f.contact, f.language, f.outcome, ${SUBJECT} as subject from inclusion.follow_up f ${SUBJECT_FROM} where f.id = $1 and f.state = 'ready' and f.way = 'sms'`, [id])
    if (!found) return null
    const { contact, ...rest } = found
    return { ...rest, to: this.sealed.open(contact, id), code: this.codeOf(id) }
  }

  /** The number goes with it. */
  async told(tx: EntityManager | DataSource, ids: readonly string[]): Promise<number> {
    return touched(tx, `update inclusion.follow_up set state = 'told', told_on = platform.today(), contact = null where id = any($1) and state = 'ready'`, [ids])
  }

  /** What nothing came of within 24 months, and what could not be told within two: the address goes. Two years after they were told, so do the rest. */
  private async forget(tx: EntityManager): Promise<number> {
    return await touched(tx, `update inclusion.follow_up set state = 'lost', contact = null where state in ('waiting', 'ready') and asked_on < platform.today() - interval '24 months'`)
      + await touched(tx, `delete from inclusion.follow_up where state in ('told', 'lost') and asked_on < platform.today() - interval '48 months'`)
  }

  private async proposalOf(tx: EntityManager, consultationId: string, receipt: string): Promise<string> {
    const code = parseReceipt(receipt)
    const found = code && await maybe<{ id: string }>(tx, `
      select proposal_id as id from consultations.receipt where hash = $1 and consultation_id = $2 and kind in ('proposal', 'support', 'signature') and proposal_id is not null`, [hashReceipt(this.config.receiptKey, code), consultationId])
    if (!found) throw new DomainError('follow-up.receipt', { refusals: [{ code: 'follow-up.receipt', at: 'receipt' }] })
    return found.id
  }
}
