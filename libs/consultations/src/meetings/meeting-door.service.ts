import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, Clock, csvOf, DomainError, iso, one, rows } from '@parvis/platform'
import type { Readable } from 'node:stream'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { MeetingRegistrations } from './meeting-registrations.service'
import { QUEUE } from './meeting-columns'
import { MeetingReads } from './meeting-reads.service'
import type { RegistrationListView, RegistrationRowView } from './meeting-views.dto'
import type { AttendanceDto } from './meetings.dto'
import { Meetings } from './meetings.service'

const COLUMNS = ['nom', 'courriel', 'telephone', 'besoins', 'etat', 'rang_attente', 'canal', 'lieu_accueil', 'inscription', 'present'] as const
const PIECE = 500
const MOST_ON_SCREEN = 2_000

/** With an account, its address as it is now. */
const ROW = `r.id, r.name, coalesce(a.email, r.email) as email, r.phone, r.needs, r.state, ${QUEUE} as queue, r.channel, r.centre_slug as "centreSlug", ${iso('r.registered_at')} as "registeredAt", r.came`
const OF = 'from consultations.meeting_registration r left join identity.account a on a.id = r.account_id where r.meeting_id = $1'

/** The list at the door and who came: for who prepares the meeting, and nobody else. */
@Injectable()
export class MeetingDoor {
  constructor(
    private readonly dataSource: DataSource,
    private readonly meetings: Meetings,
    private readonly registrations: MeetingRegistrations,
    private readonly reads: MeetingReads,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** Errors: 404 `meeting.unknown`, 403 `place.other`. */
  async list(actor: Actor, id: string): Promise<RegistrationListView> {
    const { erasedAt } = await this.reads.forStaff(actor, id)
    const items = await rows<RegistrationRowView>(this.dataSource, `
      select ${ROW} ${OF} order by array_position(array['confirmed', 'waiting', 'cancelled'], r.state), case when r.state = 'confirmed' then lower(public.unaccent(r.name)) end, r.position limit ${MOST_ON_SCREEN}`, [id])
    return { items, erasedAt }
  }

  /** The same as a file, read by pieces; who took it is in the journal. */
  async csv(actor: Actor, id: string): Promise<Readable> {
    await this.reads.forStaff(actor, id)
    await this.dataSource.transaction((tx) => this.audit.append(tx, { actorId: actor.accountId, action: 'meeting.list-downloaded', subjectKind: 'meeting', subjectId: id }))
    return csvOf(COLUMNS, this.fileRows(id))
  }

  /** Who came, and how many without a registration; counted again, the last count stands. Errors: 422 `meeting.not-begun`, `meeting.wrong-state`. */
  async count(actor: Actor, id: string, { came, walkIns }: AttendanceDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const meeting = await this.meetings.lock(tx, actor, id)
      if (meeting.state !== 'published') throw new DomainError('meeting.wrong-state', { facts: { state: meeting.state } })
      if (meeting.startsAt > await this.clock.now(tx)) throw new DomainError('meeting.not-begun')
      await tx.query(`update consultations.meeting_registration set came = id = any($2::uuid[]) where meeting_id = $1 and state <> 'cancelled' and came <> (id = any($2::uuid[]))`, [id, came])
      await tx.query('update consultations.meeting set walk_ins = $2, updated_at = platform.clock() where id = $1', [id, walkIns])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'meeting.attendance-counted', subjectKind: 'meeting', subjectId: id })
    })
  }

  /** Takes somebody off the list; who waits first gets the place. Errors: 404 `meeting.registration-unknown`, 422 `meeting.over`. */
  async remove(actor: Actor, id: string, registrationId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await this.meetings.lock(tx, actor, id)
      if (!await this.registrations.cancel(tx, id, registrationId)) throw new DomainError('meeting.registration-unknown', { status: 404 })
      await this.audit.append(tx, { actorId: actor.accountId, action: 'meeting.registration-removed', subjectKind: 'meeting', subjectId: id })
    })
  }

  /** Erases who registered, where the days that the meeting keeps them are over; the rows stay as counts. @returns people erased */
  async erase(tx: EntityManager): Promise<number> {
    let erased = 0
    for (let meetings = 1; meetings > 0;) {
      const last = await one<{ meetings: number, people: number }>(tx, `
        with over as (
            select id from consultations.meeting where erased_at is null and ends_at + make_interval(days => erase_after_days) <= platform.clock() order by ends_at limit 20 for update skip locked),
          people as (
            update consultations.meeting_registration set name = '', email = null, phone = null, needs = '', account_id = null, token = null, cancel_hash = null, centre_slug = null, erased_at = platform.clock()
            where meeting_id in (select id from over) returning 1),
          done as (update consultations.meeting set erased_at = platform.clock() where id in (select id from over) returning 1)
        select (select count(*) from done)::integer as meetings, (select count(*) from people)::integer as people`)
      meetings = last.meetings
      erased += last.people
    }
    return erased
  }

  private async* fileRows(id: string): AsyncGenerator<Record<(typeof COLUMNS)[number], unknown>> {
    for (let after = '0'; ;) {
      const piece = await rows<RegistrationRowView & { position: string }>(this.dataSource, `select ${ROW}, r.position::text ${OF} and r.position > $2 order by r.position limit $3`, [id, after, PIECE])
      for (const { name, email, phone, needs, state, queue, channel, centreSlug, registeredAt, came } of piece) {
        yield { nom: name, courriel: email, telephone: phone, besoins: needs, etat: state, rang_attente: queue, canal: channel, lieu_accueil: centreSlug, inscription: registeredAt, present: came }
      }
      const last = piece.at(-1)
      if (!last || piece.length < PIECE) return
      after = last.position
    }
  }
}
