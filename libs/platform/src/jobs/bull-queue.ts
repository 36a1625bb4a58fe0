import { createHash } from 'node:crypto'
import type { Queue } from 'bull'
import type { Claimed } from '../outbox/outbox'

type Work = (id: string, attempt: number) => Promise<void>

/** The queue in Redis: carries the ids of outbox rows, which hold everything that matters. */
export class BullQueue {
  private readonly queue: Promise<Queue<{ outboxId: string, attempt: number }>>

  /** @param database whose outbox it serves: two platforms may share a Redis */
  constructor(redisUrl: string, database: string, work: Work) {
    this.queue = this.open(redisUrl, database, work)
  }

  async add({ id, attempt }: Claimed): Promise<void> {
    const queue = await this.queue
    await queue.add({ outboxId: id, attempt }, { jobId: `${id}-${attempt}`, removeOnComplete: true, removeOnFail: true })
  }

  async close(): Promise<void> {
    await (await this.queue).close()
  }

  // Loaded on need: a platform without Redis does not carry these clients in memory.
  private async open(redisUrl: string, database: string, work: Work) {
    const { default: Bull } = await import('bull')
    const { Redis } = await import('ioredis')
    const { host, pathname } = new URL(database)
    const name = createHash('sha256').update(host + pathname).digest('hex').slice(0, 16)
    const queue = new Bull<{ outboxId: string, attempt: number }>('outbox', {
      prefix: `parvis:${name}`,
      createClient: type => {
        const client = new Redis(redisUrl, type === 'client'
          // An order that Redis does not take fails soon: the row goes back to the outbox.
          ? { maxRetriesPerRequest: 1, enableOfflineQueue: true, connectTimeout: 2000, commandTimeout: 3000 }
          : { maxRetriesPerRequest: null, enableReadyCheck: false })
        client.on('error', () => {})
        return client
      },
    })
    queue.on('error', () => {})
    // Settles only when the queue closes.
    Promise.resolve(queue.process(4, async ({ data }) => work(data.outboxId, data.attempt))).catch(() => {})
    return queue
  }
}
