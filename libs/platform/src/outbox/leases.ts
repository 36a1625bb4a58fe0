import type { DataSource } from 'typeorm'
import { touched } from '../database/rows'

/** How far a job is. */
export interface Progress {
  done: number
  total: number
  /** When it was last said. */
  at: Date
}

export interface Lease {
  signal: AbortSignal
  progress(this: void, done: number, total: number): void
  /** The work is over: nothing is written for it any more. */
  end(): Promise<void>
}

const LEASE_SECONDS = 30
const RENEW_MS = 8_000
const PROGRESS_MS = 1_000

interface Held {
  id: string
  attempt: number
  stop: AbortController
}

/**
 * Leases of what this process runs. They are renewed while the work goes on, however long that is; a process that died
 * renews nothing, and another one takes over half a minute later.
 */
export class Leases {
  private readonly held = new Set<Held>()

  constructor(private readonly dataSource: DataSource, private readonly runner: string) {}

  /** What beginning an attempt sets. */
  begin(table: string, runner: string): string {
    return `locked_until = clock_timestamp() + interval '${LEASE_SECONDS} s', attempts = ${table}.attempts + 1, runner = ${runner}, started_at = clock_timestamp(),
      fed_at = null, progress_done = null, progress_total = null, progress_at = null`
  }

  hold(id: string, attempt: number): Lease {
    const held: Held = { id, attempt, stop: new AbortController() }
    this.held.add(held)
    const renewal = setInterval(() => void this.renew(held), RENEW_MS)
    const { progress, settled } = this.reporter(held)
    return {
      signal: held.stop.signal,
      progress,
      end: async () => {
        clearInterval(renewal)
        this.held.delete(held)
        await settled()
      },
    }
  }

  /** Aborts everything and gives it back; attempts that were interrupted do not count. */
  async letGo(): Promise<void> {
    const left = [...this.held]
    // Two seconds, so that what is about to be aborted is really over when somebody else begins.
    await Promise.all(left.map(({ id, attempt }) => this.dataSource.query(`
      update platform.outbox set locked_until = clock_timestamp() + interval '2 s', attempts_allowed = attempts_allowed + 1, fed_at = null
      where id = $1 and attempts = $2 and runner = $3 and done_at is null and failed_at is null`, [id, attempt, this.runner])))
    for (const { stop } of left) stop.abort(new Error('The process stops'))
  }

  private async renew({ id, attempt, stop }: Held): Promise<void> {
    try {
      const mine = await touched(this.dataSource, `
        update platform.outbox set locked_until = clock_timestamp() + interval '${LEASE_SECONDS} s' where id = $1 and attempts = $2 and done_at is null and failed_at is null`, [id, attempt])
      if (mine === 0) stop.abort(new Error('Another process took this over'))
    } catch {
      // The database is away for a moment: the next renewal tries again.
    }
  }

  private reporter({ id, attempt }: Held): { progress: Lease['progress'], settled: () => Promise<void> } {
    let latest: [number, number] | undefined
    let writing: Promise<void> = Promise.resolve()
    let writtenAt = 0
    const write = (): void => {
      if (!latest) return
      const [done, total] = latest
      latest = undefined
      writtenAt = Date.now()
      writing = writing.then(async () => {
        await this.dataSource.query('update platform.outbox set progress_done = $3, progress_total = $4, progress_at = clock_timestamp() where id = $1 and attempts = $2', [id, attempt, done, total])
      }).catch(() => {})
    }
    return {
      progress: (done, total) => {
        latest = [done, total]
        if (Date.now() - writtenAt >= PROGRESS_MS) write()
      },
      settled: async () => {
        write()
        await writing
      },
    }
  }
}
