// The platform as `npm start` runs it, from the build, on a database of the bench's own.
import { fork, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { platformEnvironment } from '../lib/settings.mjs'
import { alive, freePort, nodeFlags, PlainError, root, run, stopProcess } from '../lib/system.mjs'
import { createDatabase, secret } from '../postgres.mjs'

/** A migrated database without the demonstration, and the environment of the processes that serve it. */
export async function prepare({ name, folder, superUrl, dataDir, secretsDir }) {
  const { ownerUrl, appUrl } = await createDatabase({ superUrl, name, secretsDir })
  for (const file of ['master-pepper', 'receipt-key', 'proxy-secret']) secret(secretsDir, file)
  const [port, apiPort] = [await freePort(), await freePort()]
  const settings = { port, apiPort, dataDir, secretsDir, embedded: true, origin: `http://localhost:${port}` }
  const env = { ...platformEnvironment(settings, { appUrl }), PARVIS_DEMO: '0', REDIS_URL: '', SMTP_URL: '' }
  await run(process.execPath, [join(folder, 'apps/api/src/cli/main.js'), 'migrate'], { cwd: root, env: { ...env, DATABASE_OWNER_URL: ownerUrl }, onError: 'migrate' })
  return { name, folder, env, ownerUrl, appUrl, port, apiPort, cookie: `parvis_${port}`, origin: settings.origin, logs: dataDir }
}

/** The same platform on other ports, whose processes keep nothing between two requests. */
export async function forgetful(site) {
  const [port, apiPort] = [await freePort(), await freePort()]
  return { ...site, name: `${site.name}-forgetful`, port, apiPort, env: { ...site.env, PORT: String(port), API_PORT: String(apiPort), PARVIS_CACHE: '0' } }
}

export const startApi = (site) => launch(site, 'api', 'apps/api/src/main.js', site.env)

/** A process that only does the jobs. */
export const startWorker = (site, port) => launch(site, 'worker', 'apps/api/src/worker.js', { ...site.env, WORKER_PORT: String(port) })

export const startWeb = (site) => launch(site, 'web', 'web/main.js', { ...site.env, HOST: '127.0.0.1', DATABASE_URL: undefined, API_URL: `http://127.0.0.1:${site.apiPort}` })

function launch(site, name, script, env) {
  const logFile = join(site.logs, `${site.name}-${name}.log`)
  const out = openSync(logFile, 'a', 0o600)
  const child = spawn(process.execPath, [...nodeFlags, join(site.folder, script)], { cwd: root, env, stdio: ['ignore', out, out] })
  closeSync(out)
  return { pid: child.pid, logFile, stop: () => stopProcess(child.pid) }
}

/** Milliseconds until `url` answers 200. */
export async function answers(url, { pid, logFile } = {}) {
  const from = performance.now()
  for (;;) {
    const answer = await fetch(url).catch(() => undefined)
    await answer?.arrayBuffer()
    if (answer?.status === 200) return performance.now() - from
    if (pid && !alive(pid)) throw new PlainError(`${url}: the process ended\n${readFileSync(logFile, 'utf8').slice(-2000)}`)
    if (performance.now() - from > 60_000) throw new PlainError(`${url} does not answer (${answer?.status})`)
    await sleep(10)
  }
}

/** Memory of a process in MB: now, and the most it ever had. Undefined where there is no /proc. */
export function memoryOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const read = (field) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)[1]) / 1024
    return { now: read('VmRSS'), most: read('VmHWM') }
  } catch {
    return undefined
  }
}

/** A helper process of this folder that answers one message by one message. */
export async function helper(script, env = {}) {
  const child = fork(join(import.meta.dirname, script), { env: { ...process.env, ...env }, execArgv: [] })
  const answer = () => new Promise((done, refuse) => {
    child.once('message', done)
    child.once('exit', (code) => refuse(new PlainError(`${script} ended (${code})`)))
  })
  const first = await answer()
  return {
    first,
    pid: child.pid,
    async ask(message) {
      child.removeAllListeners('exit')
      const answered = answer()
      child.send(message)
      const said = await answered
      if (said.error) throw new PlainError(`${script}: ${said.error}`)
      return said
    },
    stop: () => child.disconnect(),
  }
}
