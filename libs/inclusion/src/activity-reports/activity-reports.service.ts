import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, Clock, Erasures, rows, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { ownCentre, ownCentres } from '../desk/desk-centres'
import type { CloseDayDto, ClosedView, DayActivitiesView } from './activity-reports.dto'
import { activityIdentifier } from './activity-identifier'
import { activitiesOf, COOP_COLUMNS, lineOf, nearestDuration } from './coop.rules'
import type { ClosedDay, CoopActivity } from './coop.rules'

/** Records of more than a year of full days. */
const MOST_DAYS = 400

interface Counts {
  centreId: string
  onBehalf: number
  accompanied: number
  kiosk: number
  mean: number | null
  tickets: number
  gone: number
  closed: Omit<ClosedView, 'records'> | null
}

/** Visits of a mediator on a day at a centre, by door. An entry is what makes a visit of somebody's; at a kiosk nobody knows, and a session is one. */
const VISITS = `
  count(*) filter (where s.mode = 'on_behalf' and s.acts > 0)::integer as "onBehalf", count(*) filter (where s.mode = 'accompanied')::integer as accompanied, count(*) filter (where s.mode = 'kiosk')::integer as kiosk`

/** The day of a mediator as counts, closed by them and given to the Coop de la médiation numérique as a file. No names, no hours. */
@Injectable()
export class ActivityReports implements OnModuleInit {
  constructor(private readonly dataSource: DataSource, private readonly clock: Clock, private readonly audit: Audit, private readonly erasures: Erasures) {}

  onModuleInit(): void {
    this.erasures.register('activity-reports', 3600, (tx) => touched(tx, `delete from inclusion.activity_report where day < platform.today() - interval '13 months' returning id`))
  }

  async today(actor: Actor): Promise<DayActivitiesView> {
    const centres = await ownCentres(this.dataSource, actor)
    const found = await rows<Counts>(this.dataSource, `
      select t.id as "centreId", v.*, q.*,
        (select jsonb_build_object('onBehalf', r.on_behalf, 'accompanied', r.accompanied, 'kiosk', r.kiosk, 'workshop', r.workshop, 'title', r.title, 'minutes', r.minutes, 'workshopMinutes', r.workshop_minutes)
          from inclusion.activity_report r where r.account_id = $2 and r.centre_id = t.id and r.day = platform.today()) as closed
      from unnest($1::uuid[]) t(id)
      cross join lateral (select ${VISITS} from inclusion.assisted_session s where s.mediator_id = $2 and s.day = platform.today() and s.centre_id = t.id) v
      cross join lateral (
        select (avg(extract(epoch from k.ended_at - k.taken_at) / 60) filter (where k.state = 'served'))::float8 as mean, count(*)::integer as tickets, count(*) filter (where k.state = 'left')::integer as gone
        from inclusion.ticket k where k.centre_id = t.id and k.day = platform.today()) q`, [centres.map(({ id }) => id), actor.accountId])
    const of = new Map(found.map((row) => [row.centreId, row]))
    return {
      day: await this.clock.today(),
      items: centres.flatMap(({ id, name }) => {
        const counts = of.get(id)
        if (!counts) return []
        const { onBehalf, accompanied, kiosk, mean, tickets, gone, closed } = counts
        return [{ centre: { id, name }, onBehalf, accompanied, kiosk, minutes: nearestDuration(mean), tickets, gone, closed: closed && { ...closed, records: closed.onBehalf + closed.accompanied + (closed.workshop ? Math.min(1, closed.kiosk) : closed.kiosk) } }]
      }),
    }
  }

  /** Counts the day as it stands; closed again, it is counted again and stays the same day. Errors: 404 `centre.unknown`, 403 `place.other`. */
  async close(actor: Actor, { centreId, minutes, workshop, title = '', workshopMinutes = 90 }: CloseDayDto): Promise<DayActivitiesView> {
    await this.dataSource.transaction(async (tx) => {
      const centre = await ownCentre(tx, actor, centreId)
      await tx.query(`
        insert into inclusion.activity_report (account_id, centre_id, on_behalf, accompanied, kiosk, workshop, title, minutes, workshop_minutes)
        select $1, $2, v."onBehalf", v.accompanied, v.kiosk, $3, $4, $5, $6 from (select ${VISITS} from inclusion.assisted_session s where s.mediator_id = $1 and s.centre_id = $2 and s.day = platform.today()) v
        on conflict (account_id, centre_id, day) do update set on_behalf = excluded.on_behalf, accompanied = excluded.accompanied, kiosk = excluded.kiosk, workshop = excluded.workshop, title = excluded.title,
          minutes = excluded.minutes, workshop_minutes = excluded.workshop_minutes, closed_on = platform.today()`, [actor.accountId, centreId, workshop, workshop ? title : '', minutes, workshopMinutes])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'activity.closed', subjectKind: 'centre', subjectId: centre.slug })
    })
    return this.today(actor)
  }

  readonly columns = COOP_COLUMNS

  /** Everything of one's own that is kept, or one day of it. */
  async records({ accountId }: Actor, day?: string): Promise<CoopActivity[]> {
    const found = await rows<ClosedDay>(this.dataSource, `
      select r.id, r.day::text, r.closed_on::text as "closedOn", r.on_behalf as "onBehalf", r.accompanied, r.kiosk, r.workshop, r.title, r.minutes, r.workshop_minutes as "workshopMinutes",
        jsonb_build_object('name', c.name, 'postalCode', c.postal_code, 'municipality', m.name, 'municipalityCode', c.municipality_code) as centre
      from inclusion.activity_report r join inclusion.centre c on c.id = r.centre_id join identity.municipality m on m.code = c.municipality_code
      where r.account_id = $1 and ($2::date is null or r.day = $2) order by r.day, r.id limit ${MOST_DAYS}`, [accountId, day ?? null])
    return found.flatMap((closed) => activitiesOf(closed, activityIdentifier))
  }

  async* lines(actor: Actor, day?: string): AsyncGenerator<object> {
    for (const record of await this.records(actor, day)) yield lineOf(record)
  }
}
