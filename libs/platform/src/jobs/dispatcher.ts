import { Injectable, Logger } from '@nestjs/common'
import type { OnModuleDestroy } from '@nestjs/common'
import { Config } from '../config/config'
import { Outbox } from '../outbox/outbox'
import { BullQueue } from './bull-queue'

const POLL_MS = 500
const AT_ONCE = 4

/** Carries outbox rows to their handlers: in this process, or by bull when Redis is configured. */
@Injectable()
export class Dispatcher implements OnModuleDestroy {
  private readonly log = new Logger('Dispatcher')
  private queue: BullQueue | undefined
  private loop: Promise<void> | undefined
  private stopping = false
  private wake: () => void = () => {}

  constructor(private readonly config: Config, private readonly outbox: Outbox) {}

  /** Starts dispatching; only serving processes do. */
  async start(): Promise<void> {
    if (this.config.redisUrl) this.queue = new BullQueue(this.config.redisUrl, this.config.databaseUrl, (id, attempt) => this.work(id, attempt))
    this.loop = this.dispatch()
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true
    this.wake()
    await this.loop
    await this.queue?.close()
  }

  private async dispatch(): Promise<void> {
    while (!this.stopping) {
      const busy = await this.turn().catch((error: unknown) => {
        this.log.error(error instanceof Error ? error.message : String(error))
        return false
      })
      if (!busy && !this.stopping) await this.pause()
    }
  }

  private async turn(): Promise<boolean> {
    const due = await this.outbox.claim(this.queue ? 50 : AT_ONCE)
    await Promise.all(due.map(async row => {
      if (!this.queue) return this.outbox.run(row)
      // Redis gone: the row goes back and waits; nothing but Redis is lost.
      await this.queue.add(row).catch(() => this.outbox.release(row.id, row.attempt))
    }))
    return due.length > 0
  }

  private async work(id: string, attempt: number): Promise<void> {
    const row = await this.outbox.leased(id, attempt)
    if (row) await this.outbox.run(row)
  }

  private pause(): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, POLL_MS)
      this.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
