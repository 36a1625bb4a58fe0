import { Injectable } from '@nestjs/common'
import { mayActIn, METROPOLIS } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, Config, DomainError, GONE_SECONDS, JOB_STATE, MAX_ATTEMPTS, maybe, offsetOf, one, Outbox, rows } from '@parvis/platform'
import type { JobState } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import type { FailedKindView, GiveUpDto, JobPage, JobsQuery, JobSummaryView, JobView, WorkerView } from './jobs.dto'

/** At most so many are tried again by one act. */
const RETRIED_AT_ONCE = 1_000

interface JobRow {
  id: string
  kind: string
  state: JobState
  createdAt: Date
  attempts: number
  attemptsAllowed: number
  availableAt: Date
  startedAt: Date | null
  runner: string | null
  done: number | null
  total: number | null
  progressAt: Date | null
  cause: string | null
  lastError: string | null
  endedAt: Date | null
  reason: string | null
  consultationId: string | null
  slug: string | null
  title: string | null
}

const SELECT = `
  select o.id, o.kind, ${JOB_STATE} as state, o.created_at as "createdAt", o.attempts, o.attempts_allowed as "attemptsAllowed", o.available_at as "availableAt",
    o.started_at as "startedAt", o.runner, o.progress_done as done, o.progress_total as total, o.progress_at as "progressAt", o.cause, o.last_error as "lastError",
    coalesce(o.done_at, o.given_up_at, o.failed_at) as "endedAt", o.given_up_reason as reason, c.id as "consultationId", c.slug, c.title
  from platform.outbox o
  left join consultations.vote v on v.id = (o.payload->>'voteId')::uuid
  left join consultations.export e on e.id = (o.payload->>'exportId')::uuid
  left join consultations.consultation c on c.id = coalesce((o.payload->>'consultationId')::uuid, v.consultation_id, e.consultation_id)`

const OPEN = 'o.done_at is null and o.given_up_at is null'
const lists = {
  running: { where: `${OPEN} and o.failed_at is null and o.locked_until > clock_timestamp()`, order: 'o.started_at' },
  waiting: { where: `${OPEN} and o.failed_at is null and coalesce(o.locked_until, '-infinity') <= clock_timestamp()`, order: 'o.available_at' },
  failed: { where: `${OPEN} and o.failed_at is not null`, order: 'o.failed_at desc' },
  over: { where: 'coalesce(o.done_at, o.given_up_at) is not null', order: 'coalesce(o.done_at, o.given_up_at) desc' },
  all: { where: OPEN, order: 'o.created_at desc' },
} as const

/** What the platform does by itself, for those who watch over it: staff of the metropolis and administrators. */
@Injectable()
export class Jobs {
  constructor(private readonly dataSource: DataSource, private readonly config: Config, private readonly outbox: Outbox, private readonly audit: Audit) {}

  /** Errors: 403 `place.other`. */
  async list(actor: Actor, query: JobsQuery): Promise<JobPage> {
    mayWatch(actor)
    const { where, order } = lists[query.list ?? 'all']
    const kinds = this.outbox.kinds()
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total from platform.outbox o where ${where} and o.kind = any($1)`, [kinds])
    const found = await rows<JobRow>(this.dataSource, `${SELECT} where ${where} and o.kind = any($1) order by ${order}, o.id limit $2 offset $3`, [kinds, query.perPage, offsetOf(query)])
    return { items: found.map(viewOf), total, page: query.page, perPage: query.perPage }
  }

  /** Errors: 403 `place.other`, 404 `job.missing`. */
  async read(actor: Actor, id: string): Promise<JobView> {
    mayWatch(actor)
    return viewOf(await this.find(id))
  }

  /** Errors: 403 `place.other`. */
  async summary(actor: Actor): Promise<JobSummaryView> {
    mayWatch(actor)
    const kinds = this.outbox.kinds()
    const count = (list: keyof typeof lists) => `count(*) filter (where ${lists[list].where})::integer`
    const counts = await one<{ running: number, waiting: number, failed: number, waitingSince: Date | null, now: Date }>(this.dataSource, `
      select ${count('running')} as running, ${count('waiting')} as waiting, ${count('failed')} as failed,
        min(o.available_at) filter (where ${lists.waiting.where} and o.available_at <= clock_timestamp()) as "waitingSince", clock_timestamp() as now
      from platform.outbox o where ${OPEN} and o.kind = any($1)`, [kinds])
    const failedKinds = await rows<FailedKindView>(this.dataSource, `
      select o.kind, count(*)::integer as count from platform.outbox o where ${lists.failed.where} and o.kind = any($1) group by 1 order by 2 desc, 1`, [kinds])
    const workers = await rows<Omit<WorkerView, 'startedAt' | 'seenAt'> & { startedAt: Date, seenAt: Date }>(this.dataSource, `
      select w.kind, w.host, w.pid, w.started_at as "startedAt", w.seen_at as "seenAt", w.running, w.redis,
        w.seen_at > clock_timestamp() - make_interval(secs => ${GONE_SECONDS}) as alive
      from platform.worker w order by alive desc, w.started_at limit 50`)
    return {
      ...counts,
      waitingSince: counts.waitingSince?.toISOString() ?? null,
      now: counts.now.toISOString(),
      failedKinds,
      redisConfigured: this.config.redisUrl !== undefined,
      workers: workers.map(({ startedAt, seenAt, ...worker }) => ({ ...worker, startedAt: startedAt.toISOString(), seenAt: seenAt.toISOString() })),
    }
  }

  /** Tries again now, with as many attempts as a new one. Errors: 403 `place.other`, 404 `job.missing`, 409 `job.not-failed`. */
  async retry(actor: Actor, id: string): Promise<JobView> {
    mayWatch(actor)
    await this.dataSource.transaction(async tx => {
      const before = await this.find(id, tx)
      const waits = before.state === 'waiting' && before.attempts > 0
      const given = await this.tryAgain(tx, 'o.id = $1 and o.done_at is null and (o.locked_until is null or o.locked_until < clock_timestamp())', [id])
      if (given.length === 0 || !(waits || before.state === 'failed' || before.state === 'given-up')) throw new DomainError('job.not-failed', { status: 409, facts: { state: before.state } })
      await this.audit.append(tx, { actorId: actor.accountId, action: 'job.retried', subjectKind: 'job', subjectId: id, detail: { kind: before.kind, attempts: before.attempts } })
    })
    return this.read(actor, id)
  }

  /** Tries everything again that failed until then, a thousand at most. Errors: 403 `place.other`. @returns how many */
  async retryAll(actor: Actor, until: string): Promise<number> {
    mayWatch(actor)
    return this.dataSource.transaction(async tx => {
      const retried = await this.tryAgain(tx, `o.id in (
        select f.id from platform.outbox f where f.done_at is null and f.given_up_at is null and f.failed_at <= $1 and f.kind = any($2) order by f.failed_at limit ${RETRIED_AT_ONCE} for update skip locked)`,
      [until, this.outbox.kinds()])
      const kinds = retried.reduce<Record<string, number>>((sums, { kind }) => ({ ...sums, [kind]: (sums[kind] ?? 0) + 1 }), {})
      if (retried.length > 0) await this.audit.append(tx, { actorId: actor.accountId, action: 'job.all-retried', subjectKind: 'job', subjectId: 'failed', detail: { count: retried.length, kinds } })
      return retried.length
    })
  }

  /** Never tries it again, unless somebody asks. Errors: 403 `place.other`, 404 `job.missing`, 409 `job.not-failed`. */
  async giveUp(actor: Actor, id: string, { reason }: GiveUpDto): Promise<JobView> {
    mayWatch(actor)
    await this.dataSource.transaction(async tx => {
      const { kind, state } = await this.find(id, tx)
      if (state !== 'failed') throw new DomainError('job.not-failed', { status: 409, facts: { state } })
      await tx.query('update platform.outbox set given_up_at = clock_timestamp(), given_up_reason = $2 where id = $1', [id, reason])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'job.given-up', subjectKind: 'job', subjectId: id, detail: { kind, reason } })
    })
    return this.read(actor, id)
  }

  private async tryAgain(tx: EntityManager, which: string, params: unknown[]): Promise<{ kind: string }[]> {
    return rows<{ kind: string }>(tx, `
      update platform.outbox o set failed_at = null, given_up_at = null, given_up_reason = null, fed_at = null, locked_until = null,
        available_at = clock_timestamp(), attempts_allowed = o.attempts + ${MAX_ATTEMPTS}
      where ${which} returning o.kind`, params)
  }

  private async find(id: string, tx?: EntityManager): Promise<JobRow> {
    const found = await maybe<JobRow>(tx ?? this.dataSource, `${SELECT} where o.id = $1 and o.kind = any($2) ${tx ? 'for no key update of o' : ''}`, [id, this.outbox.kinds()])
    if (!found) throw new DomainError('job.missing', { status: 404 })
    return found
  }
}

/** Jobs of all communes stand in one list: it is the metropolis's, and the administrators'. */
function mayWatch(actor: Actor): void {
  if (!mayActIn(actor, 'job.manage', { kind: 'metropolis', code: METROPOLIS.code })) throw new DomainError('place.other', { status: 403 })
}

function viewOf({ id, kind, state, createdAt, attempts, attemptsAllowed, availableAt, startedAt, runner, done, total, progressAt, cause, lastError, endedAt, reason, consultationId, slug, title }: JobRow): JobView {
  return {
    id, kind, state, attempts, attemptsAllowed, runner, cause, reason,
    about: consultationId !== null && slug !== null && title !== null ? { consultationId, slug, title } : null,
    createdAt: createdAt.toISOString(),
    nextAttemptAt: state === 'waiting' ? availableAt.toISOString() : null,
    startedAt: startedAt?.toISOString() ?? null,
    progress: done !== null && total !== null && progressAt !== null ? { done, total, at: progressAt.toISOString() } : null,
    detail: lastError,
    endedAt: endedAt?.toISOString() ?? null,
  }
}
