// A worker of one's own: `npm run worker` on a test's database.
//
//   const worker = await startWorker(db, { REDIS_URL: redis.url })
//   worker.pid       the process that does the jobs
//   await worker.kill()   as a machine that goes down
//   await worker.stop()   as it is asked to
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runFolder, type TestDatabase } from './database'
import { freePort } from './ports'

export interface TestWorker {
  pid: number
  health(): Promise<{ status: number, running: number, redis: boolean | null }>
  kill(): Promise<void>
  stop(): Promise<number | null>
}

/** Starts it and waits until it works. Throws with what it printed when it does not. */
export async function startWorker(db: TestDatabase, env: Record<string, string>): Promise<TestWorker> {
  const port = await freePort()
  const dataDir = join(runFolder(), `worker-${port}`)
  mkdirSync(dataDir, { recursive: true })
  const child = spawn(process.execPath, [resolve(__dirname, '../../scripts/worker.mjs')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env, PORT: '', API_PORT: '', ORIGIN: '', REDIS_URL: '', NODE_ENV: 'production', PARVIS_DATA_DIR: dataDir, PARVIS_SECRETS_DIR: db.secretsDir, DATABASE_URL: db.appUrl, DATABASE_OWNER_URL: '',
      PARVIS_EMBEDDED: '1', PARVIS_TEST_CLOCK: '1', PARVIS_DEMO: '0', PARVIS_FOLLOW_PID: String(process.pid), WORKER_PORT: String(port), ...env,
    },
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => { output += chunk })
  child.stderr.on('data', (chunk: Buffer) => { output += chunk })
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)))
  const health = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2_000) })
    return { ...(await answer.json() as { pid: number, running: number, redis: boolean | null }), status: answer.status }
  }
  for (let n = 0; ; n++) {
    const found = await health().catch(() => undefined)
    if (found?.status === 200) {
      const kill = async () => {
        process.kill(found.pid, 'SIGKILL')
        await ended
      }
      return { pid: found.pid, health, kill, async stop() {
        child.kill('SIGTERM')
        return ended
      } }
    }
    if (child.exitCode !== null || n > 600) throw new Error(`The worker did not start:\n${output}`)
    await sleep(100)
  }
}
