// Before a Jest run. Starts nothing yet: the PostgreSQL of the run starts when the first test asks for a database
// (test/support/database.ts), so unit tests alone wait for none.
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase, secret, startPostgres, withClient } from '../../scripts/postgres.mjs'
import { installedBrowser } from '../../scripts/browser.mjs'
import { compileTexts } from '../../scripts/build.mjs'
import { identityOf, readJson, root, run, stopChildren, writePrivate } from '../../scripts/lib/system.mjs'
import { removeRun, sweepRuns } from './runs.mjs'

export default async function setUp() {
  await sweepRuns()
  await compileTexts(() => {})
  const folder = mkdtempSync(join(tmpdir(), 'parvis-test-'))
  chmodSync(folder, 0o711)
  writePrivate(join(folder, 'owner.json'), identityOf(process.pid))
  process.env.PARVIS_TEST_RUN = folder
  process.env.PARVIS_TEST_REPORT ??= folder
  process.env.PARVIS_BROWSER ??= installedBrowser() ?? ''
  const state = globalThis.parvisTestRun = { folder, server: undefined, demonstration: undefined, watch: undefined }

  // A test asks by a file: workers share nothing else with this process.
  const note = (name) => (error) => writePrivate(join(folder, name), error.message ?? String(error))
  state.watch = setInterval(() => {
    if (!state.server && existsSync(join(folder, 'wanted'))) state.server = prepare(folder).catch(note('failed'))
    if (!state.demonstration && existsSync(join(folder, 'demonstration-wanted'))) {
      state.demonstration = state.server?.then(() => prepareDemonstration(folder)).catch(note('demonstration-failed'))
    }
  }, 25)
  state.watch.unref()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      clearInterval(state.watch)
      Promise.all([stopChildren(), removeRun(folder)]).finally(() => process.exit(130))
    })
  }
}

// A server of its own (never DATABASE_URL), durable like any other; fast because every database is copied from one
// that was migrated once, by the platform's own command.
async function prepare(folder) {
  const secretsDir = join(folder, 'secrets')
  const { superUrl } = await startPostgres({ dataDir: join(folder, 'data'), secretsDir, settings: { max_connections: 400, max_wal_size: '2GB' } })
  const template = 'parvis_test'
  const { ownerUrl, appUrl } = await createDatabase({ superUrl, name: template, secretsDir })
  const platformSecrets = join(folder, 'template-secrets')
  mkdirSync(platformSecrets, { mode: 0o700 })
  for (const name of ['master-pepper', 'receipt-key', 'proxy-secret']) secret(platformSecrets, name)
  const server = { superUrl, template, ownerUrl, appUrl, secretsDir, platformSecrets }
  await runSource(['apps/api/src/cli/main.ts', 'migrate'], server, 'The migrations failed on the template database of the tests')
  await makeTemplate(server)
  writePrivate(join(folder, 'ready.json'), server)
}

// The demonstration takes long to play: once for the run, and copied.
async function prepareDemonstration(folder) {
  const base = readJson(join(folder, 'ready.json'))
  if (!base) throw new Error('There is no database to seed')
  const template = 'parvis_demo'
  const platformSecrets = join(folder, 'demonstration-secrets')
  cpSync(base.platformSecrets, platformSecrets, { recursive: true })
  await withClient(base.superUrl, (client) => client.query(`create database ${template} template ${base.template} owner ${new URL(base.ownerUrl).username}`))
  const server = { ...base, template, platformSecrets, ownerUrl: inDatabase(base.ownerUrl, template), appUrl: inDatabase(base.appUrl, template) }
  await withClient(base.superUrl, (client) => client.query(`grant connect on database ${template} to ${new URL(base.appUrl).username}`))
  await runSource(['seeds/main.ts'], server, 'The demonstration failed on its template database')
  await makeTemplate(server)
  writePrivate(join(folder, 'demonstration-ready.json'), server)
}

const runSource = (args, { ownerUrl, appUrl, platformSecrets }, onError) => run(process.execPath, ['-r', './scripts/lib/swc-register.cjs', ...args], {
  cwd: root,
  env: { ...process.env, NODE_ENV: 'test', REDIS_URL: '', DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl, PARVIS_SECRETS_DIR: platformSecrets, PARVIS_EMBEDDED: '1', PARVIS_TEST_CLOCK: '1', PARVIS_DEMO: '1' },
  onError,
})

const makeTemplate = ({ superUrl, template }) => withClient(superUrl, (client) => client.query(`alter database ${template} with is_template true allow_connections false`))

const inDatabase = (url, name) => Object.assign(new URL(url), { pathname: `/${name}` }).href
