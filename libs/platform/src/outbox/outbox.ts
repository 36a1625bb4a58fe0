import { Injectable, Logger } from '@nestjs/common'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { rows, touched } from '../database/rows'

export interface Delivery {
  id: string
  /** From 1. */
  attempt: number
}

/** Must be idempotent: a crash between its work and its end runs it again with the same id. */
export type OutboxHandler<T extends object = Record<string, unknown>> = (payload: T, delivery: Delivery) => Promise<void>

export interface Claimed extends Delivery {
  kind: string
  payload: Record<string, unknown>
}

export const MAX_ATTEMPTS = 8
const LEASE_SECONDS = 60
/** 2 s, 4 s, 8 s … */
const backoffSeconds = (attempt: number) => Math.min(2 ** attempt, 600)

/**
 * What has to happen after a transaction is written in it, as a row; nothing is lost when the process dies, and nothing
 * happens when the transaction is rolled back. Only a finished handler marks a row as done.
 */
@Injectable()
export class Outbox {
  private readonly log = new Logger('Outbox')
  private readonly handlers = new Map<string, OutboxHandler[]>()

  constructor(private readonly dataSource: DataSource) {}

  /** Payloads carry identifiers, never personal data. */
  async announce(tx: EntityManager, kind: string, payload: object = {}): Promise<void> {
    await tx.query('insert into platform.outbox (kind, payload) values ($1, $2)', [kind, JSON.stringify(payload)])
  }

  /** Registers a handler, in `onModuleInit`. Events without a handler are simply done. */
  handle<T extends object = Record<string, unknown>>(kind: string, handler: OutboxHandler<T>): void {
    const known = this.handlers.get(kind) ?? []
    this.handlers.set(kind, [...known, handler as unknown as OutboxHandler])
  }

  /** Takes what is due and leases it to this process; rows of a process that died come back when their lease ends. */
  async claim(limit = 50): Promise<Claimed[]> {
    return rows<Claimed>(this.dataSource, `
      update platform.outbox o set locked_until = clock_timestamp() + make_interval(secs => $2), attempts = o.attempts + 1
      from (
        select id from platform.outbox
        where done_at is null and failed_at is null and available_at <= clock_timestamp()
          and (locked_until is null or locked_until < clock_timestamp())
        order by available_at limit $1 for update skip locked
      ) due
      where o.id = due.id
      returning o.id, o.kind, o.payload, o.attempts as attempt`, [limit, LEASE_SECONDS])
  }

  /** Reads a leased row again, for a worker that received only its id. Null when another attempt took over or it is done. */
  async leased(id: string, attempt: number): Promise<Claimed | null> {
    const [row] = await rows<Claimed>(this.dataSource, `
      update platform.outbox set locked_until = clock_timestamp() + make_interval(secs => $3)
      where id = $1 and attempts = $2 and done_at is null and failed_at is null
      returning id, kind, payload, attempts as attempt`, [id, attempt, LEASE_SECONDS])
    return row ?? null
  }

  /** Gives a claimed row back untouched: the queue could not take it. */
  async release(id: string, attempt: number): Promise<void> {
    await this.dataSource.query(`
      update platform.outbox set locked_until = null, attempts = attempts - 1, available_at = clock_timestamp() + interval '2 s'
      where id = $1 and attempts = $2 and done_at is null`, [id, attempt])
  }

  /** Runs the handlers of a claimed row and marks the end; an error puts it off, the last one marks it as failed. */
  async run({ id, kind, payload, attempt }: Claimed): Promise<void> {
    try {
      for (const handler of this.handlers.get(kind) ?? []) await handler(payload, { id, attempt })
      await this.dataSource.query('update platform.outbox set done_at = clock_timestamp(), locked_until = null, last_error = null where id = $1 and attempts = $2', [id, attempt])
    } catch (error) {
      const said = (error instanceof Error ? error.message : String(error)).slice(0, 500)
      this.log.warn(`${kind} ${id}, attempt ${attempt}: ${said}`)
      await this.dataSource.query(`
        update platform.outbox set locked_until = null, last_error = $3,
          available_at = clock_timestamp() + make_interval(secs => $4),
          failed_at = case when attempts >= $5 then clock_timestamp() end
        where id = $1 and attempts = $2 and done_at is null`, [id, attempt, said, backoffSeconds(attempt), MAX_ATTEMPTS])
    }
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

  /** Forgets what was done more than `days` ago. */
  async sweep(days = 30): Promise<number> {
    return touched(this.dataSource, 'delete from platform.outbox where done_at < clock_timestamp() - make_interval(days => $1)', [days])
  }
}
