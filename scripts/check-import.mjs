// npm run check:import: every real budget of the shared data that qualifies goes through the ballot box, by the command that
// operators use, on a PostgreSQL of its own. Qualify: ballots of every type whose published winners are those of the plain greedy
// rule (37), and Toulouse 2022, whose reference selection is known. One line per file; the last one says
// `N passed, N failed`. The data is found through PARVIS_SHARED_DATA (default ../shared/data).
import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { build } from './build.mjs'
import { fail, PlainError, readJson, requireNode, root } from './lib/system.mjs'
import { createDatabase, removeCluster, secret, startPostgres } from './postgres.mjs'

const EXPECTED = 38
const TOULOUSE = 'France_Toulouse_2022.pb'
const data = resolve(root, process.env.PARVIS_SHARED_DATA || '../shared/data', 'pabulib')

function qualifying() {
  return ['small', '.'].flatMap((folder) => readdirSync(join(data, folder)).filter((name) => name.endsWith('.pb')).map((name) => {
    const reference = readJson(join(data, folder, 'reference', name.replace(/\.pb$/, '.json')))
    return { path: join(data, folder, name), name, reference }
  })).filter(({ name, reference }) => reference?.published?.reproduced_by_plain_greedy === true || name === TOULOUSE)
}

/** The winners that the file must have, in any order. */
function expectedWinners({ name, reference }) {
  if (name !== TOULOUSE) return reference.published.selected
  return reference.pabutools.results.find(({ rule, params }) => rule === 'greedy_utilitarian_welfare' && params.sat === 'Cost_Sat').winners
}

const sorted = (ids) => [...ids].map(String).sort().join('\n')

function parvis(command, args, env) {
  return new Promise((done) => {
    execFile(process.execPath, [command, ...args], { env, maxBuffer: 50_000_000 }, (error, stdout, stderr) => done({ code: error ? 1 : 0, stdout, stderr }))
  })
}

async function check(file, command, env) {
  const started = Date.now()
  const { code, stdout, stderr } = await parvis(command, ['import', 'pabulib', file.path, '--json'], env)
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  const answer = code === 0 ? JSON.parse(stdout) : undefined
  const right = answer && answer.ballots === file.reference.num_votes && answer.paper === (file.reference.voting_method.paper ?? 0) && sorted(answer.winners) === sorted(expectedWinners(file))
  const told = answer ? `${answer.ballots} ballots (${answer.paper} paper), ${answer.winners.length} winners, ${answer.totalCost}` : stderr.trim().split('\n').at(-1)
  console.log(`${basename(file.name, '.pb')} ${right ? 'held' : 'failed'} ${told} ${seconds} s`)
  return right
}

async function main() {
  if (!existsSync(data)) throw new PlainError(`The shared data is not at ${data}: set PARVIS_SHARED_DATA`)
  const files = qualifying()
  if (files.length !== EXPECTED) throw new PlainError(`${files.length} files qualify, ${EXPECTED} are expected: is the shared data whole?`)
  const folder = mkdtempSync(join(tmpdir(), 'parvis-import-'))
  chmodSync(folder, 0o711)
  const [dataDir, secretsDir] = [join(folder, 'data'), join(folder, 'secrets')]
  mkdirSync(secretsDir, { mode: 0o700 })
  let server
  const clean = async () => {
    await server?.stop()
    removeCluster(dataDir)
    rmSync(folder, { recursive: true, force: true })
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => clean().finally(() => process.exit(130)))
  try {
    const command = join(await build({ only: 'api', log: console.error }), 'apps/api/src/cli/main.js')
    server = await startPostgres({ dataDir, secretsDir })
    const { ownerUrl, appUrl } = await createDatabase({ superUrl: server.superUrl, name: 'parvis_import', secretsDir })
    for (const name of ['master-pepper', 'receipt-key', 'proxy-secret']) secret(secretsDir, name)
    const env = { ...process.env, DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl, PARVIS_SECRETS_DIR: secretsDir, PARVIS_EMBEDDED: '1', PARVIS_DEMO: '0', REDIS_URL: '' }
    const migrated = await parvis(command, ['migrate'], env)
    if (migrated.code !== 0) throw new PlainError(`The migrations failed\n${migrated.stderr}`)
    let passed = 0
    for (const file of files) if (await check(file, command, env)) passed++
    console.log(`${passed} passed, ${files.length - passed} failed`)
    process.exitCode = passed === files.length ? 0 : 1
  } finally {
    await clean()
  }
}

requireNode()
await main().catch(fail)
