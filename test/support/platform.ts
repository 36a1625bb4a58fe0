// The whole platform for a test: API and web of the current build, in production mode, on free ports and a database
// of their own, started by the very script of `npm start`.
//
//   let platform: Platform
//   beforeAll(async () => { platform = await startPlatform() })
//   afterAll(() => platform.stop())
//   await page.goto(platform.origin + '/consultations')
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createTestDatabase, runFolder, type TestDatabase } from './database'
import { freePorts } from './ports'

export interface Platform {
  /** Address of the web, without a slash at the end. */
  origin: string
  /** Address of the API behind it. */
  apiUrl: string
  db: TestDatabase
  dataDir: string
  /** What start printed: progress, address, demonstration accounts. */
  output: string
  stop(): Promise<void>
}

const root = resolve(__dirname, '../..')
const running = new Map<string, Platform>()

/** The platform that this test file started at that address. */
export function platformAt(origin: string): Platform {
  const found = running.get(origin)
  if (!found) throw new Error(`No platform of this test file runs at ${origin}`)
  return found
}

/**
 * Starts the platform. Throws with what it printed when it does not get ready.
 * @param options.demo with the demonstration (default true)
 * @param options.env more environment, for instance SMTP settings
 */
export async function startPlatform({ demo = true, env = {} }: { demo?: boolean, env?: Record<string, string> } = {}): Promise<Platform> {
  const db = await createTestDatabase({ demo })
  const [port, apiPort] = await freePorts(2)
  const dataDir = join(runFolder(), `platform-${db.name}`)
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORT: String(port), API_PORT: String(apiPort), ORIGIN: '', HOST: '', REDIS_URL: '',
      PARVIS_DATA_DIR: dataDir, PARVIS_SECRETS_DIR: db.secretsDir,
      DATABASE_URL: db.appUrl, DATABASE_OWNER_URL: db.ownerUrl,
      PARVIS_EMBEDDED: '1', PARVIS_TEST_CLOCK: '1', PARVIS_CACHE: '0', PARVIS_DEMO: demo ? '1' : '0', PARVIS_FOLLOW_PID: String(process.pid),
      ...env,
    },
  })
  mkdirSync(join(runFolder(), 'processes'), { recursive: true })
  writeFileSync(join(runFolder(), 'processes', String(child.pid)), JSON.stringify({ pid: child.pid, startTime: startTime(child.pid) }))
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  let output = ''
  await new Promise<void>((ready, failed) => {
    const hear = (chunk: Buffer) => {
      output += chunk
      if (/Parvis est prêt .*[\s\S]*Ctrl-C/.test(output)) ready()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    void ended.then(() => failed(new Error(`The platform did not start:\n${output}`)))
  })
  const platform: Platform = {
    origin: `http://localhost:${port}`,
    apiUrl: `http://127.0.0.1:${apiPort}`,
    db, dataDir, output,
    async stop() {
      running.delete(platform.origin)
      child.kill('SIGTERM')
      await ended
      await db.drop()
    },
  }
  running.set(platform.origin, platform)
  return platform
}

// As scripts/lib/system.mjs, which Jest cannot load.
function startTime(pid: number | undefined): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[19]
  } catch {
    return undefined
  }
}
