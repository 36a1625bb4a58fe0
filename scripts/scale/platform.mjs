// The shape of compose.yaml without containers: PostgreSQL, Redis, two API, two workers and the web, behind a proxy.
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { alive, freePort, gone, nodeFlags, PlainError, root, run, stopProcess } from '../lib/system.mjs'
import { createDatabase, secret, startPostgres } from '../postgres.mjs'
import { startProxy } from './proxy.mjs'

export const redisIsThere = () => spawnSync('redis-server', ['--version']).status === 0

/**
 * @param {string} built the build folder
 * @param {string} folder for data, secrets and logs
 */
export async function startScaled(built, folder) {
  const secretsDir = join(folder, 'secrets')
  mkdirSync(secretsDir, { mode: 0o700 })
  const server = await startPostgres({ dataDir: join(folder, 'data'), secretsDir, settings: { max_connections: 200 } })
  const { ownerUrl, appUrl } = await createDatabase({ superUrl: server.superUrl, name: 'parvis_scale', secretsDir })
  for (const name of ['master-pepper', 'receipt-key', 'proxy-secret']) secret(secretsDir, name)
  const ports = { proxy: await freePort(), inner: await freePort(), a: await freePort(), b: await freePort(), web: await freePort(), redis: await freePort(), workerA: await freePort(), workerB: await freePort() }
  const origin = `http://localhost:${ports.proxy}`
  const env = {
    PATH: process.env.PATH, NODE_ENV: 'production', ORIGIN: origin, PARVIS_SECRETS_DIR: secretsDir, DATABASE_URL: appUrl, REDIS_URL: `redis://127.0.0.1:${ports.redis}`,
    // The clock may be moved: a month until a vote opens is too long for a check.
    PARVIS_EMBEDDED: '1', PARVIS_TEST_CLOCK: '1', PARVIS_DEMO: '0', DRAIN_SECONDS: '1',
  }
  const api = join(built, 'apps/api/src')
  const plan = {
    redis: { command: 'redis-server', args: ['--port', String(ports.redis), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder] },
    a: { script: join(api, 'main.js'), env: { ...env, API_PORT: String(ports.a) }, ready: `http://127.0.0.1:${ports.a}/ready` },
    b: { script: join(api, 'main.js'), env: { ...env, API_PORT: String(ports.b) }, ready: `http://127.0.0.1:${ports.b}/ready` },
    workerA: { script: join(api, 'worker.js'), env: { ...env, WORKER_PORT: String(ports.workerA) }, ready: `http://127.0.0.1:${ports.workerA}/health` },
    workerB: { script: join(api, 'worker.js'), env: { ...env, WORKER_PORT: String(ports.workerB) }, ready: `http://127.0.0.1:${ports.workerB}/health` },
    web: {
      script: join(built, 'web/main.js'), ready: `http://127.0.0.1:${ports.web}/health`,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ORIGIN: origin, HOST: '127.0.0.1', PORT: String(ports.web), API_URL: `http://127.0.0.1:${ports.inner}`, PARVIS_PROXY_SECRET_FILE: join(secretsDir, 'proxy-secret'), SHUTDOWN_TIMEOUT: '5', ADDRESS_HEADER: 'x-forwarded-for' },
    },
  }
  const running = new Map()

  async function begin(name) {
    const { command = process.execPath, args, script, env: own, ready } = plan[name]
    const out = openSync(join(folder, `${name}.log`), 'a', 0o600)
    const child = spawn(command, args ?? [...nodeFlags, script], { cwd: root, env: own ?? env, detached: true, stdio: ['ignore', out, out] })
    closeSync(out)
    child.on('error', () => {})
    running.set(name, child)
    if (!ready) return
    for (const until = Date.now() + 60_000; ;) {
      if (await fetch(ready, { signal: AbortSignal.timeout(2000) }).then(({ status }) => status < 400, () => false)) return
      if (Date.now() > until || !alive(child.pid)) throw new PlainError(`${name} is not ready\n${readFileSync(join(folder, `${name}.log`), 'utf8').slice(-2000)}`)
      await sleep(50)
    }
  }

  const closers = []
  const scaled = {
    origin, ports, ownerUrl, appUrl, begin,
    /** kill -9 */
    kill: (name) => running.get(name).kill('SIGKILL'),
    /** @returns false when it had to be killed */
    async end(name) {
      const { pid } = running.get(name)
      process.kill(pid, 'SIGTERM')
      return gone(pid, 10_000)
    },
    memory: (name) => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${running.get(name).pid}/status`, 'utf8'))?.[1]) / 1024),
    async stop() {
      for (const close of closers) close()
      await Promise.all([...running.values()].filter(({ pid }) => pid && alive(pid)).map(({ pid }) => stopProcess(pid, { patience: 4000 })))
      await server.stop()
    },
  }
  try {
    await run(process.execPath, [join(api, 'cli/main.js'), 'migrate'], { cwd: root, env: { ...env, DATABASE_OWNER_URL: ownerUrl }, onError: 'The migrations failed' })
    await begin('redis')
    await Promise.all(['a', 'b', 'workerA', 'workerB', 'web'].map(begin))
    closers.push(await startProxy({ port: ports.inner, upstreams: [ports.a, ports.b], health: '/ready', inner: true }))
    closers.push(await startProxy({ port: ports.proxy, upstreams: [ports.web], health: '/health' }))
    return scaled
  } catch (error) {
    await scaled.stop()
    throw error
  }
}
