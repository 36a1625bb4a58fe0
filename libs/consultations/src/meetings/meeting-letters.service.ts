import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { Config, Erasures, iso, maybe, Outbox, Periodic, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { formatReceipt, receiptCode } from '../ballots/receipts'
import { fillPlaces, lockMeeting } from './meeting-lock'
import { meetingEvents } from './meeting-events'
import { MeetingDoor } from './meeting-door.service'

/** Marked, and their mail announced, in one transaction: a crash between two pieces loses none and repeats none. */
const PIECE = 200
const REMINDED_BEFORE = "interval '2 days'"
const EVERY_SECONDS = 120

/** What a mail about a registration needs, read when it is written. */
export interface MeetingLetter {
  email: string
  language: 'fr' | 'en' | 'nl'
  code: string
  state: 'confirmed' | 'waiting' | 'cancelled'
  title: string
  /** Without the origin. */
  path: string
  startsAt: string
  /** Empty: online. */
  place: string
  onlineUrl: string | null
  cancelReason: string | null
}

/** Who is to be written to about meetings, and what has to be told; apps/api writes. Also what meetings do by themselves. */
@Injectable()
export class MeetingLetters implements OnModuleInit {
  constructor(private readonly dataSource: DataSource, private readonly config: Config, private readonly outbox: Outbox, private readonly periodic: Periodic, private readonly erasures: Erasures, private readonly door: MeetingDoor) {}

  onModuleInit(): void {
    this.outbox.handle<{ meetingId: string }>(meetingEvents.changed, async ({ meetingId }, { signal }) => this.tellChange(meetingId, signal))
    this.periodic.every('meetings', EVERY_SECONDS, async () => {
      await this.fill()
      await this.remind()
    })
    this.erasures.register('meeting-people', EVERY_SECONDS, (tx) => this.door.erase(tx))
  }

  /** Null when there is nobody to write to: no address, an account whose address was never proved, or erased meanwhile. */
  async letter(registrationId: string): Promise<MeetingLetter | null> {
    const found = await maybe<Omit<MeetingLetter, 'code'> & { meetingId: string, token: string }>(this.dataSource, `
      select coalesce(a.email, r.email) as email, coalesce(a.language, r.language) as language, r.state, r.meeting_id as "meetingId", r.token, m.title,
        '/consultations/' || c.slug || '/rencontres/' || m.number as path, ${iso('m.starts_at')} as "startsAt",
        case when m.kind = 'online' then '' else concat_ws(', ', nullif(m.place_name, ''), m.address, nullif(trim(m.postal_code || ' ' || coalesce(u.name, '')), '')) end as place,
        case when r.state = 'confirmed' then m.online_url end as "onlineUrl", m.cancel_reason as "cancelReason"
      from consultations.meeting_registration r join consultations.meeting m on m.id = r.meeting_id join consultations.consultation c on c.id = m.consultation_id
        left join identity.account a on a.id = r.account_id left join identity.municipality u on u.code = m.municipality_code
      where r.id = $1 and r.token is not null and ((a.id is not null and a.email_confirmed_at is not null and a.disabled_at is null) or (a.id is null and r.email is not null))`, [registrationId])
    if (!found) return null
    const { meetingId, token, ...letter } = found
    return { ...letter, code: formatReceipt(receiptCode(this.config.receiptKey, meetingId, `meeting\n${token}`)) }
  }

  /** Everybody who registered and was not told of the last change. */
  async tellChange(meetingId: string, signal?: AbortSignal): Promise<void> {
    await this.byPieces(meetingEvents.changeTold, `
      update consultations.meeting_registration r set told_sequence = m.sequence from consultations.meeting m
      where m.id = r.meeting_id and r.id in (
        select r.id from consultations.meeting_registration r join consultations.meeting m on m.id = r.meeting_id
        where m.id = $2 and r.state <> 'cancelled' and r.told_sequence < m.sequence order by r.position limit $1 for update of r skip locked) returning r.id`, [meetingId], signal)
  }

  /** Two days before, once; nobody who registered since then, and nothing while the consultation is suspended. */
  async remind(): Promise<void> {
    await this.byPieces(meetingEvents.reminder, `
      update consultations.meeting_registration set reminded_at = platform.clock() where id in (
        select r.id from consultations.meeting_registration r join consultations.meeting m on m.id = r.meeting_id join consultations.consultation c on c.id = m.consultation_id
        where m.state = 'published' and c.suspended_at is null and m.starts_at > platform.clock() and m.starts_at <= platform.clock() + ${REMINDED_BEFORE}
          and r.state = 'confirmed' and r.reminded_at is null and r.registered_at < m.starts_at - ${REMINDED_BEFORE} and (r.email is not null or r.account_id is not null)
        order by m.starts_at, r.position limit $1 for update of r skip locked) returning id`, [])
  }

  /** Places that came free without anybody there to give them on: an account was erased. */
  private async fill(): Promise<void> {
    const waiting = await rows<{ id: string }>(this.dataSource, `
      select id from consultations.meeting where state = 'published' and starts_at > platform.clock() and waiting_count > 0 and (places is null or registered_count < places) limit 100`)
    for (const { id } of waiting) {
      await this.dataSource.transaction(async (tx) => {
        await lockMeeting(tx, id)
        await fillPlaces(tx, this.outbox, id)
      })
    }
  }

  private async byPieces(kind: string, mark: string, params: unknown[], signal?: AbortSignal): Promise<void> {
    for (let last = PIECE; last === PIECE;) {
      signal?.throwIfAborted()
      last = await this.dataSource.transaction(async (tx) => {
        const marked = await rows<{ id: string }>(tx, mark, [PIECE, ...params])
        for (const { id } of marked) await this.outbox.announce(tx, kind, { registrationId: id })
        return marked.length
      })
    }
  }
}
