// What check:inclusion runs on: one PostgreSQL, one API process, a clock that may be moved. No Redis, no web: people enter over
// HTTP, as the pages do.
import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { alive, freePort, nodeFlags, PlainError, root, run, stopProcess } from '../lib/system.mjs'
import { createDatabase, secret, startPostgres } from '../postgres.mjs'

/** @returns {Promise<{ base: string, origin: string, ownerUrl: string, stop(): Promise<void> }>} */
export async function startPlatform(built, folder) {
  const secretsDir = join(folder, 'secrets')
  mkdirSync(secretsDir, { mode: 0o700 })
  const server = await startPostgres({ dataDir: join(folder, 'data'), secretsDir })
  const { ownerUrl, appUrl } = await createDatabase({ superUrl: server.superUrl, name: 'parvis_inclusion', secretsDir })
  for (const name of ['master-pepper', 'receipt-key', 'proxy-secret']) secret(secretsDir, name)
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const env = {
    PATH: process.env.PATH, NODE_ENV: 'production', ORIGIN: origin, API_PORT: String(port), PARVIS_SECRETS_DIR: secretsDir, DATABASE_URL: appUrl,
    // The clock may be moved: a month until a vote opens is too long for a check.
    PARVIS_EMBEDDED: '1', PARVIS_TEST_CLOCK: '1', PARVIS_DEMO: '0', DRAIN_SECONDS: '1',
  }
  const api = join(built, 'apps/api/src')
  let child
  const stop = async () => {
    if (child?.pid && alive(child.pid)) await stopProcess(child.pid, { patience: 4000 })
    await server.stop()
  }
  try {
    await run(process.execPath, [join(api, 'cli/main.js'), 'migrate'], { cwd: root, env: { ...env, DATABASE_OWNER_URL: ownerUrl }, onError: 'The migrations failed' })
    const log = join(folder, 'api.log')
    const out = openSync(log, 'a', 0o600)
    child = spawn(process.execPath, [...nodeFlags, join(api, 'main.js')], { cwd: root, env, detached: true, stdio: ['ignore', out, out] })
    closeSync(out)
    const base = `http://127.0.0.1:${port}`
    for (const until = Date.now() + 60_000; ;) {
      if (await fetch(`${base}/ready`, { signal: AbortSignal.timeout(2000) }).then(({ status }) => status < 400, () => false)) break
      if (Date.now() > until || !alive(child.pid)) throw new PlainError(`The API is not ready\n${readFileSync(log, 'utf8').slice(-2000)}`)
      await sleep(50)
    }
    return { base, origin, ownerUrl, log, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
