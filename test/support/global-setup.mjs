// Before a Jest run. Starts nothing yet: the PostgreSQL of the run starts when the first test asks for a database
// (test/support/database.ts), so unit tests alone wait for none.
import { chmodSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase, secret, startPostgres, withClient } from '../../scripts/postgres.mjs'
import { installedBrowser } from '../../scripts/browser.mjs'
import { compileTexts } from '../../scripts/build.mjs'
import { identityOf, root, run, writePrivate } from '../../scripts/lib/system.mjs'
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
  globalThis.parvisTestRun = { folder, server: undefined }

  const watch = setInterval(() => {
    if (!existsSync(join(folder, 'wanted'))) return
    clearInterval(watch)
    globalThis.parvisTestRun.server = prepare(folder).catch((error) => writePrivate(join(folder, 'failed'), error.message ?? String(error)))
  }, 25)
  watch.unref()
  globalThis.parvisTestRun.watch = watch
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      clearInterval(watch)
      removeRun(folder).finally(() => process.exit(130))
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
  await run(process.execPath, ['-r', './scripts/lib/swc-register.cjs', 'apps/api/src/cli/main.ts', 'migrate'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl, PARVIS_SECRETS_DIR: platformSecrets, PARVIS_EMBEDDED: '1' },
    onError: 'The migrations failed on the template database of the tests',
  })
  await withClient(superUrl, (client) => client.query(`alter database ${template} with is_template true allow_connections false`))
  writePrivate(join(folder, 'ready.json'), { superUrl, template, ownerUrl, appUrl, secretsDir, platformSecrets })
}
