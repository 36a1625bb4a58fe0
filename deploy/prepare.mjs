// What compose.yaml does once before anything else. Both may be run again and again: nothing that is there is changed.
//   node deploy/prepare.mjs secrets     draws the keys and passwords that are missing
//   node deploy/prepare.mjs database    makes the database with its roles, migrates it, writes down how to reach it
//   node deploy/prepare.mjs roles       the same without migrating: for an empty database that `parvis restore` will fill
import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fail, PlainError, root, run, writePrivate } from '../scripts/lib/system.mjs'
import { createDatabase, secret } from '../scripts/postgres.mjs'

const place = process.env.PARVIS_PREPARE_DIR || '/run/parvis'
/** Seen by the API and the workers; by the owner of the database alone; by the web. */
const [secrets, admin, web] = ['secrets', 'admin', 'web'].map((name) => join(place, name))
const installed = join(admin, 'installed')
const keys = ['master-pepper', 'receipt-key']

function drawSecrets() {
  for (const folder of [secrets, admin, web]) mkdirSync(folder, { recursive: true, mode: 0o750 })
  const lost = existsSync(installed) ? keys.find((name) => !existsSync(join(secrets, name))) : undefined
  if (lost) throw new PlainError(`The secret ${lost} is gone, and the database needs the one it was made with: put the secrets back from their backup`)
  for (const name of [...keys, 'proxy-secret']) secret(secrets, name)
  writePrivate(join(web, 'proxy-secret'), `${secret(secrets, 'proxy-secret')}\n`)
  secret(admin, 'postgres-superuser')
  // PostgreSQL's own user reads it as a member of the group.
  chmodSync(join(admin, 'postgres-superuser'), 0o440)
}

async function prepareDatabase({ migrate }) {
  const host = process.env.POSTGRES_ADDRESS || 'postgres:5432'
  const superUrl = `postgres://postgres:${secret(admin, 'postgres-superuser')}@${host}/postgres`
  const { ownerUrl, appUrl } = await createDatabase({ superUrl, name: 'parvis', secretsDir: admin })
  writePrivate(join(admin, 'database-owner-url'), `${ownerUrl}\n`)
  writePrivate(join(secrets, 'database-url'), `${appUrl}\n`)
  if (!migrate) return
  const env = { ...process.env, PARVIS_SECRETS_DIR: secrets, DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl }
  const built = process.env.PARVIS_BUILT || join(root, 'built')
  for (const args of [['apps/api/src/cli/main.js', 'migrate'], ['seeds/main.js']]) {
    const { output } = await run(process.execPath, ['--enable-source-maps', join(built, args[0]), ...args.slice(1)], { cwd: root, env, onError: `${args.join(' ')} failed` })
    if (output) process.stdout.write(output)
  }
  writePrivate(installed, `${new Date().toISOString()}\n`)
}

const commands = { secrets: drawSecrets, database: () => prepareDatabase({ migrate: true }), roles: () => prepareDatabase({ migrate: false }) }
const command = commands[process.argv[2]]
if (!command) fail(new PlainError('usage: node deploy/prepare.mjs secrets | database | roles'), 2)
await Promise.resolve().then(command).catch(fail)
