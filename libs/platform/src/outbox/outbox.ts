import { Injectable, Logger } from '@nestjs/common'
import { hostname } from 'node:os'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { maybe, one, rows, touched } from '../database/rows'
import { DomainError } from '../http/domain-error'
import { causeOf, saidOf } from './causes.rules'
import { Leases } from './leases'
import type { Progress } from './leases'

export interface Delivery {
  id: string
  /** From 1; never the same for two runs, so it also tells an attempt from one that was taken for dead. */
  attempt: number
  /** Says how far the work is; written at most once a second, so call it as often as you like. */
  progress(done: number, total: number): void
  /** Aborted when another process took the work over, or when this one must stop: what was not committed is done again. */
  signal: AbortSignal
}

/** Must be idempotent: a crash between its work and its end runs it again with the same id. */
export type OutboxHandler<T extends object = Record<string, unknown>> = (payload: T, delivery: Delivery) => Promise<void>

export interface HandlerOptions {
  /** Takes minutes: few of them at once, and never before a mail that waits. */
  long?: boolean
}

/** A row that this process, and no other, has begun. */
export interface Claimed {
  id: string
  kind: string
  payload: Record<string, unknown>
  attempt: number
}

/** A row that waits, as a ticket for the queue. */
export interface Ticket {
  id: string
  attempts: number
  long: boolean
}

export type JobState = 'waiting' | 'running' | 'failed' | 'given-up' | 'done'

/** Where a job stands. */
export interface JobStanding {
  state: JobState
  progress: Progress | null
}

export const MAX_ATTEMPTS = 8
/** 2 s, 4 s, 8 s … */
const backoffSeconds = (attempt: number) => Math.min(2 ** attempt, 600)
const SWEEP_AT_ONCE = 5_000
/** A rule of ours refused it, and will again. */
const isFinal = (error: unknown): boolean => error instanceof DomainError && error.status === 422

const WAITS = 'o.done_at is null and o.failed_at is null and o.given_up_at is null'
const FREE = 'o.available_at <= clock_timestamp() and (o.locked_until is null or o.locked_until < clock_timestamp()) and o.attempts < o.attempts_allowed'

/** The state of a row `o`, in SQL. */
export const JOB_STATE = `case when o.done_at is not null then 'done' when o.given_up_at is not null then 'given-up' when o.failed_at is not null then 'failed'
  when o.locked_until > clock_timestamp() then 'running' else 'waiting' end`

/**
 * What has to happen after a transaction is written in it, as a row; nothing is lost when the process dies, and nothing
 * happens when the transaction is rolled back. Only a finished handler marks a row as done. Beginning an attempt is one
 * statement on the row: however a process heard of it, it runs in one process at a time.
 */
@Injectable()
export class Outbox {
  private readonly log = new Logger('Outbox')
  private readonly handlers = new Map<string, { run: OutboxHandler[], long: boolean }>()
  private readonly leases: Leases
  /** How this process signs what it begins. */
  readonly runner = `${hostname()}:${process.pid}`

  constructor(private readonly dataSource: DataSource) {
    this.leases = new Leases(dataSource, this.runner)
  }

  /** Payloads carry identifiers, never personal data. What nobody handles is kept as done. @returns the row's id */
  async announce(tx: EntityManager, kind: string, payload: object = {}): Promise<string> {
    const { id } = await one<{ id: string }>(tx, `
      insert into platform.outbox (kind, payload, done_at) values ($1, $2, case when not $3::boolean then clock_timestamp() end) returning id`,
    [kind, JSON.stringify(payload), this.handlers.has(kind)])
    return id
  }

  /** The same for many at once, in one statement. */
  async announceAll(tx: EntityManager, kind: string, payloads: readonly object[]): Promise<void> {
    await tx.query(`
      insert into platform.outbox (kind, payload, done_at) select $1, payload, case when not $3::boolean then clock_timestamp() end from jsonb_array_elements($2::jsonb) payload`,
    [kind, JSON.stringify(payloads), this.handlers.has(kind)])
  }

  /** Registers a handler, in `onModuleInit`. */
  handle<T extends object = Record<string, unknown>>(kind: string, handler: OutboxHandler<T>, { long = false }: HandlerOptions = {}): void {
    const known = this.handlers.get(kind)
    this.handlers.set(kind, { run: [...known?.run ?? [], handler as unknown as OutboxHandler], long: long || (known?.long ?? false) })
  }

  /** Kinds that something handles; a version that does not know a kind leaves its rows to one that does. */
  kinds(long?: boolean): string[] {
    return [...this.handlers].filter(([, handler]) => long === undefined || handler.long === long).map(([kind]) => kind)
  }

  /**
   * Begins what is due, for this process; rows of a process that died come back when their lease ends.
   *
   * @param options.long only long work, or only short work
   * @param options.unless seconds for which a row is left to the queue that has a ticket for it; without it tickets do not matter
   */
  async claim(limit = 50, { long, unless }: { long?: boolean, unless?: number } = {}): Promise<Claimed[]> {
    if (limit < 1) return []
    const given = unless === undefined ? 'true' : 'o.fed_at < clock_timestamp() - make_interval(secs => $4)'
    return rows<Claimed>(this.dataSource, `
      update platform.outbox t set ${this.leases.begin('t', '$2')}
      from (
        select o.id from platform.outbox o
        where ${WAITS} and ${FREE} and o.kind = any($3) and ${given}
        order by o.available_at limit $1 for update skip locked
      ) due
      where t.id = due.id
      returning t.id, t.kind, t.payload, t.attempts as attempt`, [limit, this.runner, this.kinds(long), ...(unless === undefined ? [] : [unless])])
  }

  /** Begins one row that a ticket named. Null when it is done, under way, or not due: tickets may come late, twice or never. */
  async begin(id: string): Promise<Claimed | null> {
    return maybe<Claimed>(this.dataSource, `
      update platform.outbox o set ${this.leases.begin('o', '$2')} where o.id = $1 and ${WAITS} and ${FREE}
      returning o.id, o.kind, o.payload, o.attempts as attempt`, [id, this.runner])
  }

  /** What waits and has no ticket yet; from now on it has one. */
  async feed(limit = 50): Promise<Ticket[]> {
    const found = await rows<{ id: string, kind: string, attempts: number }>(this.dataSource, `
      update platform.outbox t set fed_at = clock_timestamp()
      from (
        select o.id from platform.outbox o where ${WAITS} and ${FREE} and o.fed_at is null and o.kind = any($2)
        order by o.available_at limit $1 for update skip locked
      ) due
      where t.id = due.id
      returning t.id, t.kind, t.attempts`, [limit, this.kinds()])
    return found.map(({ id, kind, attempts }) => ({ id, attempts, long: this.handlers.get(kind)?.long ?? false }))
  }

  /** The queue did not take these: whoever looks next may begin them. */
  async unfed(ids: readonly string[]): Promise<void> {
    await this.dataSource.query(`update platform.outbox set fed_at = '-infinity' where id = any($1) and fed_at is not null`, [ids])
  }

  /** Runs the handlers of a row that was begun and marks the end; an error puts it off, the last one marks it as failed. */
  async run({ id, kind, payload, attempt }: Claimed): Promise<void> {
    const lease = this.leases.hold(id, attempt)
    try {
      for (const handler of this.handlers.get(kind)?.run ?? []) await handler(payload, { id, attempt, progress: lease.progress, signal: lease.signal })
      await lease.end()
      await this.dataSource.query(`
        update platform.outbox set done_at = clock_timestamp(), locked_until = null, last_error = null, cause = null where id = $1 and attempts = $2`, [id, attempt])
    } catch (error) {
      await lease.end()
      const said = saidOf(error)
      this.log.warn(`${kind} ${id}, attempt ${attempt}: ${said}`)
      await this.dataSource.query(`
        update platform.outbox set locked_until = null, fed_at = null, last_error = $3, cause = $4,
          available_at = clock_timestamp() + make_interval(secs => $5),
          failed_at = case when attempts >= attempts_allowed or $6::boolean then clock_timestamp() end
        where id = $1 and attempts = $2 and done_at is null`, [id, attempt, said, causeOf(error), backoffSeconds(attempt), isFinal(error)])
    }
  }

  /** Work whose last attempt ended with its process, not with an error, is failed too: nothing is tried for ever. */
  async failVanished(): Promise<number> {
    return touched(this.dataSource, `
      update platform.outbox o set failed_at = clock_timestamp(), locked_until = null, cause = 'job.vanished', last_error = 'The process ended during the work'
      where ${WAITS} and o.attempts >= o.attempts_allowed and o.locked_until < clock_timestamp()`)
  }

  /** Aborts what this process still runs and gives it back at once, as if it had not been begun. */
  async letGo(): Promise<void> {
    await this.leases.letGo()
  }

  /** Runs everything due until nothing is: command line, seeds, tests. Returns how many rows ran. */
  async drain(): Promise<number> {
    let ran = 0
    for (let due = await this.claim(); due.length > 0; due = await this.claim()) {
      for (const row of due) await this.run(row)
      ran += due.length
    }
    return ran
  }

  /** Where the newest job of a kind that concerns something stands, for whoever waits for it. `about`: part of its payload. */
  async standing(tx: EntityManager, kind: string, about: object): Promise<JobStanding | null> {
    const row = await maybe<{ state: JobState, done: number | null, total: number | null, at: Date | null }>(tx, `
      select ${JOB_STATE} as state, o.progress_done as done, o.progress_total as total, o.progress_at as at from platform.outbox o
      where o.kind = $1 and o.payload @> $2 order by o.created_at desc limit 1`, [kind, JSON.stringify(about)])
    if (!row) return null
    const { state, done, total, at } = row
    return { state, progress: done !== null && total !== null && at !== null ? { done, total, at } : null }
  }

  /** Forgets what was done or given up more than `days` ago. */
  async sweep(tx: EntityManager, days = 30): Promise<number> {
    let swept = 0
    for (let last = SWEEP_AT_ONCE; last === SWEEP_AT_ONCE; swept += last) {
      last = await touched(tx, `
        delete from platform.outbox where id in (
          select id from platform.outbox where (done_at is not null or given_up_at is not null)
            and coalesce(done_at, given_up_at) < clock_timestamp() - make_interval(days => $1) limit ${SWEEP_AT_ONCE})`, [days])
    }
    return swept
  }
}
