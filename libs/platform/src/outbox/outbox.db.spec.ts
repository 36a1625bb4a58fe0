import { setTimeout as sleep } from 'node:timers/promises'
import { DataSource } from 'typeorm'
import { createTestDatabase } from '../../../../test/support/database'
import type { TestDatabase } from '../../../../test/support/database'
import { freePort } from '../../../../test/support/ports'
import { describeRedis } from '../../../../test/support/redis'
import { Config } from '../config/config'
import { Dispatcher } from '../jobs/dispatcher'
import { MAX_ATTEMPTS, Outbox } from './outbox'

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
  outbox = new Outbox(dataSource)
  jest.spyOn(outbox['log'], 'warn').mockReturnValue(undefined)
})

const announce = (kind: string, payload: object = {}) => dataSource.transaction(tx => outbox.announce(tx, kind, payload))
const leasesEnd = () => db.app.query(`update platform.outbox set locked_until = clock_timestamp() - interval '1 s', available_at = least(available_at, clock_timestamp())`)
const row = async () => (await db.app.query<{ attempts: number, done: boolean, failed: boolean, waits: boolean, lastError: string | null }>(`
  select attempts, done_at is not null as done, failed_at is not null as failed, available_at > clock_timestamp() as waits, last_error as "lastError" from platform.outbox`)).rows[0]

describe('the outbox', () => {
  it('keeps nothing of a transaction that is rolled back', async () => {
    await expect(dataSource.transaction(async tx => {
      await outbox.announce(tx, 'lost', {})
      throw new Error('no')
    })).rejects.toThrow('no')
    expect(await row()).toBeUndefined()
  })

  it('runs a handler again, with the same id, when the process dies between its work and its end', async () => {
    const seen: { id: string, attempt: number }[] = []
    outbox.handle('worked', async (_, delivery) => { seen.push(delivery) })
    await announce('worked')

    const [claimed] = await outbox.claim()
    // The handler works, then the process dies: nothing is marked as done.
    await outbox['handlers'].get('worked')?.[0]?.({}, claimed!)
    expect(await outbox.claim()).toEqual([])
    await leasesEnd()
    await outbox.drain()

    expect(seen).toEqual([expect.objectContaining({ id: claimed?.id, attempt: 1 }), { id: claimed?.id, attempt: 2 }])
    expect(await row()).toMatchObject({ done: true, attempts: 2 })
  })

  it('puts off what fails, longer each time, and ends it as failed', async () => {
    let tries = 0
    outbox.handle('broken', async () => {
      tries += 1
      throw new Error('mail server gone')
    })
    await announce('broken')
    expect(await outbox.drain()).toBe(1)
    expect(await row()).toMatchObject({ attempts: 1, waits: true, failed: false, lastError: 'mail server gone' })
    for (let n = 1; n < MAX_ATTEMPTS; n++) {
      await leasesEnd()
      await outbox.drain()
    }
    expect(await row()).toMatchObject({ attempts: MAX_ATTEMPTS, failed: true })
    await leasesEnd()
    expect(await outbox.drain()).toBe(0)
    expect(tries).toBe(MAX_ATTEMPTS)
  })

  it('gives a row to one claimer, however many ask', async () => {
    await dataSource.transaction(async tx => {
      for (let n = 0; n < 60; n++) await outbox.announce(tx, 'shared', { n })
    })
    const claims = await Promise.all(Array.from({ length: 8 }, () => outbox.claim(10)))
    const ids = claims.flat().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length + (await outbox.claim(60)).length).toBe(60)
  })
})

const configWith = (redisUrl: string) => Config.from({ DATABASE_URL: db.appUrl, PARVIS_SECRETS_DIR: db.secretsDir, REDIS_URL: redisUrl })

async function allDone(): Promise<void> {
  for (let n = 0; n < 200; n++) {
    const { rows: [left] } = await db.app.query<{ count: number }>('select count(*)::integer as count from platform.outbox where done_at is null')
    if (left?.count === 0) return
    await sleep(50)
  }
  throw new Error('rows are left')
}

describeRedis('the outbox carried by bull', redis => {
  it('runs every row once, whichever process takes it', async () => {
    const seen: string[] = []
    outbox.handle('carried', async (_, { id }) => { seen.push(id) })
    const dispatchers = [new Dispatcher(configWith(redis.url), outbox), new Dispatcher(configWith(redis.url), outbox)]
    try {
      for (const dispatcher of dispatchers) await dispatcher.start()
      for (let n = 0; n < 40; n++) await announce('carried')
      await allDone()
    } finally {
      await Promise.all(dispatchers.map(dispatcher => dispatcher.onModuleDestroy()))
    }
    expect(seen.length).toBe(40)
    expect(new Set(seen).size).toBe(40)
  })

  it('loses nothing with what Redis held', async () => {
    outbox.handle('forgotten', async () => {})
    await announce('forgotten')
    // Claimed, given to a Redis that forgets it.
    await outbox.claim()
    await leasesEnd()
    const dispatcher = new Dispatcher(configWith(redis.url), outbox)
    try {
      await dispatcher.start()
      await allDone()
    } finally {
      await dispatcher.onModuleDestroy()
    }
  })
})

it('gives rows back, unharmed, while Redis does not answer', async () => {
  const dispatcher = new Dispatcher(configWith(`redis://127.0.0.1:${await freePort()}`), outbox)
  await announce('waiting')
  await dispatcher.start()
  await sleep(1_500)
  await dispatcher.onModuleDestroy()
  expect(await row()).toMatchObject({ attempts: 0, done: false, failed: false })
  await leasesEnd()
  expect(await outbox.drain()).toBe(1)
})
