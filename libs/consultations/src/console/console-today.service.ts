import { Injectable } from '@nestjs/common'
import { placesOf, type Actor } from '@parvis/identity'
import { Clock, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { CharterVersions, measuredCommitments } from '../charter/charter-versions.service'
import { lastDayToAnnounce, lastDayToPublish } from '../charter/compliance.rules'
import { PARTICIPATION_KINDS } from '../consultations/phases.rules'
import { DEFAULT_SETTINGS } from '../moderation/moderation.rules'
import { ConsoleList, prepares } from './console-list.service'
import type { EventView, TaskView, TodayView } from './console.dto'
import { MOMENTS, PLACE } from './moments'
import { urgent } from './urgency.rules'

/** A phase may open a few seconds after its time; before that nobody says it is held. */
const GRACE = "interval '30 s'"
const MOST_TASKS = 100
/** What stands between the last close and the results. */
const RESULTS: readonly TaskView['kind'][] = ['seal', 'publish', 'questionnaire', 'questionnaire-contested']
const MOST_EVENTS = 50

/** $1: places somebody prepares in. $2: sees what is public everywhere. $3: kinds of phase in which citizens take part. $4: one consultation alone. */
const TASKS = `
  with mine as (
      select c.id, c.title, c.state, c.owner_kind, c.owner_code, c.suspended_at, c.charter_version_id, ${PLACE} = any($1) as prepares
      from consultations.consultation c where c.state <> 'archived' and ($4::uuid is null or c.id = $4) and (${PLACE} = any($1) or ($2 and c.state <> 'draft'))),
    votes as (
      select v.id, v.consultation_id, v.state, v.question, v.sealed_at, p.title as phase, p.opens_at,
        greatest(v.closes_at, v.admitted_until) + make_interval(hours => 24 * v.claim_days) as sealable,
        case when v.state in ('open', 'counting') then roll.contested_count(v.id) else 0 end as contested,
        (select count(*) from consultations.vote_option o where o.vote_id = v.id) as options
      from consultations.vote v join consultations.phase p on p.id = v.phase_id join mine m on m.id = v.consultation_id and m.prepares and m.state <> 'draft'),
    tasks as (
      select 'announce' as kind, id as consultation, null::uuid as vote, null::text as phase, null::integer as count, null::timestamptz as since, null::timestamptz as before, null::uuid as meeting from mine where state = 'draft' and prepares
      union all
      select 'suspended', id, null, null, null, suspended_at, null, null from mine where suspended_at is not null
      union all
      select 'held', m.id, null, p.title, null, p.opens_at, null, null from mine m join consultations.phase p on p.consultation_id = m.id
      where p.state = 'scheduled' and m.state in ('announced', 'running') and m.suspended_at is null and p.opens_at < platform.clock() - ${GRACE}
      union all
      select 'vote', consultation_id, id, phase, null, null, opens_at, null from votes where state = 'draft' and (question = '' or options < 2) and opens_at < platform.clock() + interval '14 days'
      union all
      select 'contested', consultation_id, id, phase, contested, null, sealable, null from votes where contested > 0
      union all
      select 'seal', consultation_id, id, phase, null, sealable, null, null from votes where state = 'counting' and contested = 0 and sealable <= platform.clock()
      union all
      select 'publish', consultation_id, id, phase, null, sealed_at, null, null from votes where state = 'tallied'
      union all
      -- Questions asked aloud: those promised for this week, and those that are late.
      select 'question', m.id, null, g.title, count(*)::integer, null, (min(q.due_on) + 1)::timestamp at time zone 'Europe/Paris', g.id
      from mine m join consultations.meeting g on g.consultation_id = m.id join consultations.meeting_question q on q.meeting_id = g.id
      where m.prepares and q.answered_at is null and q.due_on < platform.today() + 7 group by m.id, g.id, g.title
      union all
      select 'questionnaire-contested', m.id, null, p.title, e.contested, null, null, null from mine m join consultations.phase p on p.consultation_id = m.id and p.kind = 'questionnaire' and p.state <> 'scheduled'
      cross join lateral (select count(*)::integer as contested from consultations.questionnaire_entry e where e.consultation_id = m.id and e.status = 'contested') e where m.prepares and e.contested > 0
      union all
      select 'questionnaire', m.id, null, p.title, null, p.closed_at, null, null from mine m join consultations.phase p on p.consultation_id = m.id and p.kind = 'questionnaire' and p.state = 'closed'
      where m.prepares and not exists (select from consultations.questionnaire_publication u where u.consultation_id = m.id)
        and not exists (select from consultations.questionnaire_publication_request u where u.consultation_id = m.id)
        and not exists (select from consultations.questionnaire_entry e where e.consultation_id = m.id and e.status = 'contested')
      union all
      select 'appeal', m.id, null, null, count(*)::integer, null, min(a.due_at), null
      from mine m join consultations.moderation_case k on k.consultation_id = m.id join consultations.appeal a on a.decision_id = k.hidden_by_decision
      where m.prepares and a.outcome is null group by m.id
      union all
      -- Days to look at what was reported are those to decide an appeal: the place's, or the usual ones.
      select 'reports', m.id, null, null, count(*)::integer, min(k.waiting_since), min(k.waiting_since) + make_interval(days => coalesce(max(s.decision_days), ${DEFAULT_SETTINGS.decisionDays})), null
      from mine m join consultations.moderation_case k on k.consultation_id = m.id
      left join consultations.moderation_settings s on s.owner_kind = m.owner_kind and s.owner_code = m.owner_code
      where m.prepares and k.state = 'waiting' group by m.id)
  select t.kind, t.consultation as "consultationId", m.title, t.vote as "voteId", t.meeting as "meetingId", t.phase, t.count, t.since, t.before,
    m.owner_kind as "ownerKind", m.owner_code as "ownerCode", m.charter_version_id as "charterVersionId",
    (select min(p.opens_at) from consultations.phase p where p.consultation_id = m.id and p.kind = any($3)) as opens,
    (select max(p.closes_at) from consultations.phase p where p.consultation_id = m.id and p.kind = any($3)) as closes
  from tasks t join mine m on m.id = t.consultation order by t.kind, m.title limit 1000`

interface TaskRow extends Omit<TaskView, 'since' | 'before' | 'late'> {
  since: Date | null
  before: Date | null
  ownerKind: 'metropolis' | 'municipality'
  ownerCode: string
  charterVersionId: string | null
  opens: Date | null
  closes: Date | null
}

/** What waits for somebody of the console, and until when. */
@Injectable()
export class ConsoleToday {
  constructor(
    private readonly dataSource: DataSource,
    private readonly versions: CharterVersions,
    private readonly list: ConsoleList,
    private readonly clock: Clock,
  ) {}

  async read(actor: Actor, consultation: string | null = null): Promise<TodayView> {
    const tx = this.dataSource.manager
    const scope = [prepares(actor), placesOf(actor, 'consultation.suspend').everywhere]
    const found = await rows<TaskRow>(tx, TASKS, [...scope, PARTICIPATION_KINDS, consultation])
    const now = (await this.clock.now(tx)).toISOString()
    const tasks: TaskView[] = []
    for (const row of found) tasks.push(await this.task(row, now))
    const events = await rows<Omit<EventView, 'at'> & { at: Date }>(tx, `
      select m.kind, m.at, c.id as "consultationId", c.title, m.phase, m.vote_id as "voteId"
      from (${MOMENTS}) m join consultations.consultation c on c.id = m.consultation_id
      where c.state in ('announced', 'running', 'finished') and c.suspended_at is null and (${PLACE} = any($1) or $2) and ($3::uuid is null or c.id = $3)
        and m.at between platform.clock() and platform.clock() + interval '14 days' order by m.at, c.title limit ${MOST_EVENTS}`, [...scope, consultation])
    return {
      tasks: urgent(tasks).slice(0, MOST_TASKS), total: tasks.length,
      events: events.map(({ at, ...event }) => ({ ...event, at: at.toISOString() })),
      counts: await this.list.counts(actor, { mine: !scope[1] }),
    }
  }

  private async task({ ownerKind, ownerCode, charterVersionId, opens, closes, since, before, ...row }: TaskRow, now: string): Promise<TaskView> {
    const until = before?.toISOString() ?? await this.charterDay(row.kind, { kind: ownerKind, code: ownerCode }, charterVersionId, opens, closes)
    return { ...row, since: since?.toISOString() ?? null, before: until, late: until !== null && until < now }
  }

  /** The end of the last day that the charter leaves for an act; null where it sets none. */
  private async charterDay(kind: TaskView['kind'], owner: { kind: 'metropolis' | 'municipality', code: string }, versionId: string | null, opens: Date | null, closes: Date | null): Promise<string | null> {
    const tx = this.dataSource.manager
    if (kind === 'announce' && opens) return lastDayToAnnounce(owner.kind, measuredCommitments(await this.versions.inForce(tx, owner)), opens.getTime())
    if (RESULTS.includes(kind) && closes && versionId) return lastDayToPublish(owner.kind, measuredCommitments(await this.versions.byId(tx, versionId)), closes.getTime())
    return null
  }
}
