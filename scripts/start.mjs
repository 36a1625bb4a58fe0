// npm start: everything from an empty checkout to a running platform.
//   PORT (3000)  API_PORT (3001)  ORIGIN (http://localhost:PORT)  HOST (127.0.0.1)
//   PARVIS_DATA_DIR (.parvis)  PARVIS_SECRETS_DIR (<data>/secrets)
//   DATABASE_URL and DATABASE_OWNER_URL (else PostgreSQL is embedded)
//   REDIS_URL: jobs are done by a process of their own (and by every `npm run worker`)
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from './build.mjs'
import { openDatabase, readSetting } from './lib/database.mjs'
import { install } from './lib/install.mjs'
import { platformEnvironment, readSettings, takeDataFolder } from './lib/settings.mjs'
import { alive, fail, nodeFlags, PlainError, portIsFree, release, requireNode, root, start, step, stopChildren, stopProcess, tail } from './lib/system.mjs'

const log = (line) => console.log(line)
const services = []
let server
let folder
let stopping

async function main() {
  const settings = readSettings(process.env)
  log('Parvis')
  const taken = await takeDataFolder(settings, { kind: 'start', log })
  if (taken.busy) refuse(taken.busy)
  folder = taken.folder
  const host = process.env.HOST || '127.0.0.1'
  await demandPort(settings.port, 'PORT', host)
  await demandPort(settings.apiPort, 'API_PORT', '127.0.0.1')
  await install({ dev: false, log })

  // The database needs the API's part of the build only: it is migrated and seeded while the site is built.
  const apiBuilt = build({ only: 'api', log })
  const building = apiBuilt.then(() => build({ log }))
  building.catch(() => {})
  const database = await openDatabase(settings, apiBuilt, {
    log,
    onServer(started) {
      server = started
      folder.remember('PostgreSQL', server.pid)
      server.child.once('exit', (code, signal) => died('PostgreSQL', server.logFile, code, signal))
    },
  })
  const current = await building
  const env = platformEnvironment(settings, database)
  await mkdir(join(settings.dataDir, 'logs'), { recursive: true, mode: 0o700 })
  await step('démarrage', async () => {
    launch('API', settings, join(current, 'apps/api/src/main.js'), env)
    if (process.env.REDIS_URL) launch('travail', settings, join(current, 'apps/api/src/worker.js'), env)
    launch('site', settings, join(current, 'web/main.js'), {
      ...env, HOST: host, DATABASE_URL: undefined, API_URL: `http://127.0.0.1:${settings.apiPort}`, SHUTDOWN_TIMEOUT: '2', BODY_SIZE_LIMIT: process.env.BODY_SIZE_LIMIT || '21M',
    })
    await answers(`http://127.0.0.1:${settings.apiPort}/ready`, 'l’API')
    await answers(`http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${settings.port}/`, 'le site')
  }, log)
  log(`\nParvis est prêt : ${settings.origin}`)
  await showAccounts(database.appUrl)
  log(`\nCtrl-C arrête tout. Journaux : ${relative(root, join(settings.dataDir, 'logs'))}`)
}

function refuse({ kind, origin, owner }) {
  throw new PlainError(kind === 'start' ? `Parvis tourne déjà avec ce dossier de données : ${origin} (processus ${owner.pid})` : `Une commande de Parvis travaille dans ce dossier de données (processus ${owner.pid}) : réessayez quand elle a fini`)
}

async function demandPort(port, name, host) {
  if (!(await portIsFree(port, host))) throw new PlainError(`Le port ${port} est déjà pris par un autre programme : choisissez-en un autre, par exemple ${name}=${port + 10} npm start`)
}

// Each service is a process group of its own: Ctrl-C reaches this script alone, which stops them in order.
function launch(name, settings, script, env) {
  if (stopping) return
  const logFile = join(settings.dataDir, 'logs', `${name.toLowerCase()}.log`)
  if (existsSync(logFile) && statSync(logFile).size > 10_000_000) renameSync(logFile, `${logFile}.1`)
  const out = openSync(logFile, 'a', 0o600)
  const child = start(process.execPath, [...nodeFlags, script], { cwd: root, env, detached: true, stdio: ['ignore', out, out] })
  closeSync(out)
  release(child)
  child.on('error', () => {})
  folder.remember(name, child.pid)
  services.push(child)
  child.once('exit', (code, signal) => died(name, logFile, code, signal))
}

async function answers(url, name) {
  const until = Date.now() + 90_000
  while (!stopping) {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) }).catch(() => undefined)
    if (answer && answer.status < 400) return
    if (Date.now() > until) throw new PlainError(`${name} ne répond pas (${url}${answer ? `, état ${answer.status}` : ''}) ; voyez les journaux`)
    await sleep(50)
  }
  await stopping
}

async function showAccounts(url) {
  const demonstration = await readSetting(url, 'demonstration')
  if (!demonstration) return
  const width = Math.max(...demonstration.accounts.map(({ email }) => email.length))
  log(`\nComptes de démonstration (mot de passe : ${demonstration.password})`)
  log('Qui travaille à un comptoir donne aussi un code : la page qui le demande le montre.')
  for (const { email, role } of demonstration.accounts) log(`  ${email.padEnd(width)}  ${role}`)
}

function died(name, logFile, code, signal) {
  if (stopping) return
  console.error(`\n${name} : processus arrêté (${signal ?? `code ${code}`}), donc Parvis s’arrête. Journal : ${logFile}`)
  const said = existsSync(logFile) ? tail(readFileSync(logFile, 'utf8').slice(-4000), 12) : ''
  if (said) console.error(said.replace(/^/gm, '  '))
  stop(1)
}

// Within five seconds, whatever the services do: first those who talk to people, the database last.
function stop(code) {
  stopping ??= (async () => {
    await Promise.all([stopChildren(), ...services.filter((child) => alive(child.pid)).map((child) => stopProcess(child.pid, { patience: 2500 }))])
    await server?.stop()
    folder?.leave()
    process.exit(code)
  })().catch(fail)
  return stopping
}

requireNode()
process.stdout.on('error', () => {})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0))
// Tests give their own process: a run that is killed leaves no platform behind.
const followed = Number(process.env.PARVIS_FOLLOW_PID)
if (followed) setInterval(() => alive(followed) || stop(0), 500).unref()

main().catch(async (error) => {
  if (stopping) return
  console.error(error instanceof PlainError ? error.message : error)
  await stop(1)
})
