// npm run check:mutants [-- NAME …]: proves that the tests guard what they say. Each patch of test/mutants takes a guard
// away in a temporary copy of the sources; the spec that the patch names must then fail, and passes without the patch.
// One line per mutant; the last one says `N passed, N failed`.
import { execFile } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail, PlainError, readJson, requireNode, root } from './lib/system.mjs'

const folder = join(root, 'test/mutants')
const sources = ['apps/api', 'libs', 'docs', 'migrations', 'seeds', 'scripts', 'test', 'package.json', 'package-lock.json', 'jest.config.cjs', 'jest.preset.cjs', 'tsconfig.json', 'tsconfig.base.json']
// Each waits for its own PostgreSQL most of the time.
const AT_ONCE = 2
const skipped = /\/(node_modules|\.svelte-kit|mutants)(\/|$)/

const asked = process.argv.slice(2)
const mutants = readdirSync(folder).filter((name) => name.endsWith('.patch') && (asked.length === 0 || asked.includes(name.replace('.patch', '')))).map(read)

function read(file) {
  const spec = /^spec: (\S+)$/m.exec(readFileSync(join(folder, file), 'utf8'))?.[1]
  if (!spec) throw new PlainError(`${file} does not name its spec`)
  return { name: file.replace('.patch', ''), path: join(folder, file), spec }
}

function copySources(to) {
  for (const source of sources) {
    rmSync(join(to, source), { recursive: true, force: true })
    cpSync(join(root, source), join(to, source), { recursive: true, filter: (path) => !skipped.test(path) })
  }
}

function makeCopy() {
  const copy = mkdtempSync(join(tmpdir(), 'parvis-mutants-'))
  // PostgreSQL runs as another user when this runs as root.
  chmodSync(copy, 0o711)
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  copySources(copy)
  return copy
}

const run = (command, args, cwd) => new Promise((done) => {
  execFile(command, args, { cwd, maxBuffer: 50_000_000, env: { ...process.env, FORCE_COLOR: '0' } }, (error, stdout, stderr) => done({ code: error ? error.code ?? 1 : 0, output: `${stdout}${stderr}` }))
})

/** How many tests of each spec failed; a spec that could not run proves nothing, and a busy machine turns none red. */
async function failures(copy, specs) {
  const report = join(copy, 'report.json')
  rmSync(report, { force: true })
  const { output } = await run(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), '--json', `--outputFile=${report}`, `--maxWorkers=${specs.length > 1 ? 2 : 1}`, '--testTimeout=600000', ...specs], copy)
  const results = readJson(report)?.testResults ?? []
  return new Map(specs.map((spec) => {
    const result = results.find(({ name }) => name.endsWith(spec))
    if (!result || result.assertionResults.length === 0) return [spec, { refused: `${spec} could not run\n${output.slice(-2000)}` }]
    return [spec, { failed: result.assertionResults.filter(({ status }) => status === 'failed').length, total: result.assertionResults.length }]
  }))
}

async function check({ name, path, spec }, copy, clean) {
  const started = Date.now()
  const say = (verdict, told) => {
    console.log(`${name} ${verdict} ${told} ${((Date.now() - started) / 1000).toFixed(1)} s`)
    return verdict === 'held'
  }
  try {
    if (clean.refused ?? clean.failed > 0) return say('failed', clean.refused ?? `${spec}: ${clean.failed} of ${clean.total} fail without the patch`)
    const applied = await run('git', ['apply', path], copy)
    if (applied.code !== 0) return say('failed', `the patch does not apply: ${applied.output.trim()}`)
    const mutated = (await failures(copy, [spec])).get(spec)
    if (mutated.refused) return say('failed', mutated.refused)
    return say(mutated.failed > 0 ? 'held' : 'failed', `${spec}: ${mutated.failed} of ${mutated.total} turned red`)
  } catch (error) {
    return say('failed', error.message)
  } finally {
    copySources(copy)
  }
}

async function main() {
  if (mutants.length === 0) throw new PlainError('no such mutant')
  const copies = Array.from({ length: Math.min(AT_ONCE, mutants.length) }, makeCopy)
  let passed = 0
  try {
    // All specs once without any patch, in one run: the sources are the same again before each mutant.
    const clean = await failures(copies[0], [...new Set(mutants.map(({ spec }) => spec))])
    const waiting = [...mutants]
    await Promise.all(copies.map(async (copy) => {
      for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) if (await check(mutant, copy, clean.get(mutant.spec))) passed++
    }))
  } finally {
    for (const copy of copies) rmSync(copy, { recursive: true, force: true })
  }
  console.log(`${passed} passed, ${mutants.length - passed} failed`)
  process.exitCode = passed === mutants.length ? 0 : 1
}

requireNode()
await main().catch(fail)
