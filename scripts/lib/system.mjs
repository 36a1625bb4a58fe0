// What every script needs of the machine: processes, ports, locks, files. Nothing but Node's own modules:
// the scripts run before anything is installed.
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/**
 * How Node runs a service: a small young generation and a heap that grows slowly, so that memory follows the work (docs/performance.md).
 * Stacks name the built files; NODE_OPTIONS=--enable-source-maps makes them name the sources, for 10 to 40 MB.
 */
export const nodeFlags = ['--max-semi-space-size=8', '--max-old-space-size=768']

/** Is this module the command that was run (and not imported by another)? */
export const isCommand = (moduleUrl) => Boolean(process.argv[1]) && existsSync(process.argv[1]) && realpathSync(process.argv[1]) === fileURLToPath(moduleUrl)

/** A failure the person at the keyboard can act on: shown as one line, without a stack. */
export class PlainError extends Error {}

/** Ends the process with one clear line when Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  console.error(`Parvis demande Node 20.19 ou plus récent ; ceci est Node ${process.versions.node}. / Parvis needs Node 20.19 or later; this is Node ${process.versions.node}.`)
  process.exit(1)
}

/** Prints the error as one line (or its stack when it is a bug) and ends with `code`. */
export function fail(error, code = 1) {
  process.stderr.write(`${error instanceof PlainError ? error.message : error?.stack ?? error}\n`)
  process.exit(code)
}

// ---------------------------------------------------------------- processes

const children = new Set()

/** Like spawn, and remembered until it ends: `stopChildren` leaves none behind when a signal comes in the middle of a step. */
export function start(command, args, options) {
  const child = spawn(command, args, options)
  children.add(child)
  child.once('close', () => children.delete(child))
  child.once('error', () => children.delete(child))
  return child
}

/** Takes a child out of what `stopChildren` stops: its owner stops it in its own way. */
export function release(child) {
  children.delete(child)
}

export async function stopChildren() {
  await Promise.all([...children].map((child) => stopProcess(child.pid, { patience: 2000 })))
}

/**
 * Runs a command to its end and gives what it printed.
 * @param {{ onError?: string, cwd?: string, env?: NodeJS.ProcessEnv, uid?: number, gid?: number }} [options] onError: first line of the error thrown when the command fails
 */
export async function run(command, args, { onError, ...options } = {}) {
  const child = start(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  let output = ''
  let stdout = ''
  child.stdout.on('data', (chunk) => { output += chunk; stdout += chunk })
  child.stderr.on('data', (chunk) => { output += chunk })
  const code = await new Promise((done) => {
    child.once('error', (error) => { output += error.message; done(-1) })
    child.once('close', (status, signal) => done(signal ?? status))
  })
  if (code !== 0) throw new PlainError(`${onError ?? `${command} : échec`} (${code})\n${excerpt(output)}`)
  return { output, stdout }
}

function excerpt(output) {
  const lines = output.trimEnd().split('\n')
  return lines.length <= 40 ? lines.join('\n') : [...lines.slice(0, 25), '…', ...lines.slice(-12)].join('\n')
}

export const tail = (text, lines) => text.trimEnd().split('\n').slice(-lines).join('\n')

export function alive(pid) {
  if (!Number.isInteger(pid) || pid < 1) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code === 'ESRCH') return false
  }
  const state = procStat(pid)?.[0]
  return state !== 'Z' && state !== 'X'
}

// Fields of /proc/PID/stat after the command name, which may hold blanks and brackets.
function procStat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

/** When a process started, in a form that only serves to compare; with the pid it names one process for good. */
export function startTime(pid) {
  const fields = procStat(pid)
  if (fields) return fields[19]
  if (existsSync('/proc/self')) return undefined
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || undefined
}

export function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim()
  } catch {
    if (existsSync('/proc/self')) return ''
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? ''
  }
}

export function workingDirectory(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

/** `{ pid, startTime }` of a process: enough to recognise it after a crash, when its pid may belong to somebody else. */
export const identityOf = (pid) => ({ pid, startTime: startTime(pid) })

export const sameProcess = (identity) => Boolean(identity) && alive(identity.pid) && startTime(identity.pid) === identity.startTime

/** Waits until the process is gone; false after `milliseconds`. */
export async function gone(pid, milliseconds) {
  const until = Date.now() + milliseconds
  while (alive(pid)) {
    if (Date.now() > until) return false
    await sleep(25)
  }
  return true
}

/** Asks a process to stop, and insists. */
export async function stopProcess(pid, { signal = 'SIGTERM', patience = 3000, then = 'SIGKILL' } = {}) {
  for (const [which, wait] of [[signal, patience], [then, 3000], ['SIGKILL', 3000]]) {
    try {
      process.kill(pid, which)
    } catch (error) {
      if (error.code === 'ESRCH') return true
      throw new PlainError(`Le processus ${pid} ne peut pas être arrêté : ${error.message}`)
    }
    if (await gone(pid, wait)) return true
  }
  return false
}

// ---------------------------------------------------------------- ports

export function portIsFree(port, host = '127.0.0.1') {
  return new Promise((done) => {
    const server = createServer()
    server.once('error', () => done(false))
    server.listen({ port, host, exclusive: true }, () => server.close(() => done(true)))
  })
}

export function freePort(host = '127.0.0.1') {
  return new Promise((done, refuse) => {
    const server = createServer()
    server.once('error', refuse)
    server.listen({ port: 0, host }, () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })
}

// ---------------------------------------------------------------- files

export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Writes a whole file or nothing, readable by its owner only. */
export function writePrivate(path, content) {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, path)
}

export const rmFile = (path) => rmSync(path, { force: true })

/** A folder that others may cross but not list: PostgreSQL's own user reaches its data through it. */
export function makeCrossable(path) {
  if (existsSync(path)) return
  mkdirSync(path, { recursive: true })
  chmodSync(path, 0o711)
}

/**
 * Runs `work` while no other script of this checkout runs work under the same lock.
 * A lock whose process is gone is taken over.
 */
export async function withLock(name, work, { onWait } = {}) {
  const path = join(root, 'build', `.lock-${name}`)
  mkdirSync(dirname(path), { recursive: true })
  let told = false
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(identityOf(process.pid)), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const holder = readJson(path)
    if (holder ? !sameProcess(holder) : !(await holderAppears(path))) {
      rmSync(path, { force: true })
      continue
    }
    if (!told) onWait?.()
    told = true
    await sleep(200)
  }
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

// The holder creates the file and then fills it: an empty one is given half a second.
async function holderAppears(path) {
  await sleep(500)
  return readJson(path) !== undefined || !existsSync(path)
}

/** Says how long a step took; a long one is announced while it runs. */
export async function step(label, work, log = console.log) {
  const from = Date.now()
  const announce = setTimeout(() => log(`  ${label}…`), 1000)
  try {
    const result = await work()
    log(`  ${label} : ${((Date.now() - from) / 1000).toFixed(1)} s`)
    return result
  } finally {
    clearTimeout(announce)
  }
}
