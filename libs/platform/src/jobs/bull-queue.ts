import type { Queue } from 'bull'
import { createHash } from 'node:crypto'
import type { Claimed } from '../outbox/outbox'

type Work = (id: string, attempt: number) => Promise<void>

interface Ticket {
  outboxId: string
  attempt: number
}

const REOPEN_MS = 2_000
const CLOSE_MS = 1_500

/** The queue in Redis: carries the ids of outbox rows, which hold everything that matters. Redis may come and go. */
export class BullQueue {
  private queue: Queue<Ticket> | undefined
  private readonly clients = new Set<{ disconnect(): void }>()
  private reopening: NodeJS.Timeout | undefined
  private closed = false
  private readonly prefix: string

  /** @param database whose outbox it serves: two platforms may share a Redis */
  constructor(private readonly redisUrl: string, database: string, private readonly work: Work) {
    const { host, pathname } = new URL(database)
    this.prefix = `parvis:${createHash('sha256').update(host + pathname).digest('hex').slice(0, 16)}`
    void this.open()
  }

  /** Fails soon when Redis does not take it: the row then goes back to the outbox. */
  async add({ id, attempt }: Claimed): Promise<void> {
    if (!this.queue) throw new Error('Redis does not answer')
    await this.queue.add({ outboxId: id, attempt }, { jobId: `${id}-${attempt}`, removeOnComplete: true, removeOnFail: true })
  }

  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.reopening)
    await this.shut(this.queue)
  }

  // Loaded on need: a platform without Redis does not carry these clients in memory.
  private async open(): Promise<void> {
    const { default: Bull } = await import('bull')
    const { Redis } = await import('ioredis')
    if (this.closed) return
    const queue = new Bull<Ticket>('outbox', {
      prefix: this.prefix,
      createClient: type => {
        const client = new Redis(this.redisUrl, type === 'client'
          ? { maxRetriesPerRequest: 1, connectTimeout: 2_000, commandTimeout: 3_000 }
          : { maxRetriesPerRequest: null, enableReadyCheck: false })
        client.on('error', () => {})
        this.clients.add(client)
        return client
      },
    })
    queue.on('error', () => {})
    this.queue = queue
    // Settles when the queue closes, or fails when Redis was not there to begin with: then it is opened anew.
    Promise.resolve(queue.process(4, async ({ data }) => this.work(data.outboxId, data.attempt))).catch(() => {
      this.queue = undefined
      void this.shut(queue).then(() => {
        if (!this.closed) this.reopening = setTimeout(() => void this.open(), REOPEN_MS)
      })
    })
  }

  private async shut(queue: Queue<Ticket> | undefined): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<void>(resolve => {
      timer = setTimeout(resolve, CLOSE_MS)
    })
    await Promise.race([queue?.close(true).catch(() => {}), patience])
    clearTimeout(timer)
    // Clients that never reached Redis would go on trying for ever.
    for (const client of this.clients) client.disconnect()
    this.clients.clear()
  }
}
