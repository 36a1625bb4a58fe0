import { Injectable } from '@nestjs/common'
import { Config, DomainError, iso, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { PUBLIC } from './meeting-columns'

/** A calendar holds the past year and everything that comes. */
const MOST = 500

interface Dated {
  id: string
  title: string
  consultation: string
  slug: string
  number: number
  cancelled: boolean
  reason: string | null
  location: string
  startsAt: string
  endsAt: string
  sequence: number
  updatedAt: string
  url: string | null
}

/**
 * Meetings as calendars read them (RFC 5545): one identifier for ever, a higher sequence at each change. Hours are in UTC, which every
 * calendar shows in its own: a meeting happens once, so no VTIMEZONE is needed, and none grows old in a calendar that was fetched before
 * the rules of summer time changed.
 */
@Injectable()
export class MeetingCalendars {
  constructor(private readonly dataSource: DataSource, private readonly config: Config) {}

  /** Error: 404 `meeting.unknown`. */
  async one(consultation: { id: string }, number: number): Promise<string> {
    const found = await this.read('m.consultation_id = $1 and m.number = $2', [consultation.id, number])
    const [meeting] = found
    if (!meeting) throw new DomainError('meeting.unknown', { status: 404 })
    return this.calendar(meeting.title, found)
  }

  async ofConsultation(consultation: { id: string }): Promise<string> {
    const found = await this.read('m.consultation_id = $1', [consultation.id])
    return this.calendar(found[0]?.consultation ?? 'Parvis', found)
  }

  /** Everywhere, or of a commune: held there, or online in a consultation about it. */
  async ofCommune(municipality: string | null): Promise<string> {
    return this.calendar('Parvis', await this.read(`($1::text is null or m.municipality_code = $1 or (m.kind = 'online' and $1 = any(c.scope_codes)))`, [municipality]))
  }

  private read(where: string, params: unknown[]): Promise<Dated[]> {
    return rows<Dated>(this.dataSource, `
      select m.id, m.title, c.title as consultation, c.slug, m.number, m.state = 'cancelled' as cancelled, m.cancel_reason as reason, m.sequence,
        ${iso('m.starts_at')} as "startsAt", ${iso('m.ends_at')} as "endsAt", ${iso('m.updated_at')} as "updatedAt",
        case when m.kind = 'online' then '' else concat_ws(', ', nullif(m.place_name, ''), m.address, nullif(trim(m.postal_code || ' ' || coalesce(u.name, '')), '')) end as location,
        case when m.kind <> 'in_person' and m.online_for = 'everybody' then m.online_url end as url
      from consultations.meeting m join consultations.consultation c on c.id = m.consultation_id left join identity.municipality u on u.code = m.municipality_code
      where ${where} and ${PUBLIC} and m.ends_at > platform.clock() - interval '1 year' order by m.starts_at, m.id limit ${MOST}`, params)
  }

  private async calendar(name: string, meetings: readonly Dated[]): Promise<string> {
    const { default: ical, ICalEventStatus } = await import('ical-generator')
    const host = new URL(this.config.origin).hostname
    const calendar = ical({ name, prodId: { company: 'Parvis', product: 'Parvis', language: 'FR' } })
    for (const meeting of meetings) {
      const page = `${this.config.origin}/consultations/${meeting.slug}/rencontres/${meeting.number}`
      calendar.createEvent({
        id: `meeting-${meeting.id}@${host}`, sequence: meeting.sequence, start: new Date(meeting.startsAt), end: new Date(meeting.endsAt), stamp: new Date(meeting.updatedAt), lastModified: new Date(meeting.updatedAt),
        summary: meeting.title, description: [meeting.reason, meeting.consultation, meeting.url, page].filter(Boolean).join('\n'), url: page, ...(meeting.location ? { location: meeting.location } : {}),
        status: meeting.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      })
    }
    return calendar.toString()
  }
}
