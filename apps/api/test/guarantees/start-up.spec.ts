import { Config, ConfigError } from '@parvis/platform'
import { randomBytes } from 'node:crypto'
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataSource } from 'typeorm'
import { createTestDatabase, runFolder } from '../../../../test/support/database'
import type { TestDatabase } from '../../../../test/support/database'
import { serve } from '../../src/bootstrap'
import { isMigrated, startUpRefusals, StartUpError } from '../../src/start-up/checks'

let db: TestDatabase
let dataSource: DataSource
beforeAll(async () => {
  db = await createTestDatabase()
  dataSource = await new DataSource({ type: 'postgres', url: db.appUrl, poolSize: 4 }).initialize()
})
afterAll(async () => {
  await dataSource.destroy()
  await db.drop()
})

const environment = () => ({ DATABASE_URL: db.appUrl, PARVIS_SECRETS_DIR: db.secretsDir, API_PORT: '0', PARVIS_EMBEDDED: '1' })
const refusals = (env: Record<string, string> = {}, on = dataSource) => startUpRefusals(on, Config.from({ ...environment(), ...env }))

async function connected<T>(url: string, extra: object, work: (db: DataSource) => Promise<T>): Promise<T> {
  const other = await new DataSource({ type: 'postgres', url, poolSize: 2, extra }).initialize()
  try {
    return await work(other)
  } finally {
    await other.destroy()
  }
}

describe('the platform starts', () => {
  it('where everything is as it must be', async () => {
    expect(await refusals()).toEqual([])
  })
})

describe('the platform refuses to start', () => {
  it('where an acknowledged vote could be lost', async () => {
    await connected(db.appUrl, { options: '-c synchronous_commit=off' }, async relaxed => {
      expect(await refusals({}, relaxed)).toEqual([expect.stringContaining('synchronous_commit is off')])
    })
  })

  it('on a clock that was moved, unless the database is embedded and a test says so', async () => {
    await db.owner.query(`update platform.clock_offset set "offset" = interval '1 hour'`)
    try {
      expect(await refusals()).toEqual([expect.stringContaining('clock')])
      expect(await refusals({ PARVIS_TEST_CLOCK: '1' })).toEqual([])
      expect(await refusals({ PARVIS_TEST_CLOCK: '1', PARVIS_EMBEDDED: '0' })).toEqual([expect.stringContaining('clock')])
      await expect(serve(Config.from(environment()))).rejects.toThrow(StartUpError)
    } finally {
      await db.owner.query(`update platform.clock_offset set "offset" = interval '0'`)
    }
  })

  it('with other secrets than the ones the database was made with', async () => {
    const folder = join(runFolder(), `other-${randomBytes(4).toString('hex')}`)
    cpSync(db.secretsDir, folder, { recursive: true })
    writeFileSync(join(folder, 'master-pepper'), randomBytes(32).toString('base64url'))
    expect(await refusals({ PARVIS_SECRETS_DIR: folder })).toEqual([expect.stringContaining('masterPepper')])
    rmSync(join(folder, 'receipt-key'))
    expect(() => Config.from({ ...environment(), PARVIS_SECRETS_DIR: folder })).toThrow(ConfigError)
  })

  it('as the owner of the database', async () => {
    await connected(db.ownerUrl, {}, async owner => {
      expect(await refusals({}, owner)).toEqual(expect.arrayContaining([expect.stringContaining('application role')]))
    })
  })

  it.each([['insert', 'urn.ballot'], ['select', 'roll.entry'], ['delete', 'platform.audit_entry'], ['update', 'platform.clock_offset']])('with the right to %s in %s', async (right, table) => {
    const app = `"${decodeURIComponent(new URL(db.appUrl).username)}"`
    await db.owner.query(`grant ${right} on ${table} to ${app}`)
    try {
      expect(await refusals()).toEqual([expect.stringContaining(table)])
    } finally {
      await db.owner.query(`revoke ${right} on ${table} from ${app}`)
    }
  })

  it('on a database that is not migrated to this version', async () => {
    await db.owner.query(`update platform.setting set value = '"Older"' where key = 'migration'`)
    try {
      expect(await refusals()).toEqual([expect.stringContaining('not migrated')])
      // One that already runs goes on in front of a database that went ahead, so that processes are replaced in turn; not of one behind.
      expect(await isMigrated(dataSource, { orLater: true })).toBe(false)
      await db.owner.query(`update platform.setting set value = '"Later9999999999999"' where key = 'migration'`)
      expect(await refusals()).toEqual([expect.stringContaining('not migrated')])
      expect(await isMigrated(dataSource, { orLater: true })).toBe(true)
    } finally {
      await db.owner.query(`update platform.setting set value = to_jsonb((select name from migrations order by timestamp desc limit 1)) where key = 'migration'`)
    }
    const empty = await createTestDatabase({ empty: true })
    try {
      await connected(empty.appUrl, {}, async bare => expect(await refusals({}, bare)).toEqual([expect.stringContaining('not migrated')]))
    } finally {
      await empty.drop()
    }
  })

  it.each([
    ['without a database', { DATABASE_URL: '' }],
    ['without a folder of secrets', { PARVIS_SECRETS_DIR: '' }],
    ['with an origin that is none', { ORIGIN: 'parvis.example/accueil' }],
    ['with a port that is none', { API_PORT: 'http' }],
  ])('%s', (_, env) => {
    expect(() => Config.from({ ...environment(), ...env })).toThrow(ConfigError)
  })
})
