// From nothing to a migrated and seeded database: npm start and the command line go the same way.
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createDatabase, secret, startPostgres, withClient } from '../postgres.mjs'
import { platformEnvironment, runFile } from './settings.mjs'
import { identityOf, PlainError, root, run, step, writePrivate } from './system.mjs'

/**
 * Opens the platform's database: the embedded server, or the one of DATABASE_URL.
 * @param {Promise<string>} building the build folder; the embedded server starts meanwhile
 * @returns {Promise<{ appUrl: string, ownerUrl: string, server?: Awaited<ReturnType<typeof startPostgres>> }>}
 */
export async function openDatabase(settings, building, { log, onServer = () => {} }) {
  building.catch(() => {})
  const database = settings.embedded ? await openEmbedded(settings, { log, onServer }) : { appUrl: settings.databaseUrl, ownerUrl: settings.ownerUrl }
  const folder = await building
  const installed = await isInstalled(database.ownerUrl)
  // Drawn for a database that expects none yet; afterwards a missing one must stop the platform.
  secret(settings.secretsDir, 'proxy-secret')
  if (!(await readSetting(database.ownerUrl, 'secrets'))) for (const name of ['master-pepper', 'receipt-key']) secret(settings.secretsDir, name)
  const env = { ...platformEnvironment(settings, database), DATABASE_OWNER_URL: database.ownerUrl }
  const node = (script, ...args) => run(process.execPath, ['--enable-source-maps', join(folder, script), ...args], { cwd: root, env, onError: `${script} ${args.join(' ')} : échec` })
  await step('migrations', () => node('apps/api/src/cli/main.js', 'migrate'), log)
  // The same build has nothing new to say to a database of its own that it seeded to the end.
  const seeded = database.server && installed && readMark(settings) === basename(folder)
  if (!seeded) await step(installed ? 'données de référence' : 'données de référence et démonstration', () => node('seeds/main.js'), log)
  if (database.server) {
    writePrivate(installedMark(settings), basename(folder))
    writePrivate(runFile(settings, 'connection.json'), { appUrl: database.appUrl, ownerUrl: database.ownerUrl, server: identityOf(database.server.pid) })
  }
  return database
}

// A first seeding that was cut short leaves half a demonstration: it is begun anew. Once a database was complete it
// is never dropped, whatever it lacks.
async function openEmbedded(settings, { log, onServer }) {
  const server = await step('PostgreSQL', () => startPostgres({ ...settings, log: (line) => log(`  ${line}`) }), log)
  onServer(server)
  const name = 'parvis'
  let { ownerUrl, appUrl, created } = await createDatabase({ superUrl: server.superUrl, name, secretsDir: settings.secretsDir })
  if (!created && readMark(settings) === undefined && !(await isInstalled(ownerUrl))) {
    log('  la première mise en place avait été interrompue : elle est reprise du début')
    ;({ ownerUrl, appUrl } = await createDatabase({ superUrl: server.superUrl, name, secretsDir: settings.secretsDir, recreate: true }))
  }
  return { ownerUrl, appUrl, server }
}

const installedMark = (settings) => join(settings.dataDir, 'installed')
const readMark = (settings) => (existsSync(installedMark(settings)) ? readFileSync(installedMark(settings), 'utf8') : undefined)

async function isInstalled(ownerUrl) {
  return Boolean(await readSetting(ownerUrl, 'installed'))
}

/**
 * Opens the database as it is, without migrations or seeds: a backup is taken before an upgrade, and restored into nothing.
 * @returns {Promise<{ appUrl: string, ownerUrl: string, server?: Awaited<ReturnType<typeof startPostgres>> }>}
 */
export async function openDatabaseAsItIs(settings, { log, onServer = () => {} }) {
  secret(settings.secretsDir, 'proxy-secret')
  return settings.embedded ? openEmbedded(settings, { log, onServer }) : { appUrl: settings.databaseUrl, ownerUrl: settings.ownerUrl }
}

/** A value the platform keeps of itself, or undefined (also before the first migration). */
export async function readSetting(url, key) {
  try {
    return await withClient(url, async (client) => (await client.query('select value from platform.setting where key = $1', [key])).rows[0]?.value)
  } catch (error) {
    if (error.code === '42P01' || error.code === '3F000') return undefined
    throw new PlainError(`La base de données ne répond pas : ${error.message}`)
  }
}
