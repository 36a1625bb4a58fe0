import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, Clock, Config, DomainError, maybe, Outbox, Periodic, rows, Sealed, SmsProvider, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { openReceipts } from '../assisted-sessions/visit-receipts'
import { PHONE_VISIT } from './phone-visits.service'
import type { PhoneReceiptsView, PhoneReceiptView } from './phone.dto'
import { clockOf, spokenNumber } from './phone.rules'

/** Whoever writes the SMS of a receipt hears of it here. Payload: `{ visitId }`. */
export const phoneEvents = { receiptWanted: 'phone.receipt-wanted' } as const

/** What the SMS of a receipt is written from. */
export interface PhoneLetter {
  to: string
  /** Title. */
  consultation: string
  codes: string[]
}

interface Row {
  id: string
  sessionId: string
  consultation: PhoneReceiptView['consultation']
  centre: PhoneReceiptView['centre']
  delivery: 'sms' | 'post'
  day: string
  sendBy: string
  phone: Buffer
  address: Buffer | null
  receipts: Buffer
}

/** A receipt waits once the visit is over and something was entered in it. */
const WAITS = `v.receipts is not null and v.delivery <> 'aloud' and v.sent_on is null and not exists (select from inclusion.assisted_session s where s.id = v.session_id and s.k0 is not null)`
/** The desks of a professional: $1 is who asks. */
const AT_DESKS = `v.centre_id in (select d.centre_id from identity.desk_place d where d.account_id = $1 and d.kind = 'professional') and not exists (select from inclusion.reserve_member r where r.account_id = $1)`
const COLUMNS = `v.id, v.session_id as "sessionId", jsonb_build_object('id', c.id, 'slug', c.slug, 'title', c.title) as consultation, jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) as centre,
  v.delivery, v.day::text as day, v.send_by::text as "sendBy", v.phone, v.address, v.receipts
  from inclusion.phone_visit v join consultations.consultation c on c.id = v.consultation_id join inclusion.centre t on t.id = v.centre_id`

/** Receipts of the telephone: read out at once, then sent by SMS or by post within three days. */
@Injectable()
export class PhoneReceipts implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly provider: SmsProvider,
    private readonly audit: Audit,
    private readonly periodic: Periodic,
  ) {}

  onModuleInit(): void {
    this.periodic.every('phone-receipts', 60, () => this.queue())
  }

  /** Those of the desks of who asks, the most urgent first. */
  async list(actor: Actor): Promise<PhoneReceiptsView> {
    const today = await this.clock.today(this.dataSource.manager)
    const found = await rows<Row>(this.dataSource, `select ${COLUMNS} where ${WAITS} and ${AT_DESKS} order by v.send_by, v.id limit 200`, [actor.accountId])
    return { items: found.map(({ id, consultation, centre, delivery, day, sendBy }) => ({ id, consultation, centre, delivery, day, sendBy, clock: clockOf(sendBy, today) })) }
  }

  /** Error: 404 `phone.receipt-unknown`, of another desk too, and once it was sent. */
  async view(actor: Actor, id: string): Promise<PhoneReceiptView> {
    const row = await maybe<Row>(this.dataSource, `select ${COLUMNS} where v.id = $2 and ${WAITS} and ${AT_DESKS}`, [actor.accountId, id])
    if (!row) throw new DomainError('phone.receipt-unknown', { status: 404 })
    const { sessionId, phone, address, receipts, ...item } = row
    const today = await this.clock.today(this.dataSource.manager)
    return {
      ...item, clock: clockOf(item.sendBy, today),
      phone: item.delivery === 'sms' ? spokenNumber(new Sealed(this.config, PHONE_VISIT).open(phone, id)) : null,
      address: address && new Sealed(this.config, PHONE_VISIT).open(address, id),
      codes: openReceipts(this.config.masterPepper, sessionId, receipts).map(({ code }) => code),
    }
  }

  /** Somebody of the desk sent it: the address goes at once. Error: 404 as `view`; twice is one. */
  async sent(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const sent = await maybe<{ slug: string }>(tx, `
        with sent as (update inclusion.phone_visit v set sent_on = platform.today(), sent_by = $1, address = null, receipts = null where v.id = $2 and ${WAITS} and ${AT_DESKS} returning v.centre_id)
        select t.slug from sent join inclusion.centre t on t.id = sent.centre_id`, [actor.accountId, id])
      if (!sent) throw new DomainError('phone.receipt-unknown', { status: 404 })
      await this.audit.append(tx, { actorId: actor.accountId, action: 'phone-visit.receipt-sent', subjectKind: 'centre', subjectId: sent.slug, detail: {} })
    })
  }

  /** What the SMS says; null when it was sent, or its number is gone. */
  async letter(visitId: string): Promise<PhoneLetter | null> {
    const row = await maybe<Row>(this.dataSource, `select ${COLUMNS} where v.id = $1 and v.delivery = 'sms' and ${WAITS}`, [visitId])
    return row && { to: new Sealed(this.config, PHONE_VISIT).open(row.phone, visitId), consultation: row.consultation.title, codes: openReceipts(this.config.masterPepper, row.sessionId, row.receipts).map(({ code }) => code) }
  }

  /** The provider took the SMS. */
  async texted(visitId: string): Promise<void> {
    await touched(this.dataSource.manager, 'update inclusion.phone_visit set sent_on = platform.today(), receipts = null where id = $1 and sent_on is null', [visitId])
  }

  /** Where a provider is set up, SMS go by themselves once the visit is over; one that failed for good stays in the list. */
  private async queue(): Promise<void> {
    if (!this.provider.isSetUp) return
    await this.dataSource.transaction(async (tx: EntityManager) => {
      const waiting = await rows<{ id: string }>(tx, `
        update inclusion.phone_visit set queued_on = platform.today() where id in (
          select v.id from inclusion.phone_visit v where v.delivery = 'sms' and v.queued_on is null and ${WAITS} order by v.send_by limit 500 for update skip locked) returning id`)
      await this.outbox.announceAll(tx, phoneEvents.receiptWanted, waiting.map(({ id }) => ({ visitId: id })))
    })
  }
}
