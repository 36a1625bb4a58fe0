import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Audit, Config, DomainError, maybe, one, Outbox, rows, SmsProvider, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import type { SmsCallbackDto } from './mandates.dto'
import { MOST_CONSENTS_OF_A_PHONE, PHONE_DAYS, phoneOf, replyOf, SMS_MINUTES } from './mandates.rules'

/** The two SMS of a request; whoever writes them hears of it here. Payload: `{ requestId }`. */
export const consentEvents = { recapWanted: 'consent.recap-wanted', questionWanted: 'consent.question-wanted' } as const

/** What an SMS is written from. */
export interface ConsentLetter {
  to: string
  language: string
  organisation: string
  /** Titles. */
  consultations: string[]
  /** `YYYY-MM-DD`. */
  expiresOn: string
}

type RequestState = 'WAITING' | 'RECAP_SENT' | 'CONSENT_SENT' | 'CONSENT_RECEIVED' | 'DENIAL_RECEIVED' | 'UNDELIVERED' | 'SILENT'

/**
 * A person far away is asked by SMS: first what it is about, then, once that arrived, the question. Only a yes opens the entry; a no,
 * a number that takes nothing and half an hour of silence close it. The number is forgotten at that moment.
 */
@Injectable()
export class ConsentRequests {
  private readonly cipherKey: Buffer

  constructor(private readonly dataSource: DataSource, private readonly config: Config, private readonly outbox: Outbox, private readonly audit: Audit, private readonly provider: SmsProvider) {
    this.cipherKey = Buffer.from(hkdfSync('sha256', config.masterPepper, '', 'parvis/consent-phone/v1', 32))
  }

  get offered(): boolean {
    return this.provider.isSetUp
  }

  /** Errors: 422 `mandate.phone-often` at `mandate.phone` after three consents of one number; somebody looks at it, and other ways to agree remain. */
  async ask(tx: EntityManager, typed: string, language: string, at = 'mandate.phone'): Promise<{ id: string, phoneHash: Buffer }> {
    const phone = phoneOf(typed)
    if (phone === null) throw new DomainError('mandate.phone', { refusals: [{ code: 'mandate.phone', at }] })
    const phoneHash = await this.reserve(tx, phone, at)
    const id = randomUUID()
    await tx.query('insert into inclusion.consent_request (id, language, phone, closes_at) values ($1, $2, $3, platform.clock() + make_interval(mins => $4))', [id, language, this.seal(phone, id), SMS_MINUTES])
    await this.outbox.announce(tx, consentEvents.recapWanted, { requestId: id })
    return { id, phoneHash }
  }

  /**
   * One more consent of a number, by whichever door: what tells it again is kept. Error: 422 `mandate.phone-often` at `at`.
   * @param phone as `+33612345678`
   */
  async reserve(tx: EntityManager, phone: string, at: string): Promise<Buffer> {
    const phoneHash = createHmac('sha256', this.config.masterPepper).update(`mandate/phone/v1\n${phone}`).digest()
    // Two desks that ask one number at once wait for each other, so that the count is a count.
    await tx.query('select pg_advisory_xact_lock($1)', [phoneHash.readInt32BE(0)])
    const { asked } = await one<{ asked: number }>(tx, `
      select ((select count(*) from inclusion.mandate where phone_hash = $1 and starts_on > platform.today() - $2::integer)
        + (select count(*) from inclusion.phone_visit where phone_hash = $1 and day > platform.today() - $2::integer))::integer as asked`, [phoneHash, PHONE_DAYS])
    if (asked >= MOST_CONSENTS_OF_A_PHONE) throw new DomainError('mandate.phone-often', { refusals: [{ code: 'mandate.phone-often', at, facts: { limit: MOST_CONSENTS_OF_A_PHONE } }] })
    return phoneHash
  }

  /** What the SMS says; null when nothing is to be sent any more. */
  async letter(requestId: string, kind: 'recap' | 'question'): Promise<ConsentLetter | null> {
    const found = await maybe<Omit<ConsentLetter, 'to'> & { phone: Buffer }>(this.dataSource, `
      select q.phone, q.language, coalesce(o.name, t.name) as organisation, to_char(coalesce(m.expires_on, v.day), 'YYYY-MM-DD') as "expiresOn",
        array(select c.title from consultations.consultation c where c.id = v.consultation_id or c.id in (select k.consultation_id from inclusion.mandate_consultation k where k.mandate_id = m.id) order by c.title) as consultations
      from inclusion.consent_request q left join inclusion.mandate m on m.consent_request_id = q.id left join inclusion.phone_visit v on v.consent_request_id = q.id
      join inclusion.centre t on t.id = coalesce(m.centre_id, v.centre_id) left join inclusion.organisation o on o.id = coalesce(m.organisation_id, t.organisation_id)
      where q.id = $1 and q.closes_at > platform.clock() and q.state = $2`, [requestId, kind === 'recap' ? 'WAITING' : 'CONSENT_SENT'])
    if (!found) return null
    const { phone, ...letter } = found
    return { ...letter, to: this.open(phone, requestId) }
  }

  /** The provider took the first one. It may have called back before this line: no state is gone back to. */
  async recapSent(requestId: string): Promise<void> {
    await this.dataSource.query(`update inclusion.consent_request set state = 'RECAP_SENT' where id = $1 and state = 'WAITING'`, [requestId])
  }

  /** What the provider calls back with; the same twice changes nothing. Errors: 403 `sms.signature`. */
  async hear(callback: SmsCallbackDto, signed: string | undefined): Promise<void> {
    if (!this.provider.isFromProvider(callback, signed)) throw new DomainError('sms.signature', { status: 403 })
    const [id = '', kind] = callback.reference.split(':')
    // Told, and nothing was asked: the number is forgotten already.
    if (kind !== 'recap' && kind !== 'question') return
    const reply = callback.event === 'reply' && kind === 'question' ? replyOf(callback.text) : null
    await this.dataSource.transaction(async (tx) => {
      if (callback.event === 'delivered' && kind === 'recap') {
        const asks = await touched(tx, `update inclusion.consent_request set state = 'CONSENT_SENT' where id = $1 and state in ('WAITING', 'RECAP_SENT') and closes_at > platform.clock()`, [id])
        if (asks > 0) await this.outbox.announce(tx, consentEvents.questionWanted, { requestId: id })
      } else if (callback.event === 'failed') await this.settle(tx, id, 'UNDELIVERED')
      else if (reply !== null) await this.settle(tx, id, reply === 'yes' ? 'CONSENT_RECEIVED' : 'DENIAL_RECEIVED')
    })
  }

  /** Half an hour of silence is a no. */
  async close(): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const silent = await rows<{ id: string }>(tx, 'select id from inclusion.consent_request where closes_at <= platform.clock() order by closes_at limit 500 for update skip locked')
      for (const { id } of silent) await this.settle(tx, id, 'SILENT', false)
    })
  }

  /** Ends a request and forgets the number; a yes makes the mandate one in force, or opens the visit by phone, in the same transaction. */
  private async settle(tx: EntityManager, id: string, state: RequestState, inTime = true): Promise<void> {
    const settled = await maybe<{ slug: string, door: 'mandate' | 'phone-visit' }>(tx, `
      with over as (
        update inclusion.consent_request set state = $2, phone = null, closes_at = null
        where id = $1 and closes_at is not null and (not $3::boolean or closes_at > platform.clock()) and ($2 not in ('CONSENT_RECEIVED', 'DENIAL_RECEIVED') or state = 'CONSENT_SENT') returning id),
      of_mandate as (update inclusion.mandate m set agreed_on = case when $2 = 'CONSENT_RECEIVED' and m.revoked_on is null then platform.today() end from over where m.consent_request_id = over.id returning m.centre_id),
      of_visit as (update inclusion.phone_visit v set agreed_on = case when $2 = 'CONSENT_RECEIVED' then platform.today() end from over where v.consent_request_id = over.id returning v.centre_id)
      select t.slug, a.door from (select centre_id, 'mandate' as door from of_mandate union all select centre_id, 'phone-visit' from of_visit) a join inclusion.centre t on t.id = a.centre_id`, [id, state, inTime])
    if (!settled) return
    const yes = state === 'CONSENT_RECEIVED'
    await this.audit.append(tx, { actorId: null, action: settled.door === 'mandate' ? yes ? 'mandate.agreed' : 'mandate.denied' : yes ? 'phone-visit.agreed' : 'phone-visit.denied', subjectKind: 'centre', subjectId: settled.slug, detail: { method: 'SMS', state } })
  }

  private seal(phone: string, id: string): Buffer {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.cipherKey, nonce).setAAD(Buffer.from(id))
    const text = Buffer.concat([cipher.update(phone, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), text])
  }

  private open(sealed: Buffer, id: string): string {
    const decipher = createDecipheriv('aes-256-gcm', this.cipherKey, sealed.subarray(0, 12)).setAAD(Buffer.from(id)).setAuthTag(sealed.subarray(12, 28))
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')
  }
}
