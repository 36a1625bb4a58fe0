// npm run bench -- tally [--quick] [--json]: how fast ballots are counted, each measure in a process of its own on one core, beside
// the seconds that the reference implementations took for the same (`wall_s` of the shared data: another moment of a machine like
// this, an order of magnitude). One line per check (ID held|failed|not run, figures), `N passed, N failed`; exit 1 when one failed.
//   --quick   one round instead of three     --json   one JSON document on stdout, the lines on stderr
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { build } from '../build.mjs'
import { install } from '../lib/install.mjs'
import { root } from '../lib/system.mjs'
import { median } from './report.mjs'

const data = resolve(root, process.env.PARVIS_SHARED_DATA || '../shared/data', 'pabulib')
const LODZ = 'Poland_Lodz_2020'
const SIZES = [10_000, 100_000, 1_000_000]

const shares = (completion, start = 'exact') => ({ rule: 'equal-shares', utility: 'cost', completion, start, increment: 1, tie: 'smallest-id' })
const greedy = { rule: 'greedy', by: 'votes', whenFull: 'skip', threshold: 0, tie: 'smallest-id' }
const asked = (rule, completion) => (result) => result.rule === rule && result.params.sat === 'Cost_Sat' && (result.params.completion ?? 'none') === completion

/** Seconds and megabytes at most; `reference`: which result of the reference files tells its own seconds. */
const measures = [
  { id: 'lodz-greedy', what: 'Łódź 2020, 51,472 ballots, 151 projects: greedy', file: LODZ, rules: greedy, seconds: 2, reference: asked('greedy_utilitarian_welfare', 'none') },
  { id: 'lodz-shares', what: 'Łódź 2020: equal shares, no completion', file: LODZ, rules: shares('none'), seconds: 2, reference: asked('method_of_equal_shares', 'none') },
  { id: 'lodz-overspend', what: 'Łódź 2020: equal shares, add1-overspend from the floor', file: LODZ, rules: shares('add1-overspend', 'floor'), seconds: 60, megabytes: 1000 },
  { id: 'million-greedy', what: '1,000,000 ballots, 200 projects: greedy', ballots: 1_000_000, method: 'budget', rules: greedy, seconds: 3, megabytes: 2000 },
  { id: 'million-shares', what: '1,000,000 ballots, 200 projects: equal shares, no completion', ballots: 1_000_000, method: 'equal-shares', rules: shares('none'), seconds: 20, megabytes: 2000 },
]
/** Ten times the ballots may take ten times the work, and what two runs of one thing differ by: seconds of the processor, so that others on the machine count less. */
const growths = [
  { id: 'growth-greedy', what: 'greedy, ten times the ballots', method: 'budget', rules: greedy },
  { id: 'growth-shares', what: 'equal shares, ten times the ballots', method: 'equal-shares', rules: shares('none') },
]
const LINEAR = 10 * 1.15

const read = (file) => JSON.parse(readFileSync(file, 'utf8'))
const inSeconds = (milliseconds) => `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`

/** A count in a process of its own: { read, count } in milliseconds (ballots that are fed one by one count as counting), { megabytes } at the most. */
async function measure(built, job, rounds) {
  const results = []
  for (let round = 0; round < rounds; round++) {
    const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'tally-run.mjs'), built, JSON.stringify(job)])
    results.push(JSON.parse(stdout))
  }
  return { ...results[0], read: median(results.map(({ read }) => read)), count: median(results.map(({ count }) => count)), processor: Math.min(...results.map(({ processor }) => processor)), megabytes: Math.max(...results.map(({ megabytes }) => megabytes)) }
}

function secondsThere({ file, reference }) {
  if (!file) return undefined
  if (!reference) return 'no result there'
  const seconds = read(join(data, 'reference', `${file}.json`)).pabutools.results.find(reference)?.wall_s
  return seconds === undefined ? 'no result there' : `${seconds} s there`
}

export async function benchTally(args) {
  const { values: options } = parseArgs({ args, options: { quick: { type: 'boolean' }, json: { type: 'boolean' } } })
  const rounds = options.quick ? 1 : 3
  const print = options.json ? console.error : console.log
  await install({ dev: false, log: console.error })
  const built = await build({ only: 'api', log: console.error })
  const results = []
  const tell = (result) => {
    results.push(result)
    const { id, verdict, what, figures } = result
    print(`${id} ${verdict}, ${[what, ...figures.filter(Boolean)].join(', ')}`)
  }
  print(`${cpus().length} processors, Node ${process.version}, ${rounds} rounds; load ${loadavg()[0].toFixed(1)}`)
  for (const { id, what, seconds, megabytes, reference, ...job } of measures) {
    if (job.file && !existsSync(data)) {
      tell({ id, verdict: 'not run', what, figures: ['the shared data is missing'] })
      continue
    }
    const found = await measure(built, { ...job, file: job.file && join(data, `${job.file}.pb`) }, rounds)
    const total = found.read + found.count
    const held = total <= seconds * 1000 && found.megabytes <= (megabytes ?? Infinity)
    tell({
      id, verdict: held ? 'held' : 'failed', what, found,
      figures: [
        job.file ? `${inSeconds(total)} (reading ${inSeconds(found.read)}, counting ${inSeconds(found.count)})` : inSeconds(found.count), `at most ${seconds} s`,
        `${found.megabytes} MB${megabytes ? `, at most ${megabytes}` : ''}`, `${found.winners} winners`, secondsThere({ ...job, reference }),
      ],
    })
  }
  for (const { id, what, ...job } of growths) {
    const times = []
    for (const ballots of SIZES) times.push((await measure(built, { ...job, ballots }, rounds)).processor)
    const ratios = times.slice(1).map((time, at) => time / times[at])
    tell({ id, verdict: ratios.every((ratio) => ratio <= LINEAR) ? 'held' : 'failed', what, found: { sizes: SIZES, processor: times }, figures: [SIZES.map((size, at) => `${size}: ${inSeconds(times[at])}`).join(', '), `times ${ratios.map((ratio) => ratio.toFixed(1)).join(' and ')}, at most ${LINEAR.toFixed(1)}`] })
  }
  if (existsSync(data)) {
    const found = await measure(built, { references: data }, 1)
    tell({
      id: 'references', verdict: found.count / 1000 < found.there ? 'held' : 'failed', what: `all ${found.tried} results of pabutools and equalshares.net, reading included`, found,
      figures: [`${inSeconds(found.count)} here, ${Math.round(found.there)} s there`, `slowest there: ${found.slowest.map(({ name, id, here, there }) => `${name} ${id} ${inSeconds(here)} (${there} s)`).join('; ')}`],
    })
  }
  const passed = results.filter(({ verdict }) => verdict === 'held').length
  print(`${passed} passed, ${results.length - passed} failed`)
  if (options.json) console.log(JSON.stringify({ date: new Date().toISOString().slice(0, 10), node: process.version, rounds, results, passed, failed: results.length - passed }, null, 1))
  return passed === results.length ? 0 : 1
}
