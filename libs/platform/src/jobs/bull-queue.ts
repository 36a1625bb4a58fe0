import type { Job, Queue, QueueOptions } from 'bull'
import type { Redis } from 'ioredis'
import { createHash } from 'node:crypto'
import type { Ticket } from '../outbox/outbox'

type Work = (id: string) => Promise<void>

/** How many of each this process works on at once. */
export interface Places {
  short: number
  long: number
}

interface Open {
  short: Queue<{ outboxId: string }>
  long: Queue<{ outboxId: string }>
}

const REOPEN_MS = 2_000
const CLOSE_MS = 500
const ANSWER_MS = 3_000

/**
 * Tickets in Redis: the ids of outbox rows, which hold everything that matters. A ticket may be lost, come twice or come
 * late; Redis may come and go. Long work has a queue of its own, so that it keeps nothing short waiting.
 */
export class BullQueue {
  private queues: Open | undefined
  private readonly clients = new Set<{ disconnect(): void }>()
  private reopening: NodeJS.Timeout | undefined
  private closed = false
  private readonly prefix: string

  /** @param database whose outbox it serves: two platforms may share a Redis */
  constructor(private readonly redisUrl: string, database: string, private readonly places: Places, private readonly work: Work) {
    const { host, pathname } = new URL(database)
    this.prefix = `parvis:${createHash('sha256').update(host + pathname).digest('hex').slice(0, 16)}`
    void this.open()
  }

  /** Fails within seconds when Redis does not take them all; a ticket that is already there is not added again. */
  async add(tickets: readonly Ticket[]): Promise<void> {
    const { queues } = this
    if (!queues) throw new Error('Redis does not answer')
    const named = (long: boolean) => tickets.filter(ticket => ticket.long === long)
      .map(({ id, attempts }) => ({ data: { outboxId: id }, opts: { jobId: `${id}-${attempts}`, removeOnComplete: true, removeOnFail: true } }))
    const [short, long] = [named(false), named(true)]
    if (short.length > 0) await queues.short.addBulk(short)
    if (long.length > 0) await queues.long.addBulk(long)
  }

  /** Whether Redis answers, within seconds. */
  async answers(): Promise<boolean> {
    const client = this.queues?.short.client
    return client?.status === 'ready' && await client.ping().then(() => true, () => false)
  }

  /** Takes no more tickets; what is under way goes on. */
  async pause(): Promise<void> {
    this.closed = true
    clearTimeout(this.reopening)
    const { queues } = this
    if (queues) await inTime(Promise.all([queues.short.pause(true, true), queues.long.pause(true, true)]))
  }

  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.reopening)
    await this.shut(this.queues)
  }

  // Loaded on need: a platform without Redis does not carry these clients in memory.
  private async open(): Promise<void> {
    const { default: Bull } = await import('bull')
    const { Redis } = await import('ioredis')
    const answers = await this.knock(new Redis(this.redisUrl, { lazyConnect: true, enableReadyCheck: false, retryStrategy: () => null, connectTimeout: ANSWER_MS, commandTimeout: ANSWER_MS }))
    if (this.closed) return
    if (!answers) {
      this.openLater()
      return
    }
    const client = (type: string) => {
      const made = new Redis(this.redisUrl, type === 'client'
        ? { maxRetriesPerRequest: 1, connectTimeout: ANSWER_MS, commandTimeout: ANSWER_MS, enableOfflineQueue: false }
        : { maxRetriesPerRequest: null, enableReadyCheck: false, connectTimeout: ANSWER_MS })
      made.on('error', () => {})
      this.clients.add(made)
      return made
    }
    // One connection to write and one to listen for both queues; each blocks on one of its own.
    const shared: Partial<Record<string, ReturnType<typeof client>>> = {}
    const options: QueueOptions = {
      prefix: this.prefix,
      // What looks abandoned to Redis is not: the lease on the row decides who begins anew, and when.
      settings: { maxStalledCount: 0 },
      createClient: type => type === 'bclient' ? client(type) : shared[type] ??= client(type),
    }
    const queues = { short: new Bull<{ outboxId: string }>('short', options), long: new Bull<{ outboxId: string }>('long', options) }
    const work = async ({ data }: Job<{ outboxId: string }>) => this.work(data.outboxId)
    this.queues = queues
    const ended = ([['short', queues.short], ['long', queues.long]] as const).map(([size, queue]) => {
      queue.on('error', () => {})
      return Promise.resolve(queue.process(this.places[size], work))
    })
    // Settles when the queue closes, or fails when Redis was not there to begin with: then both are opened anew.
    Promise.all(ended).catch(() => {
      if (this.queues === queues) this.queues = undefined
      void this.shut(queues).then(() => this.openLater())
    })
  }

  private openLater(): void {
    if (!this.closed) this.reopening = setTimeout(() => void this.open(), REOPEN_MS)
  }

  // Bull is not made before Redis answers and knows our password: it leaves such refusals to nobody, which ends the process.
  private async knock(client: Redis): Promise<boolean> {
    client.on('error', () => {})
    try {
      await client.connect()
      return await client.ping() === 'PONG'
    } catch {
      return false
    } finally {
      client.disconnect()
    }
  }

  private async shut(queues: Open | undefined): Promise<void> {
    if (queues) await inTime(Promise.all([queues.short.close(true), queues.long.close(true)]))
    // Clients that never reached Redis would go on trying for ever.
    for (const client of this.clients) client.disconnect()
    this.clients.clear()
  }
}

/** Waits for what a Redis that is gone would never end. */
async function inTime(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<void>(resolve => {
    timer = setTimeout(resolve, CLOSE_MS)
  })
  await Promise.race([work.then(() => {}, () => {}), patience])
  clearTimeout(timer)
}
