import { Injectable, Logger } from '@nestjs/common'
import type { OnModuleDestroy } from '@nestjs/common'
import { Config } from '../config/config'
import { Outbox } from '../outbox/outbox'
import type { Claimed } from '../outbox/outbox'
import { BullQueue } from './bull-queue'

const POLL_MS = 500
const FEED_AT_ONCE = 50
/** How many jobs a process works on at once. */
const PLACES = { short: 4, long: 2 }
/** A ticket that nobody came with after this is lost, or its Redis is slow: the row is then begun without it. */
const TICKET_SECONDS = 10
const VANISHED_MS = 10_000
/** How long a process that stops waits for its work before it gives it back; whoever stops it waits a little longer. */
const PATIENCE_MS = 1_200
/** For what was aborted to notice. */
const FAREWELL_MS = 300

/**
 * Does the jobs of the outbox. With Redis, bull spreads tickets over the processes; what it does not deliver, or without
 * Redis, is taken from the table. Either way the row itself decides who begins it.
 */
@Injectable()
export class Dispatcher implements OnModuleDestroy {
  private readonly log = new Logger('Dispatcher')
  private readonly running = new Map<Promise<void>, boolean>()
  private queue: BullQueue | undefined
  private redisAnswers = false
  private loops: Promise<void>[] = []
  private stopping = false
  private backlog = false
  private readonly waiting = new Set<() => void>()

  constructor(private readonly config: Config, private readonly outbox: Outbox) {}

  /** Starts working; only processes that work do. */
  start(): void {
    const { redisUrl, databaseUrl } = this.config
    if (redisUrl) this.queue = new BullQueue(redisUrl, databaseUrl, PLACES, id => this.come(id))
    this.loops = [this.repeat(POLL_MS, () => this.take()), this.repeat(VANISHED_MS, async () => await this.outbox.failVanished() > 0)]
    if (this.queue) this.loops.push(this.repeat(POLL_MS, () => this.feed()))
  }

  /** How many jobs run now, and whether Redis answered last; null: there is none. */
  get state(): { running: number, redis: boolean | null } {
    return { running: this.running.size, redis: this.queue ? this.redisAnswers : null }
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true
    this.wake()
    const pausing = this.queue?.pause()
    await Promise.all(this.loops)
    await this.idle(PATIENCE_MS)
    if (this.running.size > 0) {
      await this.outbox.letGo()
      await this.idle(FAREWELL_MS)
    }
    await pausing
    await this.queue?.close()
  }

  private async idle(patience: number): Promise<void> {
    const late = new AbortController()
    await Promise.race([Promise.allSettled(this.running.keys()), pause(patience, late.signal)])
    late.abort()
  }

  private wake(): void {
    for (const wake of this.waiting) wake()
  }

  /** Somebody came with a ticket. */
  private async come(id: string): Promise<void> {
    if (this.stopping) return
    const row = await this.outbox.begin(id)
    if (row) await this.track(row, this.outbox.kinds(true).includes(row.kind))
  }

  private async feed(): Promise<boolean> {
    const { queue } = this
    if (!queue) return false
    this.redisAnswers = await queue.answers()
    if (!this.redisAnswers) return false
    const tickets = await this.outbox.feed(FEED_AT_ONCE)
    if (tickets.length === 0) return false
    await queue.add(tickets).catch(async () => {
      this.redisAnswers = false
      await this.outbox.unfed(tickets.map(({ id }) => id))
    })
    return tickets.length === FEED_AT_ONCE
  }

  private async take(): Promise<boolean> {
    const unless = this.redisAnswers ? TICKET_SECONDS : undefined
    const full = await Promise.all([false, true].map(async long => {
      const free = (long ? PLACES.long : PLACES.short) - [...this.running.values()].filter(one => one === long).length
      const due = await this.outbox.claim(free, { long, unless })
      for (const row of due) void this.track(row, long)
      return due.length > 0 && due.length === free
    }))
    // More may wait than there was room for: looked at again as soon as something ends.
    this.backlog = full.includes(true)
    return false
  }

  private track(row: Claimed, long: boolean): Promise<void> {
    const run = this.outbox.run(row).catch((error: unknown) => this.complain(error)).finally(() => {
      this.running.delete(run)
      if (this.backlog) this.wake()
    })
    this.running.set(run, long)
    return run
  }

  private async repeat(milliseconds: number, turn: () => Promise<boolean>): Promise<void> {
    while (!this.stopping) {
      const busy = await turn().catch((error: unknown) => {
        this.complain(error)
        return false
      })
      if (busy || this.stopping) continue
      const woken = new AbortController()
      const wake = () => woken.abort()
      this.waiting.add(wake)
      await pause(milliseconds, woken.signal)
      this.waiting.delete(wake)
    }
  }

  private complain(error: unknown): void {
    this.log.error(error instanceof Error ? error.message : String(error))
  }
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    }, { once: true })
  })
}
