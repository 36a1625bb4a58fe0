import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { DataSource } from 'typeorm'
import { createTestDatabase } from '../../../../test/support/database'
import type { TestDatabase } from '../../../../test/support/database'
import { freePort } from '../../../../test/support/ports'
import { describeRedis } from '../../../../test/support/redis'
import { Config } from '../config/config'
import { Dispatcher } from '../jobs/dispatcher'
import { MAX_ATTEMPTS, Outbox } from './outbox'
import type { Claimed, Delivery } from './outbox'

let db: TestDatabase
let dataSource: DataSource
let outbox: Outbox

beforeAll(async () => {
  db = await createTestDatabase()
  dataSource = await new DataSource({ type: 'postgres', url: db.appUrl, poolSize: 8 }).initialize()
})
afterAll(async () => {
  await dataSource.destroy()
  await db.drop()
})
beforeEach(async () => {
  await db.app.query('delete from platform.outbox')
  outbox = quietOutbox()
})

function quietOutbox(): Outbox {
  const made = new Outbox(dataSource)
  jest.spyOn(made['log'], 'warn').mockReturnValue(undefined)
  return made
}

const announce = (kind: string, payload: object = {}) => dataSource.transaction(tx => outbox.announce(tx, kind, payload))
const leasesEnd = () => db.app.query(`update platform.outbox set locked_until = clock_timestamp() - interval '1 s', available_at = least(available_at, clock_timestamp())`)
interface Row {
  attempts: number
  done: boolean
  failed: boolean
  waits: boolean
  running: boolean
  lastError: string | null
  cause: string | null
  progress: [number, number]
}
const row = async () => (await db.app.query<Row>(`
  select attempts, done_at is not null as done, failed_at is not null as failed, available_at > clock_timestamp() as waits,
    coalesce(locked_until > clock_timestamp(), false) as running, last_error as "lastError", cause, array[progress_done, progress_total] as progress from platform.outbox`)).rows[0]
/** The handler works, then its process dies: nothing is marked. */
async function dies(claimed: Claimed | undefined): Promise<void> {
  if (!claimed) throw new Error('nothing was claimed')
  for (const handler of outbox['handlers'].get(claimed.kind)?.run ?? []) await handler(claimed.payload, { ...claimed, progress: () => {}, signal: new AbortController().signal })
}

describe('the outbox', () => {
  it('keeps nothing of a transaction that is rolled back', async () => {
    await expect(dataSource.transaction(async tx => {
      await outbox.announce(tx, 'lost', {})
      throw new Error('no')
    })).rejects.toThrow('no')
    expect(await row()).toBeUndefined()
  })

  it('runs a handler again, with the same id, when the process dies between its work and its end', async () => {
    const seen: Pick<Delivery, 'id' | 'attempt'>[] = []
    outbox.handle('worked', async (_, { id, attempt }) => { seen.push({ id, attempt }) })
    await announce('worked')

    const [claimed] = await outbox.claim()
    await dies(claimed)
    expect(await outbox.claim()).toEqual([])
    await leasesEnd()
    await outbox.drain()

    expect(seen).toEqual([{ id: claimed?.id, attempt: 1 }, { id: claimed?.id, attempt: 2 }])
    expect(await row()).toMatchObject({ done: true, attempts: 2 })
  })

  it('puts off what fails, longer each time, and ends it as failed', async () => {
    let tries = 0
    outbox.handle('broken', async () => {
      tries += 1
      throw Object.assign(new Error('mail server gone'), { code: 'ECONNREFUSED', command: 'CONN' })
    })
    await announce('broken')
    expect(await outbox.drain()).toBe(1)
    expect(await row()).toMatchObject({ attempts: 1, waits: true, failed: false, lastError: 'mail server gone', cause: 'job.mail-unreachable' })
    for (let n = 1; n < MAX_ATTEMPTS; n++) {
      await leasesEnd()
      await outbox.drain()
    }
    expect(await row()).toMatchObject({ attempts: MAX_ATTEMPTS, failed: true })
    await leasesEnd()
    expect(await outbox.drain()).toBe(0)
    expect(tries).toBe(MAX_ATTEMPTS)
  })

  it('ends as failed what kills its process every time', async () => {
    outbox.handle('poison', async () => {})
    await announce('poison')
    for (let n = 0; n < MAX_ATTEMPTS; n++) {
      expect(await outbox.claim()).toHaveLength(1)
      expect(await outbox.failVanished()).toBe(0)
      await leasesEnd()
    }
    expect(await outbox.claim()).toEqual([])
    expect(await outbox.failVanished()).toBe(1)
    expect(await row()).toMatchObject({ attempts: MAX_ATTEMPTS, failed: true, cause: 'job.vanished' })
  })

  it('gives a row to one claimer, however many ask', async () => {
    outbox.handle('shared', async () => {})
    await dataSource.transaction(async tx => {
      for (let n = 0; n < 60; n++) await outbox.announce(tx, 'shared', { n })
    })
    const claims = await Promise.all(Array.from({ length: 8 }, () => outbox.claim(10)))
    const ids = claims.flat().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length + (await outbox.claim(60)).length).toBe(60)
  })

  it('begins a row once, however many tickets name it', async () => {
    outbox.handle('named', async () => {})
    const id = await announce('named')
    const begun = await Promise.all([...Array.from({ length: 8 }, () => outbox.begin(id)), outbox.claim()])
    expect(begun.flat().filter(Boolean)).toHaveLength(1)
    const [first] = begun.flat().filter(Boolean)
    await outbox.run(first as Claimed)
    expect(await outbox.begin(id)).toBeNull()
  })

  it('hands a row to the queue once an attempt, and leaves it there for a while', async () => {
    outbox.handle('fed', async () => {})
    const id = await announce('fed')
    expect(await outbox.feed()).toEqual([{ id, attempts: 0, long: false }])
    expect(await outbox.feed()).toEqual([])
    expect(await outbox.claim(5, { unless: 10 })).toEqual([])
    await outbox.unfed([id])
    expect(await outbox.claim(5, { unless: 10 })).toHaveLength(1)
  })

  it('leaves a kind that this version does not know to one that does, and keeps what nobody handles as done', async () => {
    await announce('unheard')
    expect(await row()).toMatchObject({ done: true })
    await db.app.query(`delete from platform.outbox`)
    await db.app.query(`insert into platform.outbox (kind) values ('of.tomorrow')`)
    expect(await outbox.drain()).toBe(0)
    expect(await row()).toMatchObject({ attempts: 0, done: false })
  })

  it('renews the lease of long work, and aborts work that another process took over', async () => {
    jest.useFakeTimers({ doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask', 'Date', 'performance'] })
    try {
      let go = () => {}
      let aborted = false
      outbox.handle('long', (_, { signal }) => new Promise<void>(done => {
        signal.addEventListener('abort', () => { aborted = true })
        go = done
      }), { long: true })
      await announce('long')
      const [claimed] = await outbox.claim()
      const run = outbox.run(claimed as Claimed)
      await db.app.query(`update platform.outbox set locked_until = clock_timestamp() + interval '1 s'`)
      jest.advanceTimersByTime(8_000)
      await until(async () => (await db.app.query(`select 1 from platform.outbox where locked_until > clock_timestamp() + interval '20 s'`)).rowCount === 1)
      expect(await outbox.claim()).toEqual([])

      await leasesEnd()
      const [second] = await outbox.claim()
      expect(second?.attempt).toBe(2)
      jest.advanceTimersByTime(8_000)
      await until(async () => aborted)
      go()
      await run
      // The first one's end is nobody's end any more.
      expect(await row()).toMatchObject({ done: false, running: true, attempts: 2 })
    } finally {
      jest.useRealTimers()
    }
  })

  it('says how far work is, in few writes, and where it stands for who waits for it', async () => {
    outbox.handle<{ voteId: string }>('counted', async (_, { progress }) => {
      for (let n = 0; n <= 5_000; n++) progress(n, 5_000)
    })
    await announce('counted', { voteId: 'v1' })
    const writes = jest.spyOn(dataSource, 'query')
    await outbox.drain()
    expect(writes.mock.calls.filter(([sql]) => String(sql).includes('set progress_done ='))).toHaveLength(2)
    writes.mockRestore()
    expect(await row()).toMatchObject({ done: true, progress: [5_000, 5_000] })
    expect(await outbox.standing(dataSource.manager, 'counted', { voteId: 'v1' })).toEqual({ state: 'done', progress: { done: 5_000, total: 5_000, at: expect.any(Date) } })
    expect(await outbox.standing(dataSource.manager, 'counted', { voteId: 'v2' })).toBeNull()
  })
})

const configWith = (redisUrl: string) => Config.from({ DATABASE_URL: db.appUrl, PARVIS_SECRETS_DIR: db.secretsDir, REDIS_URL: redisUrl })

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 400; n++) {
    if (await holds()) return
    await sleep(50)
  }
  throw new Error('it never came')
}

const allDone = () => until(async () => (await db.app.query('select 1 from platform.outbox where done_at is null limit 1')).rowCount === 0)

describe('a process that stops', () => {
  it('gives back what it cannot end in time, and the next one begins it soon', async () => {
    let aborted = false
    outbox.handle('endless', (_, { signal }) => new Promise((_done, refuse) => signal.addEventListener('abort', () => {
      aborted = true
      refuse(new Error('stopped'))
    })), { long: true })
    await announce('endless')
    const dispatcher = new Dispatcher(Config.from({ DATABASE_URL: db.appUrl, PARVIS_SECRETS_DIR: db.secretsDir }), outbox)
    dispatcher.start()
    await until(async () => (await row())?.running === true)
    await dispatcher.onModuleDestroy()
    expect(aborted).toBe(true)
    // Whether its end was still told or not: nothing failed for good, and nobody waits half a minute.
    const { rows: [left] } = await db.app.query<{ seconds: number, tries: number }>(`
      select extract(epoch from greatest(available_at, locked_until) - clock_timestamp())::float8 as seconds, attempts_allowed - attempts as tries from platform.outbox`)
    expect(left?.seconds).toBeLessThan(5)
    expect(left?.tries).toBeGreaterThanOrEqual(MAX_ATTEMPTS - 1)
  })
})

describeRedis('the outbox carried by bull', redis => {
  it('runs every row once, whichever process takes it, long work beside short work', async () => {
    const seen: string[] = []
    const others = [outbox, quietOutbox()]
    for (const one of others) {
      one.handle('carried', async (_, { id }) => { seen.push(id) })
      one.handle('heavy', async (_, { id }) => { seen.push(id) }, { long: true })
    }
    const dispatchers = others.map(one => new Dispatcher(configWith(redis.url), one))
    try {
      for (const dispatcher of dispatchers) dispatcher.start()
      for (let n = 0; n < 80; n++) await announce(n % 10 === 0 ? 'heavy' : 'carried')
      await allDone()
    } finally {
      await Promise.all(dispatchers.map(dispatcher => dispatcher.onModuleDestroy()))
    }
    expect(seen.length).toBe(80)
    expect(new Set(seen).size).toBe(80)
  })

  it('does without Redis where its password is another one', async () => {
    let done = 0
    outbox.handle('unlocked', async () => { done += 1 })
    const dispatchers = ['', ':wrong@'].map(password => new Dispatcher(configWith(redis.url.replace('//', `//${password}`)), outbox))
    // One that Redis let in and then not any more, one that never came in.
    dispatchers[0]?.start()
    await until(async () => dispatchers[0]?.state.redis === true)
    await redis.command('CONFIG', 'SET', 'requirepass', 'another-one')
    const authorised = new Redis(redis.url, { password: 'another-one' })
    await authorised.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    authorised.disconnect()
    dispatchers[1]?.start()
    try {
      for (let n = 0; n < 10; n++) await announce('unlocked')
      await allDone()
      // Long enough for both to try Redis again.
      await sleep(3_000)
      expect([done, ...dispatchers.map(({ state }) => state.redis)]).toEqual([10, false, false])
    } finally {
      await Promise.all(dispatchers.map(dispatcher => dispatcher.onModuleDestroy()))
    }
  })
})

it('does the work without Redis as long as Redis does not answer', async () => {
  outbox.handle('waiting', async () => {})
  const dispatcher = new Dispatcher(configWith(`redis://127.0.0.1:${await freePort()}`), outbox)
  await announce('waiting')
  dispatcher.start()
  await allDone()
  expect(dispatcher.state).toEqual({ running: 0, redis: false })
  await dispatcher.onModuleDestroy()
  expect(await row()).toMatchObject({ attempts: 1, done: true })
})
