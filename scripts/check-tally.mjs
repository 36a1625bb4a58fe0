// npm run check:tally [-- --only ID,ID]: every reference result of the shared data against what the command `tally` answers, in one
// process: winners as sets, and their cost; rankings. One line per check (ID held|failed|not run, figures); then the table of the
// references tried, with each difference and the definition that explains it; the last line says `N passed, N failed`.
// Exit 1 when one failed or did not run. The data is found through PARVIS_SHARED_DATA (default ../shared/data).
//
// A family of files is a module of check-tally/: `export async function* check({ data, tally, built, wanted })` gives, per check,
//   { id, what, tried, equal, differences: [{ reference, ours, theirs, because }], slowest, notRun }
// `because`: the definition by which both are right, or absent when nothing explains it - then the check fails.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { install } from './lib/install.mjs'
import { fail, PlainError, requireNode, root } from './lib/system.mjs'

const families = ['pabulib', 'ranked']
const { values: options } = parseArgs({ options: { only: { type: 'string' } } })
const wanted = options.only?.split(',')
const data = resolve(root, process.env.PARVIS_SHARED_DATA || '../shared/data')

/** The command itself, run here: a file and its options give the JSON document, or the refusal as an error. */
function command(built) {
  const { runCommandLine } = createRequire(import.meta.url)(join(built, 'apps/api/src/cli/main.js'))
  return async (file, ...args) => {
    let [out, err] = ['', '']
    const code = await runCommandLine(['tally', file, ...args, '--json'], { out: (text) => (out += text), err: (text) => (err += text) })
    if (code !== 0) throw new Error(err.trim())
    return JSON.parse(out)
  }
}

function verdict({ tried, differences, notRun }) {
  if (notRun || tried === 0) return 'not run'
  return differences.every(({ because }) => because) ? 'held' : 'failed'
}

function printTable(checks) {
  const rows = [['check', 'references', 'equal', 'differing', 'what'], ...checks.map(({ id, what, tried, equal, differences }) => [id, String(tried), String(equal), String(differences.length), what])]
  const all = (key) => checks.reduce((sum, check) => sum + (key === 'differences' ? check.differences.length : check[key]), 0)
  rows.push(['all', String(all('tried')), String(all('equal')), String(all('differences')), ''])
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  console.log('')
  for (const row of rows) console.log(row.map((cell, column) => (column > 0 && column < 4 ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join('  ').trimEnd())
  for (const { id, differences } of checks)
    for (const { reference, ours, theirs, because } of differences) console.log(`  ${id} ${reference}: ${ours} here, ${theirs} there: ${because ?? 'UNEXPLAINED'}`)
  console.log('')
}

async function main() {
  if (!existsSync(data)) throw new PlainError(`The shared data is not at ${data}: set PARVIS_SHARED_DATA`)
  await install({ dev: false, log: console.error })
  const built = await build({ only: 'api', log: console.error })
  const tally = command(built)
  const checks = []
  for (const family of families) {
    const module = join(import.meta.dirname, 'check-tally', `${family}.mjs`)
    if (!existsSync(module)) continue
    const { check } = await import(module)
    let started = performance.now()
    for await (const one of check({ data, tally, built, wanted: (id) => !wanted || wanted.includes(id) })) {
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      console.log(`${one.id} ${verdict(one)}, ${one.tried} tried, ${one.equal} equal, ${one.differences.length} differing${one.slowest ? `, ${one.slowest}` : ''}, ${seconds} s`)
      checks.push(one)
      started = performance.now()
    }
  }
  printTable(checks)
  const passed = checks.filter((check) => verdict(check) === 'held').length
  console.log(`${passed} passed, ${checks.length - passed} failed`)
  process.exitCode = passed === checks.length && checks.length > 0 ? 0 : 1
}

requireNode()
await main().catch(fail)
