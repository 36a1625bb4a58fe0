// npm test: everything a test needs, then one Jest run. Arguments go to Jest: npm test -- libs/voting
// Safe beside a running npm start: nothing it uses is removed or built over, and the tests have a PostgreSQL of their own.
//   PARVIS_TEST_RESULTS=FILE   Jest's results as JSON too
//   PARVIS_REQUIRE_ALL=1       a missing browser, missing shared data or a missing Redis is a failure
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBrowser } from './browser.mjs'
import { build } from './build.mjs'
import { install } from './lib/install.mjs'
import { fail, requireNode, root, start, stopChildren } from './lib/system.mjs'

async function main(args) {
  await install({ dev: true })
  const [browser] = await Promise.all([findBrowser(), build()])
  if (!browser.path) console.log(`  no browser starts:\n${browser.reasons.map((reason) => `    ${reason}`).join('\n')}`)

  const code = await jest(args, { PARVIS_TEST_REPORT: report, PARVIS_BROWSER: browser.path ?? '' })
  const { sweepRuns } = await import('../test/support/runs.mjs')
  await sweepRuns()
  for (const [kind, what] of [['data', 'test groups NOT RUN: the shared data is missing (PARVIS_SHARED_DATA)'], ['redis', 'test groups NOT RUN: redis-server is not installed'], ['journeys', 'journeys NOT RUN']]) {
    const file = join(report, kind)
    if (existsSync(file)) console.log(`${readFileSync(file, 'utf8').trimEnd().split('\n').length} ${what}`)
  }
  return code
}

async function jest(args, env) {
  const workers = args.some((arg) => /^(--maxWorkers|-w|--runInBand|-i)/.test(arg)) ? [] : ['--maxWorkers=2']
  const results = process.env.PARVIS_TEST_RESULTS ? ['--json', `--outputFile=${process.env.PARVIS_TEST_RESULTS}`] : []
  const child = start(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), ...workers, ...results, ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, NODE_ENV: 'test', ...env } })
  return new Promise((done, refuse) => {
    child.once('error', refuse)
    child.once('close', (code) => done(code ?? 1))
  })
}

requireNode()
const report = mkdtempSync(join(tmpdir(), 'parvis-report-'))
process.on('exit', () => rmSync(report, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopChildren().then(() => process.exit(130)))
process.exit(await main(process.argv.slice(2)).catch(fail))
