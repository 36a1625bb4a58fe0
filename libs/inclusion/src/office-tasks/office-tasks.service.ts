import { Injectable } from '@nestjs/common'
import { placesOf, type Actor, type Permission } from '@parvis/identity'
import { rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { CLAIM_FROM, CLAIM_OPEN, DUE } from '../claims/claim-columns'
import { communesOf } from '../organisations/organisations.service'
import type { OfficeTasksView, OfficeTaskView } from './office-tasks.dto'

const endOf = (day: string): string => `(${day} + 1)::timestamp at time zone 'Europe/Paris'`
const startOf = (day: string): string => `${day}::timestamp at time zone 'Europe/Paris'`
const inPlaces = (places: string, everywhere: string): string => `(c.owner_kind || ':' || c.owner_code = any(${places}::text[]) or ${everywhere}::boolean)`

/**
 * $1: who asks; what they may not decide, because it is about their own work, does not wait for them. $2 communes where they follow desks, null for all.
 * Places and everywhere: $3, $4 for claims; $5, $6 for appeals; $7, $8 for letters.
 */
const TASKS = `
  with claims as (
      select case when a.claim_id is null then 'claims' else 'appeals' end as kind, ${DUE} as due ${CLAIM_FROM}
      where ${CLAIM_OPEN} and not inclusion.claim_bars(c.id, $1) and case when a.claim_id is null then ${inPlaces('$3', '$4')} else ${inPlaces('$5', '$6')} end),
    waiting as (
      select kind, null::timestamptz as since, ${endOf('due')} as before from claims
      union all
      -- Somebody stands at a desk that takes nobody any more today.
      select 'lifts', null, ${endOf('l.day')} from inclusion.quota_lift l join inclusion.centre c on c.id = l.centre_id
      where l.state = 'asked' and l.day = platform.today() and l.account_id <> $1 and ($2::text[] is null or c.municipality_code = any($2))
      union all
      -- What was explained waits for a decision; so does what nobody explained in time.
      select 'alerts', ${startOf('coalesce(l.explained_on, l.due_on)')}, null from inclusion.pace_alert l join inclusion.centre c on c.id = l.centre_id
      where (l.state = 'EXPLAINED' or l.state = 'TO_EXPLAIN' and l.due_on < platform.today()) and l.account_id <> $1 and ($2::text[] is null or c.municipality_code = any($2))
      union all
      select 'denials', ${startOf('k.checked_on')}, null from inclusion.phone_check k join inclusion.phone_visit v on v.id = k.visit_id join inclusion.centre c on c.id = v.centre_id
      where k.result = 'denied' and k.review is null and ($2::text[] is null or c.municipality_code = any($2))
      union all
      select 'letters', ${startOf('f.asked_on')}, null from inclusion.follow_up f join consultations.consultation c on c.id = f.consultation_id
      where f.way = 'post' and f.state = 'ready' and ${inPlaces('$7', '$8')}
      union all
      select 'organisations', o.requested_at, null from inclusion.organisation o where o.state = 'requested' and ($2::text[] is null or o.municipality_code = any($2))
      union all
      select 'habilitations', h.requested_at, null from inclusion.habilitation h join inclusion.organisation o on o.id = h.organisation_id
      where h.state = 'new' and h.account_id <> $1 and ($2::text[] is null or o.municipality_code = any($2)))
  select kind, count(*)::integer as count, min(since) as since, min(before) as before, coalesce(min(before) < platform.clock(), false) as late from waiting group by kind order by kind`

/** What waits at the office about desks and the people who came to one: counts, and until when. */
@Injectable()
export class OfficeTasks {
  constructor(private readonly dataSource: DataSource) {}

  /** Only what whoever asks may do something about; nothing is listed for somebody who may decide none of it. */
  async of(actor: Actor): Promise<OfficeTasksView> {
    const places = (permission: Permission): [string[], boolean] => {
      const { everywhere, places } = placesOf(actor, permission)
      return [places.map(({ kind, code }) => `${kind}:${code}`), everywhere]
    }
    const found = await rows<Omit<OfficeTaskView, 'since' | 'before'> & { since: Date | null, before: Date | null }>(this.dataSource, TASKS, [actor.accountId, communesOf(actor), ...places('claim.decide'), ...places('claim.decide-appeal'), ...places('follow-up.send')])
    return { items: found.map(({ since, before, ...task }) => ({ ...task, since: since?.toISOString() ?? null, before: before?.toISOString() ?? null })) }
  }
}
