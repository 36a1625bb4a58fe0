import { Injectable, Logger } from '@nestjs/common'
import type { OnModuleDestroy } from '@nestjs/common'
import { DataSource } from 'typeorm'
import { one } from '../database/rows'

interface Task {
  name: string
  seconds: number
  run: () => Promise<void>
}

/** Work that comes back: each task runs in one process at a time, whichever takes its lock. */
@Injectable()
export class Periodic implements OnModuleDestroy {
  private readonly log = new Logger('Periodic')
  private readonly tasks: Task[] = []
  private readonly timers: NodeJS.Timeout[] = []
  private readonly running = new Set<Promise<void>>()

  constructor(private readonly dataSource: DataSource) {}

  /** Registers a task, in `onModuleInit`. It must be idempotent and catch up by itself after downtime. */
  every(name: string, seconds: number, run: () => Promise<void>): void {
    this.tasks.push({ name, seconds, run })
  }

  /** Starts the timers; only a serving process does. */
  start(): void {
    for (const task of this.tasks) this.schedule(task, 0)
  }

  /** Every task once, one after the other: seeds, command line, tests. */
  async runAll(): Promise<void> {
    for (const task of this.tasks) await this.runLocked(task)
  }

  async onModuleDestroy(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.length = 0
    await Promise.allSettled(this.running)
  }

  private schedule(task: Task, index: number): void {
    const slot = index || this.timers.length + 1
    this.timers[slot - 1] = setTimeout(() => {
      const turn = this.runLocked(task).catch((error: unknown) => this.log.error(`${task.name}: ${error instanceof Error ? error.message : String(error)}`))
      this.running.add(turn)
      void turn.finally(() => {
        this.running.delete(turn)
        if (this.timers.length > 0) this.schedule(task, slot)
      })
    }, task.seconds * 1000)
  }

  private async runLocked(task: Task): Promise<void> {
    const connection = this.dataSource.createQueryRunner()
    try {
      const lock = `periodic:${task.name}`
      const { mine } = await one<{ mine: boolean }>(connection, 'select pg_try_advisory_lock(hashtextextended($1, 0)) as mine', [lock])
      if (!mine) return
      try {
        await task.run()
      } finally {
        await connection.query('select pg_advisory_unlock(hashtextextended($1, 0))', [lock])
      }
    } finally {
      await connection.release()
    }
  }
}
