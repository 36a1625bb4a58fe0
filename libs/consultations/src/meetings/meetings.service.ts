import { Injectable } from '@nestjs/common'
import { MunicipalityDirectory } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, Clock, DomainError, maybe, one, Outbox } from '@parvis/platform'
import type { Refusal } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { lockForChange } from '../consultations/access'
import { InclusionFacts } from '../inclusion-facts'
import { meetingEvents } from './meeting-events'
import { fillPlaces, lockMeeting } from './meeting-lock'
import type { LockedMeeting } from './meeting-lock'
import type { CancelMeetingDto, EditMeetingDto, MeetingFieldsDto, MinutesDto } from './meetings.dto'
import { isSafeLink, publicationRefusals, stateOf, timeRefusals } from './meetings.rules'
import type { MeetingPlan } from './meetings.rules'

/** What the table keeps of the fields that staff send, in the order of `COLUMNS`. */
interface Kept extends MeetingPlan {
  centreSlug: string | null
  placeName: string
  postalCode: string
}

const COLUMNS = `title, body, kind, centre_slug, place_name, address, postal_code, municipality_code, access, accessibility, online_url, online_for, starts_at, ends_at, agenda, languages, places, erase_after_days`

/** Meetings as staff prepare them. What is told to people who registered is an event of the same transaction. */
@Injectable()
export class Meetings {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly directory: MunicipalityDirectory,
    private readonly inclusion: InclusionFacts,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /** A draft. Errors: 404 `consultation.unknown`, 403 `place.other`, 422 with each field that cannot be. */
  async create(actor: Actor, consultationId: string, fields: MeetingFieldsDto): Promise<{ id: string }> {
    const kept = await this.read(fields)
    return this.dataSource.transaction(async (tx) => {
      await this.editable(tx, actor, consultationId)
      const made = await one<{ id: string }>(tx, `
        insert into consultations.meeting (consultation_id, number, ${COLUMNS})
        select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19 from consultations.meeting where consultation_id = $1 returning id`,
      [consultationId, ...paramsOf(fields, kept)])
      await this.record(tx, actor, 'meeting.created', made.id)
      return made
    })
  }

  /**
   * Saves every field. Of a published one, a new hour or place is told to everybody who registered, and more places move the waiting list up.
   * Errors: 409 `meeting.changed-meanwhile`; 422 `meeting.over`, `meeting.places-below-registered`, and each field that cannot be.
   */
  async edit(actor: Actor, id: string, { revision, ...fields }: EditMeetingDto): Promise<void> {
    const kept = await this.read(fields)
    await this.dataSource.transaction(async (tx) => {
      const meeting = await this.lock(tx, actor, id)
      if (meeting.revision !== revision) throw new DomainError('meeting.changed-meanwhile', { status: 409, facts: { revision: meeting.revision } })
      const now = (await this.clock.now(tx)).getTime()
      const state = stateOf(meeting.state, meeting.endsAt.getTime(), now)
      if (state === 'held' || state === 'cancelled') throw new DomainError('meeting.over')
      if (state === 'published') DomainError.throwIfAny(publicationRefusals(kept, now))
      if (fields.places !== null && fields.places < meeting.registered) {
        throw new DomainError('meeting.places-below-registered', { refusals: [{ code: 'meeting.places-below-registered', at: 'places', facts: { registered: meeting.registered } }] })
      }
      const told = state === 'published' && isToldOf(meeting, kept)
      await tx.query(`
        update consultations.meeting set (${COLUMNS}) = row($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::timestamptz, $15::timestamptz, $16::jsonb, $17::text[], $18::integer, $19::integer),
          revision = revision + 1, sequence = sequence + $20::integer, updated_at = platform.clock() where id = $1`, [id, ...paramsOf(fields, kept), told ? 1 : 0])
      if (told) {
        // Whoever was reminded of another day is reminded again.
        if (meeting.startsAt.getTime() !== kept.startsAt) await tx.query('update consultations.meeting_registration set reminded_at = null where meeting_id = $1 and reminded_at is not null', [id])
        await this.outbox.announce(tx, meetingEvents.changed, { meetingId: id })
      }
      if (state === 'published') await fillPlaces(tx, this.outbox, id)
      await this.record(tx, actor, 'meeting.edited', id, told ? { told: true } : {})
    })
  }

  /** Errors: 422 `meeting.wrong-state`, `meeting.consultation-not-announced`, and what somebody who wants to come would miss. */
  async publish(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const meeting = await this.lock(tx, actor, id)
      if (meeting.state !== 'draft') throw new DomainError('meeting.wrong-state', { facts: { state: meeting.state } })
      if (meeting.consultationState === 'draft') throw new DomainError('meeting.consultation-not-announced')
      const now = (await this.clock.now(tx)).getTime()
      DomainError.throwIfAny(publicationRefusals({ ...meeting, startsAt: meeting.startsAt.getTime(), endsAt: meeting.endsAt.getTime() }, now))
      await tx.query(`update consultations.meeting set state = 'published', published_at = platform.clock(), revision = revision + 1, updated_at = platform.clock() where id = $1`, [id])
      await this.outbox.announce(tx, meetingEvents.published, { meetingId: id, consultationId: meeting.consultationId })
      await this.record(tx, actor, 'meeting.published', id)
    })
  }

  /** It stays, with its reason; everybody who registered is told. Errors: 422 `meeting.wrong-state`, `meeting.over`. */
  async cancel(actor: Actor, id: string, { reason }: CancelMeetingDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const meeting = await this.lock(tx, actor, id)
      if (meeting.state !== 'published') throw new DomainError('meeting.wrong-state', { facts: { state: meeting.state } })
      if (stateOf(meeting.state, meeting.endsAt.getTime(), (await this.clock.now(tx)).getTime()) === 'held') throw new DomainError('meeting.over')
      await tx.query(`
        update consultations.meeting set state = 'cancelled', cancel_reason = $2, cancelled_at = platform.clock(), revision = revision + 1, sequence = sequence + 1, updated_at = platform.clock()
        where id = $1`, [id, reason])
      await this.outbox.announce(tx, meetingEvents.changed, { meetingId: id })
      await this.record(tx, actor, 'meeting.cancelled', id, { reason })
    })
  }

  /** Errors: 422 `meeting.wrong-state`: once published, it is cancelled, not removed. */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const meeting = await this.lock(tx, actor, id)
      if (meeting.state !== 'draft') throw new DomainError('meeting.wrong-state', { facts: { state: meeting.state } })
      await this.record(tx, actor, 'meeting.removed', id, { title: meeting.title })
      await tx.query('delete from consultations.meeting where id = $1', [id])
    })
  }

  /** Errors: 409 `meeting.changed-meanwhile`; 422 `meeting.not-held`, `meeting.minutes-missing`, `meeting.link-unsafe`. */
  async writeMinutes(actor: Actor, id: string, { revision, minutes, links, publish }: MinutesDto): Promise<void> {
    DomainError.throwIfAny(links.flatMap(({ url }, index): Refusal[] => isSafeLink(url) ? [] : [{ code: 'meeting.link-unsafe', at: `links.${index}.url` }]))
    await this.dataSource.transaction(async (tx) => {
      const meeting = await this.lock(tx, actor, id)
      if (meeting.revision !== revision) throw new DomainError('meeting.changed-meanwhile', { status: 409, facts: { revision: meeting.revision } })
      if (stateOf(meeting.state, meeting.endsAt.getTime(), (await this.clock.now(tx)).getTime()) !== 'held') throw new DomainError('meeting.not-held')
      if ((publish || meeting.minutesPublished) && minutes === '') throw new DomainError('meeting.minutes-missing', { refusals: [{ code: 'meeting.minutes-missing', at: 'minutes' }] })
      await tx.query(`
        update consultations.meeting set minutes = $2, links = $3, minutes_published_at = case when $4 then coalesce(minutes_published_at, platform.clock()) else minutes_published_at end,
          revision = revision + 1, updated_at = platform.clock() where id = $1`, [id, minutes, JSON.stringify(links), publish])
      await this.record(tx, actor, publish && !meeting.minutesPublished ? 'meeting.minutes-published' : 'meeting.minutes-edited', id)
    })
  }

  /** The meeting of a consultation that the actor may prepare, both locked. Errors: 404 `meeting.unknown`, those of `lockForChange`. */
  async lock(tx: EntityManager, actor: Actor, id: string): Promise<LockedMeeting> {
    const found = await maybe<{ consultationId: string, draft: boolean }>(tx, `select consultation_id as "consultationId", state = 'draft' as draft from consultations.meeting where id = $1`, [id])
    if (!found) throw new DomainError('meeting.unknown', { status: 404 })
    try {
      await this.editable(tx, actor, found.consultationId)
    } catch (error) {
      // A draft of somebody else does not even exist.
      throw found.draft && error instanceof DomainError && error.code === 'place.other' ? new DomainError('meeting.unknown', { status: 404 }) : error
    }
    return lockMeeting(tx, id)
  }

  private async editable(tx: EntityManager, actor: Actor, consultationId: string): Promise<void> {
    const consultation = await lockForChange(tx, actor, consultationId, 'consultation.prepare')
    if (consultation.state === 'archived') throw new DomainError('consultation.wrong-state', { facts: { state: consultation.state } })
  }

  /** The fields with the place of a centre copied in. Errors: 422 with each field that cannot be, in a draft either. */
  private async read(fields: MeetingFieldsDto): Promise<Kept> {
    const { kind, startsAt, endsAt, onlineUrl = null, centreSlug } = fields
    const times = { startsAt: Date.parse(startsAt), endsAt: Date.parse(endsAt) }
    const centre = kind === 'online' || !centreSlug ? null : await this.inclusion.placeOf(centreSlug)
    const wanted = kind === 'online' ? undefined : centre?.municipalityCode ?? fields.municipalityCode
    const municipalityCode = wanted ? this.directory.resolve(wanted) : null
    DomainError.throwIfAny([
      ...timeRefusals(times),
      ...(kind !== 'online' && centreSlug && !centre ? [{ code: 'centre.unknown', at: 'centreSlug' }] : []),
      ...(wanted && !municipalityCode ? [{ code: 'municipality.unknown', at: 'municipalityCode' }] : []),
      ...(onlineUrl !== null && !isSafeLink(onlineUrl) ? [{ code: 'meeting.link-unsafe', at: 'onlineUrl' }] : []),
    ])
    const typed = kind === 'online' ? { placeName: '', address: '', postalCode: '' } : { placeName: fields.placeName ?? '', address: fields.address ?? '', postalCode: fields.postalCode ?? '' }
    const place = centre ? { placeName: centre.name, address: centre.address, postalCode: centre.postalCode } : typed
    return { kind, ...times, ...place, centreSlug: centre?.slug ?? null, municipalityCode, onlineUrl: kind === 'in_person' ? null : onlineUrl }
  }

  private async record(tx: EntityManager, actor: Actor, action: string, id: string, detail: object = {}): Promise<void> {
    await this.audit.append(tx, { actorId: actor.accountId, action, subjectKind: 'meeting', subjectId: id, detail })
  }
}

function paramsOf({ title, body, access, accessibility, onlineFor, startsAt, endsAt, agenda, languages, places, eraseAfterDays }: MeetingFieldsDto, kept: Kept): unknown[] {
  const { kind, centreSlug, placeName, address, postalCode, municipalityCode, onlineUrl } = kept
  const points = [...agenda].sort((a, b) => a.time.localeCompare(b.time)).map(({ time, title: point }) => ({ time, title: point }))
  return [title, body, kind, centreSlug, placeName, address, postalCode, municipalityCode, access, accessibility, onlineUrl, onlineFor, startsAt, endsAt, JSON.stringify(points), languages, places, eraseAfterDays]
}

/** Another hour, another place, another link. */
function isToldOf(before: LockedMeeting, after: Kept): boolean {
  return before.startsAt.getTime() !== after.startsAt || before.endsAt.getTime() !== after.endsAt || before.kind !== after.kind
    || before.placeName !== after.placeName || before.address !== after.address || before.onlineUrl !== after.onlineUrl
}
