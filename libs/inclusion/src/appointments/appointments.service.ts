import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { formatReceipt, hashReceipt, parseReceipt, receiptCode } from '@parvis/consultations'
import { Clock, Config, DomainError, Erasures, maybe, one, Outbox, Periodic, rows, Sealed, touched } from '@parvis/platform'
import { DateTime } from 'luxon'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { schedulesOf, scheduleOf } from '../centres/centre-columns'
import type { Moment, Schedule } from '../centres/opening.rules'
import { callNumberOf } from '../phone/phone.rules'
import { said } from '../tickets/tickets.service'
import type { AppointmentOfferView, AppointmentView, BookedView, DeskAppointmentDto, NewAppointmentDto } from './appointments.dto'
import { freeDays, isReceived, startsOn } from './appointments.rules'
import type { Offer, Taken } from './appointments.rules'
import { formProof, readProof } from './form-proof'

/** What happens to an appointment and is told by mail. Payload: `{ appointmentId }`. */
export const appointmentEvents = { booked: 'appointment.booked', closed: 'appointment.closed' } as const

/** What a mail is written from. */
export interface AppointmentLetter {
  email: string
  language: 'fr' | 'en' | 'nl'
  code: string
  slug: string
  centre: string
  address: string
  day: string
  starts: string
}

export interface CentreOffer {
  id: string
  slug: string
  name: string
  address: string
  phone: string
  openingHours: string
  offer: Offer | null
}

const CENTRE = `c.id, c.slug, c.name, concat_ws(', ', c.address, trim(c.postal_code || ' ' || coalesce(m.name, ''))) as address, c.phone, c.opening_hours as "openingHours",
  (select jsonb_build_object('minutes', s.minutes, 'places', s.places, 'onlineMost', s.online_most, 'daysAhead', s.days_ahead) from inclusion.appointment_setting s where s.centre_id = c.id) as offer`
const FROM = 'from inclusion.centre c left join identity.municipality m on m.code = c.municipality_code'

/** Appointments at a centre, by whoever wants one: no account, no name, a code to cancel. */
@Injectable()
export class Appointments implements OnModuleInit {
  private readonly cipher: Sealed

  constructor(private readonly dataSource: DataSource, private readonly config: Config, private readonly clock: Clock, private readonly outbox: Outbox, private readonly periodic: Periodic, private readonly erasures: Erasures) {
    this.cipher = new Sealed(config, 'appointment-contact/v1')
  }

  onModuleInit(): void {
    this.periodic.every('appointments', 120, () => this.warn())
    this.erasures.register('appointments', 1800, (tx) => this.forget(tx))
  }

  /** What may be taken on the site. Error: 404 `centre.unknown`. */
  async offered(slug: string): Promise<AppointmentOfferView> {
    const centre = await this.bySlug(this.dataSource.manager, slug)
    const now = await this.clock.now()
    const days = await this.free(this.dataSource.manager, centre, momentOf(now), true)
    return { centre: publicCentre(centre), minutes: centre.offer?.minutes ?? null, days, formToken: formProof(this.config.receiptKey, now.getTime() / 1000) }
  }

  /**
   * Once per form. Errors: 404 `centre.unknown`; 422 `appointment.form-missing`, `.too-fast`, `.form-old`, and at `starts` `appointment.not-offered`,
   * `.no-such-hour`, `.full`, `.day-full`.
   */
  async book(slug: string, { formToken, language = 'fr', ...wanted }: NewAppointmentDto): Promise<BookedView> {
    const now = await this.clock.now()
    const proof = readProof(this.config.receiptKey, formToken, now.getTime() / 1000)
    if ('refusal' in proof) throw new DomainError(proof.refusal)
    return this.dataSource.transaction(async (tx) => this.insert(tx, await this.bySlug(tx, slug), { ...wanted, language, token: proof.token }, 'online', momentOf(now)))
  }

  /** In a transaction that knows who asks. Errors: those of `book` about hours. */
  async insert(tx: EntityManager, centre: CentreOffer, { day, starts, email, phone, need, spoken = '', language = 'fr', token }: Omit<DeskAppointmentDto, 'centreId'> & { language?: 'fr' | 'en' | 'nl' }, source: 'online' | 'desk', now: Moment): Promise<BookedView> {
    const code = receiptCode(this.config.receiptKey, centre.id, `appointment\n${token}`)
    const again = await maybe<{ day: string, starts: string }>(tx, `select day::text, to_char(starts, 'HH24:MI') as starts from inclusion.appointment where token = $1`, [token])
    if (again) return { code: formatReceipt(code), ...again }
    const schedule = await this.schedule(tx, centre)
    const last = DateTime.fromISO(now.day, { zone: 'utc' }).plus({ days: centre.offer?.daysAhead ?? 0 }).toFormat('yyyy-MM-dd')
    // As typed: somebody calls it. What cannot be called would warn nobody.
    if (phone && callNumberOf(phone) === null) throw new DomainError('phone.number', { refusals: [{ code: 'phone.number', at: 'phone' }] })
    if (!centre.offer) throw atStarts('appointment.not-offered')
    if (day > last || !startsOn(schedule, day, centre.offer.minutes, now).includes(starts)) throw atStarts('appointment.no-such-hour')
    const [kind, contact] = email ? ['email', email] : phone ? ['phone', phone] : [null, null]
    const id = randomUUID()
    const made = await touched(tx, `
      insert into inclusion.appointment (id, centre_id, day, starts, source, need, spoken, contact_kind, contact, language, token, cancel_hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (token) do nothing returning id`,
    [id, centre.id, day, starts, source, need ?? null, spoken, kind, contact === null ? null : this.cipher.seal(contact, id), language, token, this.hashOf(code)]).catch((error: unknown) => {
      throw /^appointment\.(full|day-full|not-offered)$/.test(said(error)) ? atStarts(said(error)) : error
    })
    if (made > 0 && kind === 'email') await this.outbox.announce(tx, appointmentEvents.booked, { appointmentId: id })
    return { code: formatReceipt(code), day, starts }
  }

  /** Error: 404 `appointment.code-unknown`, for a mistyped or erased one too. */
  async read(typed: string): Promise<AppointmentView> {
    const found = await maybe<Omit<AppointmentView, 'centre'> & AppointmentView['centre']>(this.dataSource, `
      select a.state, a.day::text, to_char(a.starts, 'HH24:MI') as starts, a.closed_since is not null as closed, c.slug, c.name, concat_ws(', ', c.address, trim(c.postal_code || ' ' || coalesce(m.name, ''))) as address, c.phone
      from inclusion.appointment a join inclusion.centre c on c.id = a.centre_id left join identity.municipality m on m.code = c.municipality_code where a.cancel_hash = $1`, [this.typed(typed)])
    if (!found) throw new DomainError('appointment.code-unknown', { status: 404 })
    const { state, day, starts, closed, ...centre } = found
    return { state, day, starts, closed, centre }
  }

  /** Gives the hour back. Cancelling twice is no error. Errors: as `read`; 422 `appointment.over`. */
  async cancel(typed: string): Promise<AppointmentView> {
    const gone = await touched(this.dataSource, `update inclusion.appointment set state = 'cancelled', contact = null, contact_kind = null where cancel_hash = $1 and state = 'booked' returning id`, [this.typed(typed)])
    const view = await this.read(typed)
    if (gone === 0 && view.state !== 'cancelled') throw new DomainError('appointment.over')
    return view
  }

  /** Null when there is nobody to write to any more. @param closed the mail says that the centre will be closed */
  async letter(appointmentId: string, closed: boolean): Promise<AppointmentLetter | null> {
    const found = await maybe<Omit<AppointmentLetter, 'email' | 'code'> & { contact: Buffer, centreId: string, token: string }>(this.dataSource, `
      select a.language, a.contact, a.centre_id as "centreId", a.token, c.slug, c.name as centre, concat_ws(', ', c.address, trim(c.postal_code || ' ' || coalesce(m.name, ''))) as address, a.day::text, to_char(a.starts, 'HH24:MI') as starts
      from inclusion.appointment a join inclusion.centre c on c.id = a.centre_id left join identity.municipality m on m.code = c.municipality_code
      where a.id = $1 and a.contact_kind = 'email' and (a.state = 'booked' or $2)`, [appointmentId, closed])
    if (!found) return null
    const { contact, centreId, token, ...letter } = found
    return { ...letter, email: this.cipher.open(contact, appointmentId), code: formatReceipt(receiptCode(this.config.receiptKey, centreId, `appointment\n${token}`)) }
  }

  openContact(sealed: Buffer | null, id: string): string | null {
    return sealed === null ? null : this.cipher.open(sealed, id)
  }

  async moment(tx: EntityManager): Promise<Moment> {
    return momentOf(await this.clock.now(tx))
  }

  async offer(tx: EntityManager, centreId: string): Promise<CentreOffer> {
    return one<CentreOffer>(tx, `select ${CENTRE} ${FROM} where c.id = $1`, [centreId])
  }

  /** What is free at a centre, a day after another. */
  async free(tx: EntityManager, centre: CentreOffer, now: Moment, online: boolean): Promise<AppointmentOfferView['days']> {
    if (!centre.offer) return []
    const found = await rows<{ day: string, starts: string, count: number, online: number }>(tx, `
      select day::text, to_char(starts, 'HH24:MI') as starts, count(*) filter (where state <> 'cancelled')::integer as count, count(*) filter (where source = 'online')::integer as online
      from inclusion.appointment where centre_id = $1 and day >= platform.today() group by day, starts`, [centre.id])
    const taken: Taken = { at: new Map(found.map(({ day, starts, count }) => [`${day} ${starts}`, count])), online: new Map() }
    const online_ = taken.online as Map<string, number>
    for (const { day, online: count } of found) online_.set(day, (online_.get(day) ?? 0) + count)
    return freeDays(await this.schedule(tx, centre), centre.offer, taken, now, online)
  }

  /**
   * A centre that closes, changes its hours or goes: whoever booked is told, by mail where there is an address, else listed for the desk
   * to call. Whoever was told loses the hour; once.
   */
  async warn(): Promise<void> {
    const booked = await rows<{ id: string, centreId: string, openingHours: string, active: boolean, day: string, starts: string }>(this.dataSource, `
      select a.id, a.centre_id as "centreId", c.opening_hours as "openingHours", c.active, a.day::text, to_char(a.starts, 'HH24:MI') as starts
      from inclusion.appointment a join inclusion.centre c on c.id = a.centre_id where a.day >= platform.today() and a.state = 'booked' and a.closed_since is null limit 20000`)
    const centres = [...new Map(booked.map((row) => [row.centreId, row])).values()]
    const schedules = await schedulesOf(this.dataSource, centres.map(({ centreId }) => ({ id: centreId })))
    const outside = booked.filter(({ centreId, openingHours, active, day, starts }) => !active || !isReceived(scheduleOf({ openingHours }, schedules.get(centreId)), day, starts))
    for (const { id } of outside) {
      await this.dataSource.transaction(async (tx) => {
        const told = await maybe<{ mail: boolean }>(tx, `
          update inclusion.appointment set closed_since = platform.today(), told_on = case when contact_kind = 'email' then platform.today() end, state = case when contact_kind = 'email' then 'cancelled' else state end
          where id = $1 and state = 'booked' and closed_since is null returning contact_kind = 'email' as mail`, [id])
        if (told?.mail) await this.outbox.announce(tx, appointmentEvents.closed, { appointmentId: id })
      })
    }
  }

  /** The day after, counts alone. */
  private async forget(tx: EntityManager): Promise<number> {
    await tx.query(`
      insert into inclusion.queue_day as q (centre_id, day, booked, came)
      select centre_id, day, count(*) filter (where state <> 'cancelled'), count(*) filter (where state = 'came') from inclusion.appointment where day < platform.today() group by centre_id, day
      on conflict (centre_id, day) do update set booked = excluded.booked, came = excluded.came`)
    return touched(tx, 'delete from inclusion.appointment where day < platform.today() returning id')
  }

  private async bySlug(tx: EntityManager, slug: string): Promise<CentreOffer> {
    const centre = await maybe<CentreOffer>(tx, `select ${CENTRE} ${FROM} where c.slug = $1 and c.active`, [slug])
    if (!centre) throw new DomainError('centre.unknown', { status: 404 })
    return centre
  }

  private async schedule(tx: EntityManager, { id, openingHours }: Pick<CentreOffer, 'id' | 'openingHours'>): Promise<Schedule> {
    return scheduleOf({ openingHours }, (await schedulesOf(tx, [{ id }])).get(id))
  }

  private hashOf(code: string): Buffer {
    return hashReceipt(this.config.receiptKey, `appointment ${code}`)
  }

  private typed(code: string): Buffer | null {
    const parsed = parseReceipt(code)
    return parsed ? this.hashOf(parsed) : null
  }
}

const publicCentre = ({ slug, name, address, phone }: CentreOffer): AppointmentOfferView['centre'] => ({ slug, name, address, phone })
const atStarts = (code: string): DomainError => new DomainError(code, { refusals: [{ code, at: 'starts' }] })

function momentOf(now: Date): Moment {
  const paris = DateTime.fromJSDate(now, { zone: 'Europe/Paris' })
  return { day: paris.toFormat('yyyy-MM-dd'), time: paris.toFormat('HH:mm') }
}
