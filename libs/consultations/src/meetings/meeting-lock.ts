import { DomainError, maybe, rows } from '@parvis/platform'
import type { Outbox } from '@parvis/platform'
import type { EntityManager } from 'typeorm'
import { meetingEvents } from './meeting-events'
import { freed } from './meetings.rules'
import type { MeetingKind } from './meetings.rules'

export interface LockedMeeting {
  id: string
  consultationId: string
  consultationState: string
  suspended: boolean
  title: string
  kind: MeetingKind
  state: 'draft' | 'published' | 'cancelled'
  centreSlug: string | null
  placeName: string
  address: string
  municipalityCode: string | null
  onlineUrl: string | null
  startsAt: Date
  endsAt: Date
  places: number | null
  registered: number
  waiting: number
  revision: number
  sequence: number
  minutesPublished: boolean
}

/** A meeting, locked until the transaction ends: places are given one after the other. Error: 404 `meeting.unknown`. */
export async function lockMeeting(tx: EntityManager, id: string): Promise<LockedMeeting> {
  const found = await maybe<LockedMeeting>(tx, `
    select m.id, m.consultation_id as "consultationId", c.state as "consultationState", c.suspended_at is not null as suspended, m.title, m.kind, m.state, m.centre_slug as "centreSlug", m.place_name as "placeName",
      m.address, m.municipality_code as "municipalityCode", m.online_url as "onlineUrl", m.starts_at as "startsAt", m.ends_at as "endsAt", m.places, m.registered_count as registered,
      m.waiting_count as waiting, m.revision, m.sequence, m.minutes_published_at is not null as "minutesPublished"
    from consultations.meeting m join consultations.consultation c on c.id = m.consultation_id where m.id = $1 for no key update of m`, [id])
  if (!found) throw new DomainError('meeting.unknown', { status: 404 })
  return found
}

/** Gives free places of a coming meeting, locked by the caller, to those who wait, in their order, and has them told. @returns how many moved up */
export async function fillPlaces(tx: EntityManager, outbox: Outbox, id: string): Promise<number> {
  const meeting = await maybe<{ places: number | null, registered: number, waiting: number }>(tx, `
    select places, registered_count as registered, waiting_count as waiting from consultations.meeting where id = $1 and state = 'published' and starts_at > platform.clock() for no key update`, [id])
  const count = meeting ? freed(meeting) : 0
  if (count === 0) return 0
  const moved = await rows<{ id: string }>(tx, `
    update consultations.meeting_registration set state = 'confirmed' where id in (
      select id from consultations.meeting_registration where meeting_id = $1 and state = 'waiting' order by position limit $2) returning id`, [id, count])
  for (const { id: registrationId } of moved) await outbox.announce(tx, meetingEvents.movedUp, { registrationId })
  return moved.length
}
