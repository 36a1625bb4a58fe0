// npm run worker: a process that only does the jobs of a platform that runs. As many as you like, on any machine.
//   DATABASE_URL (else the database of the npm start with the same data folder)  REDIS_URL
//   PARVIS_SECRETS_DIR (<data>/secrets)  ORIGIN (for the links in mails)  SMTP_URL  MAIL_FROM
//   WORKER_PORT   GET /health on the loopback: 200 while it works and reaches the database
import { join } from 'node:path'
import { build } from './build.mjs'
import { install } from './lib/install.mjs'
import { platformEnvironment, readSettings, runningDatabase } from './lib/settings.mjs'
import { alive, fail, nodeFlags, PlainError, requireNode, root, start, stopChildren } from './lib/system.mjs'

let stopping = false

async function main() {
  // The owner's connection is not asked for: a worker migrates nothing.
  const settings = readSettings({ ...process.env, DATABASE_OWNER_URL: process.env.DATABASE_URL && (process.env.DATABASE_OWNER_URL || process.env.DATABASE_URL) })
  const database = settings.embedded ? runningDatabase(settings) : { appUrl: settings.databaseUrl }
  if (!database) throw new PlainError('Aucune base de données : lancez d’abord npm start avec ce dossier de données, ou donnez DATABASE_URL')
  await install({ dev: false })
  const folder = await build({ only: 'api' })
  if (stopping) return
  console.log(`Les tâches sont faites ici (processus ${process.pid})${process.env.REDIS_URL ? '' : ', sans Redis : la base de données les distribue'}. Ctrl-C arrête.`)
  const child = start(process.execPath, [...nodeFlags, join(folder, 'apps/api/src/worker.js')], { cwd: root, env: platformEnvironment(settings, database), detached: true, stdio: 'inherit' })
  const code = await new Promise((done, refuse) => {
    child.once('error', refuse)
    child.once('close', (status) => done(status ?? 1))
  })
  process.exit(stopping ? 0 : code)
}

// The worker is a process group of its own: it hears of Ctrl-C from here alone, once.
async function stop() {
  stopping = true
  await stopChildren()
  process.exit(0)
}

requireNode()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void stop())
// Tests give their own process: a run that is killed leaves no worker behind.
const followed = Number(process.env.PARVIS_FOLLOW_PID)
if (followed) setInterval(() => alive(followed) || void stop(), 500).unref()

main().catch(fail)
