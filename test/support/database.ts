// A database of one's own for a test file, copied in about a tenth of a second from a template that the run migrated
// once. Real PostgreSQL, fsync on. The server starts when the first test asks; DATABASE_URL is ignored.
//
//   import { createTestDatabase, type TestDatabase } from '../../test/support/database'
//   let db: TestDatabase
//   beforeAll(async () => { db = await createTestDatabase() })
//   afterAll(() => db.drop())
//   db.owner                pg.Pool of the owner role (migrations, seeds, the test clock)
//   db.app                  pg.Pool of the application role: what the platform itself may do
//   db.ownerUrl, db.appUrl  DATABASE_OWNER_URL and DATABASE_URL for whatever the test starts
//   db.secretsDir           PARVIS_SECRETS_DIR: master-pepper, receipt-key, proxy-secret, not shared with other tests
//   createTestDatabase({ demo: true })    with the demonstration, played once for the run
//   createTestDatabase({ empty: true })   without migrations, with an owner role of its own: for tests of the migrations
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client, Pool } from 'pg'

export interface TestDatabase {
  name: string
  ownerUrl: string
  appUrl: string
  secretsDir: string
  owner: Pool
  app: Pool
  /** Closes the pools and every other connection. The files go with the server at the end of the run: dropping a database costs a checkpoint, seconds on a busy machine. */
  drop(): Promise<void>
}

interface Server {
  superUrl: string
  template: string
  ownerUrl: string
  appUrl: string
  secretsDir: string
  platformSecrets: string
}

/** Makes a database. Throws when the server of the run or its migrations failed, with their message. */
export async function createTestDatabase({ empty = false, demo = false }: { empty?: boolean, demo?: boolean } = {}): Promise<TestDatabase> {
  const server = await testServer(demo ? 'demonstration-' : '')
  const name = `t_${randomBytes(6).toString('hex')}`
  const { ownerUrl, appUrl } = empty ? await emptyDatabase(server, name) : await copyTemplate(server, name)
  const secretsDir = join(runFolder(), `secrets-${name}`)
  cpSync(server.platformSecrets, secretsDir, { recursive: true })
  const owner = poolOf(ownerUrl)
  const app = poolOf(appUrl)
  return {
    name, ownerUrl, appUrl, secretsDir, owner, app,
    async drop() {
      await Promise.all([owner.end(), app.end()])
      await asSuperuser(server, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
      rmSync(secretsDir, { recursive: true, force: true })
    },
  }
}

/** The folder of this Jest run; it is removed at its end. */
export function runFolder(): string {
  const folder = process.env.PARVIS_TEST_RUN
  if (!folder) throw new Error('test/support/database.ts works inside a Jest run (globalSetup) only')
  return folder
}

async function testServer(kind: '' | 'demonstration-'): Promise<Server> {
  const ready = join(runFolder(), `${kind}ready.json`)
  const failed = join(runFolder(), `${kind}failed`)
  writeFileSync(join(runFolder(), 'wanted'), '')
  writeFileSync(join(runFolder(), `${kind}wanted`), '')
  while (!existsSync(ready)) {
    if (existsSync(failed)) throw new Error(readFileSync(failed, 'utf8'))
    await sleep(25)
  }
  return JSON.parse(readFileSync(ready, 'utf8')) as Server
}

async function copyTemplate(server: Server, name: string) {
  const owner = new URL(server.ownerUrl).username
  const app = new URL(server.appUrl).username
  await asSuperuser(server, `create database ${name} template ${server.template} owner ${owner}`)
  await asSuperuser(server, `revoke connect, temporary on database ${name} from public`)
  await asSuperuser(server, `grant connect on database ${name} to ${app}`)
  return { ownerUrl: inDatabase(server.ownerUrl, name), appUrl: inDatabase(server.appUrl, name) }
}

async function emptyDatabase(server: Server, name: string) {
  const { stdout } = await promisify(execFile)(process.execPath, [resolve(__dirname, '../../scripts/postgres.mjs'), 'create-database', name], {
    env: { ...process.env, SUPER_URL: server.superUrl, PARVIS_SECRETS_DIR: server.secretsDir },
  })
  return JSON.parse(stdout) as { ownerUrl: string, appUrl: string }
}

async function asSuperuser(server: Server, statement: string) {
  const client = new Client({ connectionString: server.superUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function inDatabase(url: string, name: string) {
  const copy = new URL(url)
  copy.pathname = `/${name}`
  return copy.href
}

function poolOf(connectionString: string) {
  const pool = new Pool({ connectionString, max: 20 })
  // A test may take the server's connections away on purpose; an unheard error would end the process.
  pool.on('error', () => {})
  return pool
}
