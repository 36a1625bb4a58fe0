import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, Clock, DomainError, Erasures, maybe, offsetOf, one, Outbox, Periodic, rows, touched } from '@parvis/platform'
import { DateTime } from 'luxon'
import { DataSource } from 'typeorm'
import { schedulesOf, scheduleOf } from '../centres/centre-columns'
import { communesOf } from '../organisations/organisations.service'
import { current, violates } from '../quotas/quotas.service'
import type { AlertRowView, AlertsQuery, AlertsView, DecideAlertDto, OwnAlertsView, OwnAlertView } from './alerts.dto'
import { isFarFromHours, mayDecide, mayExplain, workingDaysAfter } from './alerts.rules'

/** Told to whom it is about: a question, and until when. Payload: `{ alertId }`. */
export const alertEvents = { asked: 'alert.asked' } as const

const MOST_ROWS = 5000

type Row = Omit<AlertRowView, 'mayDecide'> & { own: boolean }

const COLUMNS = `l.id, l.kind, l.state, c.name as centre, l.day::text, l.due_on::text as "dueOn", l.state = 'TO_EXPLAIN' and l.due_on < platform.today() as late, l.facts, l.explanation, l.words,
  coalesce(nullif(a.display_name, ''), a.email) as person`
const FROM = 'from inclusion.pace_alert l join inclusion.centre c on c.id = l.centre_id join identity.account a on a.id = l.account_id'

/**
 * Alerts ask and never accuse: a number that is out of the ordinary, a question to who worked there, and somebody else who decides.
 * They know counts by mediator, centre and day, seconds, and how long names followed the alphabet; never who took part, nor what was answered.
 */
@Injectable()
export class Alerts implements OnModuleInit {
  constructor(private readonly dataSource: DataSource, private readonly clock: Clock, private readonly audit: Audit, private readonly outbox: Outbox, private readonly periodic: Periodic, private readonly erasures: Erasures) {}

  onModuleInit(): void {
    this.periodic.every('alerts', 60, async () => {
      await this.seeHours()
      await this.ask()
    })
    // Counts of the day before are asked about a last time without them.
    this.erasures.register('typed-names', 3600, (tx) => touched(tx, 'update inclusion.desk_pace set last_surname = null, marks = null where day < platform.today() and last_surname is not null returning account_id'))
    this.erasures.register('desk-pace', 3600, (tx) => touched(tx, 'delete from inclusion.desk_pace where day < platform.today() - 1 returning account_id'))
    this.erasures.register('alerts', 3600, async (tx) => await touched(tx, `delete from inclusion.pace_alert where day < platform.today() - interval '1 year' returning id`)
      + await touched(tx, `delete from inclusion.quota_lift where day < platform.today() - interval '1 year' returning id`))
  }

  /** Errors: none; somebody without any has an empty list. */
  async own({ accountId }: Actor): Promise<OwnAlertsView> {
    const found = await rows<Row>(this.dataSource, `select ${COLUMNS} ${FROM} where l.account_id = $1 order by l.state = 'TO_EXPLAIN' desc, l.day desc, l.id limit 100`, [accountId])
    return { items: found.map(({ person: _, ...row }): OwnAlertView => ({ ...row, mayExplain: mayExplain(row.state) })) }
  }

  /** Errors: 404 `alert.unknown`, of somebody else too; 409 `alert.decided`. */
  async explain({ accountId }: Actor, id: string, explanation: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const alert = await maybe<{ slug: string }>(tx, 'select c.slug from inclusion.pace_alert l join inclusion.centre c on c.id = l.centre_id where l.id = $1 and l.account_id = $2', [id, accountId])
      if (!alert) throw new DomainError('alert.unknown', { status: 404 })
      const explained = await touched(tx, `update inclusion.pace_alert set state = 'EXPLAINED', explanation = $2, explained_on = platform.today() where id = $1 and state in ('TO_EXPLAIN', 'EXPLAINED') returning id`, [id, explanation])
      if (explained === 0) throw new DomainError('alert.decided', { status: 409 })
      await this.audit.append(tx, { actorId: accountId, action: 'alert.explained', subjectKind: 'centre', subjectId: alert.slug })
    })
  }

  /** What waits the longest stands first. */
  async list(actor: Actor, query: AlertsQuery): Promise<AlertsView> {
    const where = 'where ($1::text[] is null or c.municipality_code = any($1)) and ($2::text is null or l.state = $2) and ($3::text is null or l.kind = $3) and ($4::text is null or c.slug = $4)'
    const params = [communesOf(actor), query.state ?? null, query.kind ?? null, query.centre ?? null]
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total ${FROM} ${where}`, params)
    const found = await rows<Row>(this.dataSource, `
      select ${COLUMNS}, l.account_id = $5 as own ${FROM} ${where} order by l.state in ('TO_EXPLAIN', 'EXPLAINED') desc, l.due_on, l.day desc, l.id limit $6 offset $7`, [...params, actor.accountId, query.perPage, offsetOf(query)])
    return { items: found.map(({ own, ...row }) => ({ ...row, mayDecide: !own && mayDecide(row.state) })), total, page: query.page, perPage: query.perPage }
  }

  readonly columns = ['person', 'centre', 'day', 'kind', 'state', 'dueOn', 'visits', 'fastest', 'median', 'outside', 'inOrder', 'sameDate', 'explanation', 'words'] as const

  async* file(actor: Actor): AsyncGenerator<object> {
    const found = await rows<Row>(this.dataSource, `select ${COLUMNS} ${FROM} where $1::text[] is null or c.municipality_code = any($1) order by l.day desc, l.id limit ${MOST_ROWS}`, [communesOf(actor)])
    for (const { facts, ...row } of found) yield { ...row, ...facts }
  }

  /** Errors: 404 `alert.unknown`, of another commune too; 403 `alert.own`; 409 `alert.decided`; 422 `alert.words-missing`. */
  async decide(actor: Actor, id: string, { decision, words = '' }: DecideAlertDto): Promise<void> {
    if (decision === 'CONFIRMED' && words === '') throw new DomainError('alert.words-missing', { refusals: [{ code: 'alert.words-missing', at: 'words' }] })
    await this.dataSource.transaction(async (tx) => {
      const alert = await maybe<{ slug: string }>(tx, 'select c.slug from inclusion.pace_alert l join inclusion.centre c on c.id = l.centre_id where l.id = $1 and ($2::text[] is null or c.municipality_code = any($2))', [id, communesOf(actor)])
      if (!alert) throw new DomainError('alert.unknown', { status: 404 })
      const decided = await touched(tx, `
        update inclusion.pace_alert set state = $2, words = $3, decided_by = $4, decided_on = platform.today() where id = $1 and state in ('TO_EXPLAIN', 'EXPLAINED') returning id`, [id, decision, words, actor.accountId]).catch((error: unknown) => {
        throw violates(error, 'pace_alert_two_people') ? new DomainError('alert.own', { status: 403 }) : error
      })
      if (decided === 0) throw new DomainError('alert.decided', { status: 409 })
      await this.audit.append(tx, { actorId: actor.accountId, action: 'alert.decided', subjectKind: 'centre', subjectId: alert.slug, detail: { reason: words } })
    })
  }

  /** Counts the visits that came while a centre was closed, without keeping when: what was added since the last look, at the hour of this look. */
  async seeHours(): Promise<void> {
    const { outsideMinutes } = await current(this.dataSource.manager)
    const now = DateTime.fromJSDate(await this.clock.now(), { zone: 'Europe/Paris' })
    const added = await rows<{ centreId: string, openingHours: string }>(this.dataSource, `
      select distinct p.centre_id as "centreId", c.opening_hours as "openingHours" from inclusion.desk_pace p join inclusion.centre c on c.id = p.centre_id where p.day = platform.today() and p.visits > p.seen`)
    if (added.length === 0) return
    const schedules = await schedulesOf(this.dataSource, added.map(({ centreId }) => ({ id: centreId })))
    const far = added.filter(({ centreId, openingHours }) => isFarFromHours(scheduleOf({ openingHours }, schedules.get(centreId)), { day: now.toFormat('yyyy-MM-dd'), time: now.toFormat('HH:mm') }, outsideMinutes))
    await this.dataSource.query(`
      update inclusion.desk_pace set outside = outside + case when centre_id = any($2) then visits - seen else 0 end, seen = visits where day = platform.today() and visits > seen and centre_id = any($1)`,
    [added.map(({ centreId }) => centreId), far.map(({ centreId }) => centreId)])
  }

  /** Asks once about a mediator, a centre and a day; what grows since is said as long as nobody answered. */
  private async ask(): Promise<void> {
    const setting = await current(this.dataSource.manager)
    await this.dataSource.transaction(async (tx) => {
      const due = workingDaysAfter(await this.clock.today(tx), setting.answerDays)
      const asked = await rows<{ id: string, made: boolean, slug: string }>(tx, `
        with wanted as (
          select p.account_id, p.centre_id, p.day, k.kind, case k.kind
            when 'order' then jsonb_build_object('visits', p.typed, 'fastest', null, 'median', null, 'outside', 0, 'inOrder', p.longest_order, 'sameDate', p.same_date, 'version', $3::integer)
            else jsonb_build_object('visits', p.visits, 'fastest', p.fastest, 'outside', p.outside, 'version', $3::integer,
              'median', (select round(percentile_cont(0.5) within group (order by r))::integer from unnest(p.recent) r)) end as facts
          from inclusion.desk_pace p cross join (values ('pace'), ('outside-hours'), ('order')) k(kind)
          where case k.kind when 'pace' then p.fast_series or p.fastest < $1 when 'order' then p.longest_order >= $4 or p.same_date >= $5 else p.outside > 0 end),
        kept as (
          insert into inclusion.pace_alert as l (account_id, centre_id, day, kind, facts, due_on) select account_id, centre_id, day, kind, facts, $2 from wanted
          on conflict (account_id, centre_id, day, kind) do update set facts = excluded.facts where l.state = 'TO_EXPLAIN' and l.facts is distinct from excluded.facts returning l.id, l.centre_id, xmax = 0 as made)
        select k.id, k.made, c.slug from kept k join inclusion.centre c on c.id = k.centre_id`, [setting.leastSeconds, due, setting.version, setting.orderOf, setting.sameDateOf])
      for (const { id, slug } of asked.filter(({ made }) => made)) {
        await this.outbox.announce(tx, alertEvents.asked, { alertId: id })
        await this.audit.append(tx, { actorId: null, action: 'alert.asked', subjectKind: 'centre', subjectId: slug })
      }
    })
  }
}
