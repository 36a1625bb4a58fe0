import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Clock, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { communesOf } from '../organisations/organisations.service'
import type { StatementsView, StatementView } from './statements.dto'
import { daysOf, isApart, staffedHours } from './statements.rules'

const MOST = 500

interface Place {
  organisationId: string
  openingHours: string
  closures: { from: string, to: string, reason: string }[]
  stops: { day: string, opens: string, closes: string }[]
}

/** What an organisation is paid for: acts and hours of a month, as counts. */
@Injectable()
export class Statements {
  constructor(private readonly dataSource: DataSource, private readonly clock: Clock) {}

  readonly columns = ['organisation', 'centres', 'onBehalf', 'accompanied', 'kiosk', 'acts', 'staffedHours', 'taken', 'inTime', 'booked', 'came', 'apart'] as const

  async of(actor: Actor, month: string): Promise<StatementsView> {
    const params = [communesOf(actor), `${month}-01`]
    const counts = await rows<Omit<StatementView, 'staffedHours' | 'apart'>>(this.dataSource, `
      with place as (select c.id, o.id as organisation_id, o.name from inclusion.organisation o join inclusion.centre c on c.organisation_id = o.id where o.state in ('accepted', 'suspended', 'closed') and ($1::text[] is null or o.municipality_code = any($1))),
      act as (
        select s.centre_id, count(*) filter (where s.mode = 'on_behalf' and s.acts > 0) as on_behalf, count(*) filter (where s.mode = 'accompanied') as accompanied, count(*) filter (where s.mode = 'kiosk') as kiosk, sum(s.acts) as acts
        from inclusion.assisted_session s where s.day >= $2::date and s.day < $2::date + interval '1 month' group by s.centre_id),
      day as (
        select q.centre_id, q.taken, q.in_time, q.booked, q.came from inclusion.queue_day q where q.day >= $2::date and q.day < $2::date + interval '1 month'
        union all
        -- Of days that are not counts yet.
        select t.centre_id, count(t.taken_at)::integer, count(*) filter (where t.taken_at <= t.made_at + interval '20 minutes')::integer, 0, 0 from inclusion.ticket t where t.day >= $2::date and t.day < $2::date + interval '1 month' group by t.centre_id
        union all
        select a.centre_id, 0, 0, count(*) filter (where a.state <> 'cancelled')::integer, count(*) filter (where a.state = 'came')::integer from inclusion.appointment a where a.day >= $2::date and a.day < $2::date + interval '1 month' and a.day <= platform.today() group by a.centre_id),
      queue as (select centre_id, sum(taken) as taken, sum(in_time) as in_time, sum(booked) as booked, sum(came) as came from day group by centre_id)
      select p.organisation_id as "organisationId", p.name as organisation, count(*)::integer as centres, coalesce(sum(a.on_behalf), 0)::integer as "onBehalf", coalesce(sum(a.accompanied), 0)::integer as accompanied, coalesce(sum(a.kiosk), 0)::integer as kiosk,
        coalesce(sum(a.acts), 0)::integer as acts, coalesce(sum(q.taken), 0)::integer as taken, coalesce(sum(q.in_time), 0)::integer as "inTime", coalesce(sum(q.booked), 0)::integer as booked, coalesce(sum(q.came), 0)::integer as came
      from place p left join act a on a.centre_id = p.id left join queue q on q.centre_id = p.id group by p.organisation_id, p.name order by p.name, p.organisation_id limit ${MOST}`, params)
    const places = await rows<Place>(this.dataSource, `
      select c.organisation_id as "organisationId", c.opening_hours as "openingHours",
        coalesce((select jsonb_agg(jsonb_build_object('from', k.from_day, 'to', k.to_day, 'reason', '')) from inclusion.centre_closure k where k.centre_id = c.id and k.to_day >= $2::date), '[]') as closures,
        coalesce((select jsonb_agg(jsonb_build_object('day', s.day, 'opens', to_char(s.opens, 'HH24:MI'), 'closes', to_char(s.closes, 'HH24:MI'))) from inclusion.centre_stop s where s.centre_id = c.id and s.day >= $2::date), '[]') as stops
      from inclusion.centre c join inclusion.organisation o on o.id = c.organisation_id where $1::text[] is null or o.municipality_code = any($1)`, params)
    const today = await this.clock.today()
    const days = daysOf(month).filter((day) => day <= today)
    return {
      month,
      items: counts.map((row) => ({
        ...row,
        staffedHours: places.filter(({ organisationId }) => organisationId === row.organisationId).reduce((sum, place) => sum + staffedHours(place, days), 0),
        apart: isApart(row.onBehalf + row.accompanied + row.kiosk, row.taken),
      })),
    }
  }

  async* file(actor: Actor, month: string): AsyncGenerator<object> {
    for (const row of (await this.of(actor, month)).items) yield row
  }
}
