import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { mayActIn } from '@parvis/identity'
import { Audit, DomainError, maybe, one, rows, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { mayManage } from '../centres/centres-console.service'
import { ownCentre, ownCentres } from '../desk/desk-centres'
import type { AppointmentActDto, AppointmentSettingDto, BookedView, CentreAppointmentsView, DeskAppointmentDto, DeskAppointmentsView, DeskAppointmentView } from './appointments.dto'
import { Appointments } from './appointments.service'

interface Row extends Omit<DeskAppointmentView, 'contact' | 'centre'> {
  contact: Buffer | null
  centreId: string
  centreName: string
}

const COLUMNS = `a.id, a.centre_id as "centreId", c.name as "centreName", a.day::text, to_char(a.starts, 'HH24:MI') as starts, a.state, a.need, a.spoken, a.contact,
  a.closed_since is not null and a.told_on is null and a.state = 'booked' as "toCall"`

/** Appointments as a desk sees them on its day, and how staff set them up. */
@Injectable()
export class AppointmentsDesk {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit, private readonly appointments: Appointments) {}

  async ofDesk(actor: Actor): Promise<DeskAppointmentsView> {
    const centres = await ownCentres(this.dataSource, actor)
    const ids = centres.map(({ id }) => id)
    const found = await rows<Row>(this.dataSource, `
      select ${COLUMNS} from inclusion.appointment a join inclusion.centre c on c.id = a.centre_id
      where a.centre_id = any($1) and a.day >= platform.today() and (a.day = platform.today() or a.state = 'booked') order by a.day, a.starts, a.place limit 500`, [ids])
    const now = await this.appointments.moment(this.dataSource.manager)
    const offers = await Promise.all(centres.map(async ({ id, name }) => ({ centre: { id, name }, days: await this.appointments.free(this.dataSource.manager, await this.appointments.offer(this.dataSource.manager, id), now, false) })))
    const items = found.map((row) => this.view(row))
    return {
      today: now.day, items: items.filter(({ day, state }) => day === now.day && state !== 'cancelled'), coming: items.filter(({ day, toCall }) => day !== now.day && !toCall), toCall: items.filter(({ toCall }) => toCall), offers: offers.filter(({ days }) => days.length > 0),
    }
  }

  /** Errors: 404 `centre.unknown`, 403 `place.other`, and those of `Appointments.insert`. */
  async book(actor: Actor, { centreId, ...wanted }: DeskAppointmentDto): Promise<BookedView> {
    return this.dataSource.transaction(async (tx) => {
      await ownCentre(tx, actor, centreId)
      return this.appointments.insert(tx, await this.appointments.offer(tx, centreId), wanted, 'desk', await this.appointments.moment(tx))
    })
  }

  /** Errors: 404 `appointment.unknown`, 403 `place.other`, 409 `appointment.wrong-state`. */
  async move(actor: Actor, id: string, { act }: AppointmentActDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const found = await maybe<{ slug: string }>(tx, 'select c.slug from inclusion.appointment a join inclusion.centre c on c.id = a.centre_id where a.id = $1', [id])
      if (!found) throw new DomainError('appointment.unknown', { status: 404 })
      if (!mayActIn(actor, 'desk.use', { kind: 'centre', code: found.slug })) throw new DomainError('place.other', { status: 403 })
      const moved = act === 'called'
        ? await touched(tx, `update inclusion.appointment set state = 'cancelled', told_on = platform.today(), contact = null, contact_kind = null where id = $1 and state = 'booked' and closed_since is not null returning id`, [id])
        : await touched(tx, `update inclusion.appointment set state = $2 where id = $1 and state = 'booked' and ($2 = 'cancelled' or day <= platform.today()) returning id`, [id, act])
      if (moved === 0) throw new DomainError('appointment.wrong-state', { status: 409 })
    })
  }

  /** Errors: 404 `centre.unknown`, of another commune too. */
  async setting(actor: Actor, centreId: string): Promise<CentreAppointmentsView> {
    await this.managed(actor, centreId)
    return one<CentreAppointmentsView>(this.dataSource, `
      select (select jsonb_build_object('minutes', s.minutes, 'places', s.places, 'onlineMost', s.online_most, 'daysAhead', s.days_ahead) from inclusion.appointment_setting s where s.centre_id = $1) as setting,
        count(a.id) filter (where a.state = 'booked')::integer as booked, count(a.id) filter (where a.state = 'booked' and a.closed_since is not null and a.told_on is null)::integer as "toCall"
      from (select 1) as here left join inclusion.appointment a on a.centre_id = $1 and a.day >= platform.today()`, [centreId])
  }

  /** Appointments that stand stay as they are. Errors: as `setting`. */
  async set(actor: Actor, centreId: string, { minutes, places, onlineMost, daysAhead }: AppointmentSettingDto): Promise<CentreAppointmentsView> {
    const slug = await this.managed(actor, centreId)
    await this.dataSource.transaction(async (tx) => {
      await tx.query(`
        insert into inclusion.appointment_setting (centre_id, minutes, places, online_most, days_ahead) values ($1, $2, $3, $4, $5)
        on conflict (centre_id) do update set minutes = excluded.minutes, places = excluded.places, online_most = excluded.online_most, days_ahead = excluded.days_ahead`, [centreId, minutes, places, onlineMost, daysAhead])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'centre.appointments-set', subjectKind: 'centre', subjectId: slug })
    })
    return this.setting(actor, centreId)
  }

  /** None are taken any more; those that stand stay. Errors: as `setting`. */
  async stop(actor: Actor, centreId: string): Promise<void> {
    const slug = await this.managed(actor, centreId)
    await this.dataSource.transaction(async (tx) => {
      if (await touched(tx, 'delete from inclusion.appointment_setting where centre_id = $1 returning centre_id', [centreId]) === 0) return
      await this.audit.append(tx, { actorId: actor.accountId, action: 'centre.appointments-stopped', subjectKind: 'centre', subjectId: slug })
    })
  }

  private async managed(actor: Actor, centreId: string): Promise<string> {
    const centre = await maybe<{ slug: string, municipalityCode: string }>(this.dataSource, 'select slug, municipality_code as "municipalityCode" from inclusion.centre where id = $1', [centreId])
    if (!centre || !mayManage(actor, centre.municipalityCode)) throw new DomainError('centre.unknown', { status: 404 })
    return centre.slug
  }

  private view({ centreId, centreName, contact, ...row }: Row): DeskAppointmentView {
    return { ...row, centre: { id: centreId, name: centreName }, contact: this.appointments.openContact(contact, row.id) }
  }
}
