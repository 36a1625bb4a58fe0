import { Injectable, Logger } from '@nestjs/common'
import type { OnModuleDestroy } from '@nestjs/common'
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { DataSource } from 'typeorm'
import { Dispatcher } from './dispatcher'

const BEAT_MS = 5_000
/** Not heard of for this long: the process is gone, or cannot reach the database. */
export const GONE_SECONDS = 20
/** How long a process that died is still told of. */
const TOLD_HOURS = 24

/** Says in the database that this process works, so that people see who does the jobs and who stopped. */
@Injectable()
export class Workers implements OnModuleDestroy {
  private readonly log = new Logger('Workers')
  private readonly id = randomUUID()
  private timer: NodeJS.Timeout | undefined
  private beatAt: number | undefined
  private beating: Promise<void> = Promise.resolve()

  constructor(private readonly dataSource: DataSource, private readonly dispatcher: Dispatcher) {}

  /** @param kind `api`: a process that also answers requests */
  start(kind: 'worker' | 'api'): void {
    const beat = () => {
      this.beating = this.beat(kind).catch((error: unknown) => this.log.error(error instanceof Error ? error.message : String(error)))
    }
    beat()
    this.timer = setInterval(beat, BEAT_MS)
  }

  /** Whether this process works and reaches the database. */
  get alive(): boolean {
    return this.beatAt !== undefined && Date.now() - this.beatAt < GONE_SECONDS * 1000
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer)
    if (!this.timer) return
    await this.beating
    await this.dataSource.query('delete from platform.worker where id = $1', [this.id]).catch(() => {})
  }

  private async beat(kind: 'worker' | 'api'): Promise<void> {
    const { running, redis } = this.dispatcher.state
    await this.dataSource.query(`
      insert into platform.worker (id, kind, host, pid, running, redis) values ($1, $2, $3, $4, $5, $6)
      on conflict (id) do update set seen_at = clock_timestamp(), running = $5, redis = $6`, [this.id, kind, hostname(), process.pid, running, redis])
    await this.dataSource.query('delete from platform.worker where seen_at < clock_timestamp() - make_interval(hours => $1)', [TOLD_HOURS])
    this.beatAt = Date.now()
  }
}
