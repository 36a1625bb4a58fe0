import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { one, Periodic } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { kindsConcerning, NEWS_KINDS } from './news.rules'

const SECONDS = 5
/** A transaction that began before the last look and ended after it is seen by the next ones. */
const OVERLAP = `interval '10 minutes'`
const AT_ONCE = 2_000

/** The events of the outbox that are news and were not told yet, the oldest first. `$1` kinds. */
const UNTOLD = `
  select o.id, o.kind, o.created_at, p.id as phase_id, p.closes_at, r.id as proposal_id, v.id as vote_id, c.id as consultation_id, c.theme, c.scope_codes
  from platform.outbox o
  left join consultations.proposal r on r.id = (o.payload ->> 'proposalId')::uuid
  left join consultations.vote v on v.id = (o.payload ->> 'voteId')::uuid
  left join consultations.phase p on p.id = coalesce((o.payload ->> 'phaseId')::uuid, v.phase_id)
  join consultations.consultation c on c.id = coalesce((o.payload ->> 'consultationId')::uuid, r.consultation_id, p.consultation_id)
  where o.kind = any($1) and o.created_at > (select until - ${OVERLAP} from consultations.news_cursor)
    and not exists (select from consultations.news n where n.event_id = o.id)
  order by o.created_at, o.id limit ${AT_ONCE}`

const COLLECT = `
  with untold as (${UNTOLD}),
  told as (
    insert into consultations.news (event_id, kind, consultation_id, phase_id, proposal_id, closes_at, at)
    select id, kind, consultation_id, phase_id, proposal_id, closes_at, created_at from untold order by created_at, id
    on conflict (event_id) do nothing returning id, event_id),
  concerned as (
    select t.id, s.kind, s.target from told t join untold u on u.id = t.event_id cross join lateral (
      select 'consultation' as kind, u.consultation_id::text as target where u.kind = any($2)
      union select 'theme', u.theme where u.kind = any($3)
      union select 'municipality', code from unnest(u.scope_codes) code where u.kind = any($4)
      union select 'proposal', u.proposal_id::text where u.kind = any($5) and u.proposal_id is not null
      union select 'proposal', v.proposal_id::text from consultations.vote_option v where v.vote_id = u.vote_id and v.proposal_id is not null and u.kind = any($5)) s),
  written as (insert into consultations.news_subject (news_id, kind, target) select id, kind, target from concerned)
  select count(*)::integer as count from told`

/**
 * Makes news of what happened. The events are rows of the outbox, written with what they tell of; they are collected by
 * pieces, by one process at a time, and an event that was told is a row that cannot be there twice.
 */
@Injectable()
export class NewsCollector implements OnModuleInit {
  constructor(private readonly dataSource: DataSource, private readonly periodic: Periodic) {}

  onModuleInit(): void {
    this.periodic.every('news.collect', SECONDS, () => this.collect())
  }

  async collect(): Promise<void> {
    const params = [NEWS_KINDS, ...(['consultation', 'theme', 'municipality', 'proposal'] as const).map(kindsConcerning)]
    for (let piece = AT_ONCE; piece >= AT_ONCE;) {
      piece = await this.dataSource.transaction(async (tx) => {
        // Identifiers grow as they are committed: whoever was told up to one misses none before it.
        await tx.query(`select pg_advisory_xact_lock(hashtextextended('news.collect', 0))`)
        const { count } = await one<{ count: number }>(tx, COLLECT, params)
        if (count < AT_ONCE) await tx.query('update consultations.news_cursor set until = greatest(until, platform.clock())')
        return count
      })
    }
  }
}
