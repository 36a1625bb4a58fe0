// npm run check:backup: the tests of backup and restore with a vote of 100,000 ballots. One line per test, its figures, and
// `N passed, N failed` at the end; exit 1 when one failed. PARVIS_BACKUP_BALLOTS: another number.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { install } from './lib/install.mjs'
import { fail, PlainError, readJson, requireNode, root, start, stopChildren } from './lib/system.mjs'

const ballots = process.env.PARVIS_BACKUP_BALLOTS || '100000'

async function main(folder) {
  await install({ dev: true, log: console.error })
  const [report, figures] = [join(folder, 'report.json'), join(folder, 'figures')]
  const child = start(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), '--runInBand', '--json', `--outputFile=${report}`, 'apps/api/test/guarantees/backup.spec.ts'], {
    cwd: root, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, NODE_ENV: 'test', PARVIS_BACKUP_BALLOTS: ballots, PARVIS_BACKUP_FIGURES: figures },
  })
  let said = ''
  child.stderr.on('data', (chunk) => { said += chunk })
  await new Promise((done) => child.once('close', done))
  const tests = readJson(report)?.testResults.flatMap(({ assertionResults }) => assertionResults)
  if (!tests?.length) throw new PlainError(said)
  const passed = tests.filter(({ status }) => status === 'passed').length
  tests.forEach(({ fullName, status, duration }, index) => console.log(`B${index + 1} ${status === 'passed' ? 'held' : status === 'failed' ? 'failed' : 'not run'} ${fullName}, ${((duration ?? 0) / 1000).toFixed(1)} s`))
  if (existsSync(figures)) console.log(`${ballots} ballots: ${readFileSync(figures, 'utf8').trim().split('\n').join('; ')}`)
  if (passed < tests.length) console.error(said)
  console.log(`${passed} passed, ${tests.length - passed} failed`)
  return passed === tests.length ? 0 : 1
}

requireNode()
const folder = mkdtempSync(join(tmpdir(), 'parvis-check-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopChildren().then(() => process.exit(130)))
process.exit(await main(folder).catch(fail))
