import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { placesOf } from '@parvis/identity'
import { one } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { quotaState } from '../quotas/quotas.rules'
import type { DeskDayView } from './desk.dto'

/** What is on a mediator's desk today, in one statement: the page of the day asks for it every time. */
@Injectable()
export class DeskDay {
  constructor(private readonly dataSource: DataSource) {}

  async of(actor: Actor): Promise<DeskDayView> {
    const { used, extra, mediatorQuota, warningAt, ...day } = await one<Omit<DeskDayView, 'quota'> & { used: number, extra: number, mediatorQuota: number, warningAt: number }>(this.dataSource, `
      with own as (select id from inclusion.centre where active and slug = any($2))
      select
        (select coalesce(sum(acts), 0)::integer from inclusion.assisted_session where mediator_id = $1 and day = platform.today() and mode <> 'kiosk') as acts,
        (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'consultation', s.title, 'minutes', s.minutes) order by s.expires_at desc), '[]') from (
          select a.id, c.title, floor(extract(epoch from a.expires_at - platform.clock()) / 60)::integer as minutes, a.expires_at from inclusion.assisted_session a join consultations.consultation c on c.id = a.consultation_id
          where a.mediator_id = $1 and a.mode = 'on_behalf' and a.expires_at > platform.clock() order by a.expires_at desc limit 20) s) as sessions,
        (select count(*)::integer from inclusion.ticket t where t.centre_id in (select id from own) and t.day = platform.today() and t.state = 'waiting') as waiting,
        (select floor(extract(epoch from platform.clock() - min(t.made_at)) / 60)::integer from inclusion.ticket t where t.centre_id in (select id from own) and t.day = platform.today() and t.state = 'waiting') as "longestWait",
        (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'starts', to_char(a.starts, 'HH24:MI'), 'need', a.need) order by a.starts), '[]') from (
          select * from inclusion.appointment b where b.centre_id in (select id from own) and b.day = platform.today() and b.state = 'booked' order by b.starts limit 50) a) as appointments,
        (select count(*)::integer from inclusion.appointment a where a.centre_id in (select id from own) and a.day >= platform.today() and a.state = 'booked' and a.closed_since is not null and a.told_on is null) as "toCall",
        (select coalesce(jsonb_agg(jsonb_build_object('centre', p.name, 'forms', p.forms, 'low', p.forms < p.paper_low) order by p.name), '[]') from (
          select t.name, t.paper_low, (select count(*)::integer from inclusion.paper_sheet s join inclusion.paper_order o on o.id = s.order_id join inclusion.paper_kit k on k.id = s.kit_id
            where s.centre_id = t.id and s.state = 'printed' and o.state = 'delivered' and k.state = 'current') as forms
          from inclusion.centre t where t.id in (select id from own)) p) as paper,
        (select count(*)::integer from inclusion.pace_alert l where l.account_id = $1 and l.state = 'TO_EXPLAIN') as alerts,
        (select coalesce(sum(visits), 0)::integer from inclusion.desk_pace where account_id = $1 and day = platform.today()) as used,
        (select coalesce(sum(l.extra), 0)::integer from inclusion.quota_lift l where l.account_id = $1 and l.day = platform.today()) as extra,
        p.mediator_quota as "mediatorQuota", p.warning_at as "warningAt"
      from inclusion.pace_setting p order by p.version desc limit 1`, [actor.accountId, placesOf(actor, 'desk.use').places.map(({ code }) => code)])
    return { ...day, quota: quotaState(used, extra, { mediatorQuota, warningAt }) }
  }
}
