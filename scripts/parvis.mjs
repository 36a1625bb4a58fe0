// npm run -s parvis -- COMMAND …: the command line of the platform (apps/api/src/cli). Standard output belongs to the
// command; what has to be built or started first is told on standard error.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from './build.mjs'
import { openDatabase, openDatabaseAsItIs } from './lib/database.mjs'
import { install } from './lib/install.mjs'
import { platformEnvironment, readSettings, runningDatabase, takeDataFolder } from './lib/settings.mjs'
import { fail, requireNode, root, start, stopChildren } from './lib/system.mjs'

const withoutServer = new Set(['tally', 'verify', 'readability', 'help'])
const asItIs = new Set(['backup', 'restore'])
const log = (line) => console.error(line)
let opened

async function main(args) {
  const settings = readSettings(process.env)
  await install({ dev: false, log })
  const building = build({ only: 'api', log })
  const needsDatabase = args.length > 0 && !withoutServer.has(args[0]) && !args.some((arg) => arg === '--help' || arg === '-h')
  const env = needsDatabase ? await databaseEnvironment(settings, building, args[0]) : { ...process.env, PARVIS_SECRETS_DIR: settings.secretsDir }
  // File names are meant from where the command was typed; npm moves to the root.
  const cwd = process.env.npm_lifecycle_event === 'parvis' ? process.env.INIT_CWD ?? root : process.cwd()
  const child = start(process.execPath, ['--enable-source-maps', join(await building, 'apps/api/src/cli/main.js'), ...args], { cwd, env, stdio: 'inherit' })
  return new Promise((done, refuse) => {
    child.once('error', refuse)
    child.once('close', (code) => done(code ?? 1))
  })
}

async function databaseEnvironment(settings, building, command) {
  const database = settings.embedded ? await embeddedDatabase(settings, building, command) : { appUrl: settings.databaseUrl, ownerUrl: settings.ownerUrl }
  return { ...platformEnvironment(settings, database), DATABASE_OWNER_URL: database.ownerUrl }
}

// The database of the running copy, or the embedded server started for this command alone.
async function embeddedDatabase(settings, building, command) {
  for (let told = false; ; told = true) {
    const running = runningDatabase(settings)
    if (running) return running
    const { folder, busy } = await takeDataFolder(settings, { kind: 'command', log })
    if (folder) return open(settings, building, folder, command)
    if (!told) log(`  le dossier de données est occupé (processus ${busy.owner.pid}) : attente`)
    await sleep(200)
  }
}

function open(settings, building, folder, command) {
  opened = { folder }
  const options = {
    log,
    onServer(server) {
      opened.server = server
      folder.remember('PostgreSQL', server.pid)
    },
  }
  return asItIs.has(command) ? openDatabaseAsItIs(settings, options) : openDatabase(settings, building, options)
}

async function leave(code) {
  await stopChildren()
  await opened?.server?.stop()
  opened?.folder.leave()
  process.exit(code)
}

requireNode()
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) process.on(signal, () => leave(code))
main(process.argv.slice(2)).then(leave, async (error) => {
  await opened?.server?.stop()
  opened?.folder.leave()
  fail(error)
})
