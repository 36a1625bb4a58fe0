import { Injectable } from '@nestjs/common'
import { mayActIn } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, Clock, Config, DomainError, maybe, one, Outbox } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { formatReceipt, hashReceipt, parseReceipt, receiptCode } from '../ballots/receipts'
import { PUBLIC, QUEUE, STATE, SUMMARY } from './meeting-columns'
import { meetingEvents } from './meeting-events'
import { fillPlaces, lockMeeting } from './meeting-lock'
import type { MeetingSummaryView, RegisteredView, RegistrationView } from './meeting-views.dto'
import type { RegisterAtDeskDto, RegisterDto } from './meetings.dto'
import { registrationRefusal, standingOf, stateOf } from './meetings.rules'

/** One address registers a household, not a street. */
const MOST_WITH_ADDRESS = 6

interface Door {
  channel: 'online' | 'on_behalf' | 'phone'
  accountId: string | null
  centreSlug: string | null
}

/** Who comes to a meeting, by whichever door they said so. Places are given under the lock of the meeting; a constraint refuses one too many. */
@Injectable()
export class MeetingRegistrations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Registers somebody online, once per `submissionToken`; somebody signed in has one registration. Sent again, it answers the same.
   * Errors: 404 `meeting.unknown`; 409 `meeting.already-registered`; 422 `meeting.cancelled`, `meeting.begun`, `consultation.suspended`, `meeting.address-full`.
   */
  async register(actor: Actor | null, consultation: { id: string }, number: number, wanted: RegisterDto): Promise<RegisteredView> {
    const id = await this.publicId('m.consultation_id = $1 and m.number = $2', [consultation.id, number])
    return this.add(id, wanted, { channel: 'online', accountId: actor?.accountId ?? null, centreSlug: null })
  }

  /** The same, entered by a mediator for somebody in front of them or on the telephone. Error beside: 403 `place.other` at another centre. */
  async registerAtDesk(actor: Actor, meetingId: string, { centre, channel, ...wanted }: RegisterAtDeskDto): Promise<RegisteredView> {
    if (!mayActIn(actor, 'desk.use', { kind: 'centre', code: centre })) throw new DomainError('place.other', { status: 403 })
    const id = await this.publicId('m.id = $1', [meetingId])
    return this.add(id, wanted, { channel, accountId: null, centreSlug: centre })
  }

  /** What a code stands for. Error: 404 `meeting.code-unknown`, for a mistyped or erased one too. */
  async read(typed: string): Promise<RegistrationView> {
    const found = await maybe<MeetingSummaryView & { standing: RegistrationView['state'], queue: number | null, onlineUrl: string | null }>(this.dataSource, `
      select ${SUMMARY}, r.state as standing, ${QUEUE} as queue, case when r.state = 'confirmed' or m.online_for = 'everybody' then m.online_url end as "onlineUrl"
      from consultations.meeting_registration r join consultations.meeting m on m.id = r.meeting_id join consultations.consultation c on c.id = m.consultation_id
      where r.cancel_hash = $1`, [this.hashOf(typed)])
    if (!found) throw new DomainError('meeting.code-unknown', { status: 404 })
    const { standing, queue, onlineUrl, ...meeting } = found
    return { state: standing, queue, meeting, onlineUrl: meeting.state === 'published' ? onlineUrl : null, cancellable: standing !== 'cancelled' && meeting.state === 'published' }
  }

  /** Gives the place back; who waits first gets it. Cancelling twice is no error. Errors: 404 `meeting.code-unknown`, 422 `meeting.over`. */
  async cancelByCode(typed: string): Promise<RegistrationView> {
    const row = await maybe<{ id: string, meetingId: string }>(this.dataSource, 'select id, meeting_id as "meetingId" from consultations.meeting_registration where cancel_hash = $1', [this.hashOf(typed)])
    if (!row) throw new DomainError('meeting.code-unknown', { status: 404 })
    await this.dataSource.transaction((tx) => this.cancel(tx, row.meetingId, row.id))
    return this.read(typed)
  }

  /** The registration of the account that asks. Errors: 404 `meeting.not-registered`, 422 `meeting.over`. */
  async cancelOwn({ accountId }: Actor, meetingId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const row = await maybe<{ id: string }>(tx, `select id from consultations.meeting_registration where meeting_id = $1 and account_id = $2 and state <> 'cancelled'`, [meetingId, accountId])
      if (!row) throw new DomainError('meeting.not-registered', { status: 404 })
      await this.cancel(tx, meetingId, row.id)
    })
  }

  /** Takes a registration out, in a transaction. @returns whether it stood */
  async cancel(tx: EntityManager, meetingId: string, registrationId: string): Promise<boolean> {
    const meeting = await lockMeeting(tx, meetingId)
    if (stateOf(meeting.state, meeting.endsAt.getTime(), (await this.clock.now(tx)).getTime()) !== 'published') throw new DomainError('meeting.over')
    const gone = await maybe(tx, `
      update consultations.meeting_registration set state = 'cancelled', cancelled_at = platform.clock() where id = $1 and meeting_id = $2 and state <> 'cancelled' returning id`, [registrationId, meetingId])
    if (gone) await fillPlaces(tx, this.outbox, meetingId)
    return gone !== null
  }

  private async add(meetingId: string, { name, email, phone, needs = '', language = 'fr', submissionToken }: RegisterDto, { channel, accountId, centreSlug }: Door): Promise<RegisteredView> {
    const code = receiptCode(this.config.receiptKey, meetingId, `meeting\n${submissionToken}`)
    return this.dataSource.transaction(async (tx) => {
      const meeting = await lockMeeting(tx, meetingId)
      const answer = async (): Promise<RegisteredView> => ({ code: formatReceipt(code), ...await one<Omit<RegisteredView, 'code'>>(tx, `
        select r.state, ${QUEUE} as queue from consultations.meeting_registration r where r.meeting_id = $1 and r.token = $2`, [meetingId, submissionToken]) })
      const again = await maybe<{ accountId: string | null, state: string }>(tx, 'select account_id as "accountId", state from consultations.meeting_registration where meeting_id = $1 and token = $2', [meetingId, submissionToken])
      if (again && (again.accountId !== accountId || again.state === 'cancelled')) throw new DomainError('meeting.form-used', { status: 409 })
      if (again) return answer()
      const now = (await this.clock.now(tx)).getTime()
      const state = stateOf(meeting.state, meeting.endsAt.getTime(), now)
      const refusal = registrationRefusal({ state, suspended: meeting.suspended, startsAt: meeting.startsAt.getTime() }, now)
      if (refusal) throw new DomainError(refusal)
      await this.refuseTwice(tx, meetingId, accountId, email ?? null)
      const made = await one<{ id: string }>(tx, `
        insert into consultations.meeting_registration (meeting_id, state, channel, account_id, name, email, phone, needs, language, centre_slug, token, cancel_hash, told_sequence)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id`,
      [meetingId, standingOf(meeting), channel, accountId, name, accountId ? null : email ?? null, phone ?? null, needs, language, centreSlug, submissionToken, hashReceipt(this.config.receiptKey, code), meeting.sequence])
      await this.outbox.announce(tx, meetingEvents.registered, { registrationId: made.id })
      // By which door, never who: the list of those who come is not in the journal.
      if (channel !== 'online') await this.audit.append(tx, { actorId: null, action: 'meeting.registered-at-desk', subjectKind: 'meeting', subjectId: meetingId, detail: { channel, centre: centreSlug } })
      return answer()
    })
  }

  private async refuseTwice(tx: EntityManager, meetingId: string, accountId: string | null, email: string | null): Promise<void> {
    if (accountId) {
      if (await maybe(tx, `select 1 from consultations.meeting_registration where meeting_id = $1 and account_id = $2 and state <> 'cancelled'`, [meetingId, accountId])) throw new DomainError('meeting.already-registered', { status: 409 })
    } else if (email) {
      const { n } = await one<{ n: number }>(tx, `select count(*)::integer as n from consultations.meeting_registration where meeting_id = $1 and lower(email) = lower($2)`, [meetingId, email])
      if (n >= MOST_WITH_ADDRESS) throw new DomainError('meeting.address-full', { facts: { most: MOST_WITH_ADDRESS }, refusals: [{ code: 'meeting.address-full', at: 'email', facts: { most: MOST_WITH_ADDRESS } }] })
    }
  }

  private async publicId(where: string, params: unknown[]): Promise<string> {
    const found = await maybe<{ id: string }>(this.dataSource, `select m.id, ${STATE} as state from consultations.meeting m join consultations.consultation c on c.id = m.consultation_id where ${where} and ${PUBLIC}`, params)
    if (!found) throw new DomainError('meeting.unknown', { status: 404 })
    return found.id
  }

  private hashOf(typed: string): Buffer | null {
    const code = parseReceipt(typed)
    return code ? hashReceipt(this.config.receiptKey, code) : null
  }
}
