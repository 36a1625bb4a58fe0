// npm run bench -- tally [--quick] [--json]: how fast ballots are counted, beside the references (bench/tally.mjs).
// npm run bench -- box [--quick] [--json]: a box of a million ballots in the platform, from the sealing to the download (bench/box.mjs).
// npm run bench -- letters [--people N] [--quick] [--json]: a letter to 50,000 people, whichever process dies on the way (bench/letters.mjs).
// npm run bench -- search [--quick] [--json]: what people look for among 10,000 proposals and 100,000 comments (bench/search.mjs).
// npm run bench -- questionnaires [--answers N] [--quick] [--json]: the memory of counts and files of 250,000 answers (bench/questionnaires.mjs).
// npm run bench [-- --quick] [--json] [--only ID,ID]: what the platform answers against what this machine could answer at most,
// measured in turns in one run on a database of its own. Only the ratios say something: seconds depend on the machine.
// One line per measure (ID held|failed figure …); the last one says `N passed, N failed`; exit 1 when one failed.
//   --quick   one short round, without the tenfold data     --json   one JSON document on stdout, the lines on stderr
import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { fill, SIZES, tokenOf } from './bench/data.mjs'
import { CONNECTIONS, load } from './bench/load.mjs'
import { answers, forgetful, helper, memoryOf, prepare, startApi, startWeb } from './bench/platform.mjs'
import { median, printTable, verdictOf } from './bench/report.mjs'
import { build } from './build.mjs'
import { install } from './lib/install.mjs'
import { fail, freePort, PlainError, requireNode } from './lib/system.mjs'
import { removeCluster, startPostgres, withClient } from './postgres.mjs'

if (process.argv[2] === 'tally') {
  requireNode()
  const { benchTally } = await import('./bench/tally.mjs')
  process.exit(await benchTally(process.argv.slice(3)).catch(fail))
}

if (process.argv[2] === 'box') {
  requireNode()
  const { benchBox } = await import('./bench/box.mjs')
  process.exit(await benchBox(process.argv.slice(3)).catch(fail))
}

if (process.argv[2] === 'letters') {
  requireNode()
  const { benchLetters } = await import('./bench/letters.mjs')
  process.exit(await benchLetters(process.argv.slice(3)).catch(fail))
}

if (process.argv[2] === 'search') {
  requireNode()
  const { benchSearch } = await import('./bench/search.mjs')
  process.exit(await benchSearch(process.argv.slice(3)).catch(fail))
}

if (process.argv[2] === 'questionnaires') {
  requireNode()
  const { benchQuestionnaires } = await import('./bench/questionnaires.mjs')
  process.exit(await benchQuestionnaires(process.argv.slice(3)).catch(fail))
}

const { values: options } = parseArgs({ options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, only: { type: 'string' }, rounds: { type: 'string' }, seconds: { type: 'string' } } })
const ROUNDS = Number(options.rounds ?? (options.quick ? 1 : 3))
const SECONDS = Number(options.seconds ?? (options.quick ? 2 : 4))
const FACTOR = 10
const IDLE_SECONDS = options.quick ? 3 : 10
const say = (line) => console.error(line)
const wanted = options.only?.split(',')

/** What is measured against what; shares of the ceiling in per cent. */
const measures = [
  { id: 'list', what: 'list of 20 proposals, signed in', ceiling: 'bare list', target: 15, aim: 25 },
  { id: 'list-uncached', what: 'list of 20 proposals, anonymous, nothing kept', ceiling: 'bare list', target: 15, aim: 25 },
  { id: 'list-cached', what: 'list of 20 proposals, anonymous', ceiling: 'bare list', target: 100, aim: 300 },
  { id: 'detail', what: 'one proposal, signed in', ceiling: 'bare detail', target: 10, aim: 20 },
  { id: 'detail-uncached', what: 'one proposal, anonymous, nothing kept', ceiling: 'bare detail', target: 10, aim: 20 },
  { id: 'detail-cached', what: 'one proposal, anonymous', ceiling: 'bare detail', target: 10, aim: 20 },
  { id: 'support', what: 'support, different people', ceiling: 'support in 4 statements', target: 20, aim: 35 },
  { id: 'ballot', what: 'ballot, different people', ceiling: 'raw cast()', target: 20, aim: 35 },
  { id: 'html-list', what: 'page of the list, signed in', ceiling: 'bare html list', target: 5 },
  { id: 'html-list-uncached', what: 'page of the list, anonymous, nothing kept', ceiling: 'bare html list', target: 5 },
  { id: 'html-list-cached', what: 'page of the list, anonymous', ceiling: 'bare html list', target: 50 },
  { id: 'html-detail', what: 'page of one proposal, signed in', ceiling: 'bare html detail', target: 5 },
  { id: 'html-detail-uncached', what: 'page of one proposal, anonymous, nothing kept', ceiling: 'bare html detail', target: 5 },
  { id: 'html-detail-cached', what: 'page of one proposal, anonymous', ceiling: 'bare html detail', target: 50 },
]

/** The same at ten times the data: a share of what it is at the plain size. Lists must not feel it. */
const growths = [
  { id: 'growth-list', of: 'list', target: 67 },
  { id: 'growth-list-last', of: 'list-last', target: 100 / FACTOR },
  { id: 'growth-search', of: 'search', target: 100 / FACTOR },
  { id: 'growth-consultations', of: 'consultations', target: 67 },
  { id: 'growth-detail', of: 'detail', target: 67 },
  { id: 'growth-support', of: 'support', target: 67 },
  { id: 'growth-ballot', of: 'ballot', target: 67 },
]

/** What is asked of a site, by name: an origin and a request, or a function that makes the next request. */
function requestsOf(site, facts, without = site) {
  const [api, web] = [`http://127.0.0.1:${site.apiPort}`, `http://127.0.0.1:${site.port}`]
  const [forgetfulApi, forgetfulWeb] = [`http://127.0.0.1:${without.apiPort}`, `http://127.0.0.1:${without.port}`]
  // Each kind of request goes round the people by itself: somebody's second ballot comes after their first.
  const turns = {}
  const next = (id) => (turns[id] = (turns[id] ?? -1) + 1)
  const as = (n) => ({ cookie: `${site.cookie}=${tokenOf(n % facts.accounts)}` })
  const list = `/api/consultations/${facts.slug}/proposals`
  const page = `/consultations/${facts.slug}/propositions`
  const sending = (n) => ({ ...as(n), origin: site.origin, 'content-type': 'application/json' })
  // Pages are asked for as through the proxy in front: at the public host.
  const public_ = { host: new URL(site.origin).host, accept: 'text/html' }
  const last = Math.floor(facts.proposals.length / 20)
  return {
    'list': { origin: api, request: () => ({ path: list, headers: as(next('list')) }) },
    'list-uncached': { origin: forgetfulApi, request: { path: list } },
    'list-cached': { origin: api, request: { path: list } },
    'list-last': { origin: api, request: () => ({ path: `${list}?page=${last}&sort=supported`, headers: as(next('list-last')) }) },
    'search': { origin: api, request: () => ({ path: `${list}?q=biblioth%C3%A8que`, headers: as(next('search')) }) },
    'consultations': { origin: api, request: () => ({ path: '/api/consultations', headers: as(next('consultations')) }) },
    'detail': { origin: api, request: () => ({ path: `${list}/${1 + next('detail') % facts.proposals.length}`, headers: as(turns.detail) }) },
    'detail-uncached': { origin: forgetfulApi, request: () => ({ path: `${list}/${1 + next('detail-uncached') % facts.proposals.length}` }) },
    'detail-cached': { origin: api, request: { path: `${list}/7` } },
    'support': { origin: api, request: () => {
      const n = next('support')
      const proposal = facts.proposals[(n * 7919 + Math.floor(n / facts.accounts)) % facts.proposals.length]
      return { method: 'PUT', path: `/api/proposals/${proposal}/support`, headers: sending(n), body: '{}' }
    } },
    'ballot': { origin: api, request: () => {
      const n = next('ballot')
      return { method: 'POST', path: `/api/votes/${facts.voteId}/ballots`, headers: sending(n), body: JSON.stringify({ choice: { o1: 1, o2: 1 }, n: 1 + Math.floor(n / facts.accounts) }) }
    } },
    'html-list': { origin: web, request: () => ({ path: page, headers: { ...public_, ...as(next('html-list')) } }) },
    'html-list-uncached': { origin: forgetfulWeb, request: { path: page, headers: public_ } },
    'html-list-cached': { origin: web, request: { path: page, headers: public_ } },
    'html-detail': { origin: web, request: () => ({ path: `${page}/${1 + next('html-detail') % facts.proposals.length}`, headers: { ...public_, ...as(turns['html-detail']) } }) },
    'html-detail-uncached': { origin: forgetfulWeb, request: () => ({ path: `${page}/${1 + next('html-detail-uncached') % facts.proposals.length}`, headers: public_ }) },
    'html-detail-cached': { origin: web, request: { path: `${page}/7`, headers: public_ } },
  }
}

/** The first answer of each, looked at before anything is measured: nothing is gained by answering wrongly. */
async function bodiesOf(site, requests) {
  const bodies = {}
  for (const [ceiling, id] of [['bare list', 'list'], ['bare detail', 'detail-cached'], ['bare html list', 'html-list'], ['bare html detail', 'html-detail']]) {
    const { origin, request } = requests[id]
    const { path, headers } = typeof request === 'function' ? request() : request
    const answer = await fetch((headers?.host ? site.origin : origin) + path, { headers: { ...headers, host: undefined } })
    const body = Buffer.from(await answer.arrayBuffer())
    if (answer.status !== 200) throw new PlainError(`${path} answers ${answer.status}: ${body.toString().slice(0, 300)}`)
    bodies[ceiling] = { body, type: answer.headers.get('content-type') }
  }
  const items = JSON.parse(bodies['bare list'].body).items?.length
  if (items !== 20) throw new PlainError(`the list holds ${items} proposals`)
  return bodies
}

async function ceilingsOf(site, facts, bodies) {
  const bare = await helper('bare.mjs')
  const origin = `http://127.0.0.1:${bare.first.port}`
  for (const [name, { body, type }] of Object.entries(bodies)) {
    const path = `/${name.replaceAll(' ', '-')}`
    await bare.ask(type.startsWith('application/json') ? { path, type, json: JSON.parse(body) } : { path, type, bytes: body.toString('base64') })
  }
  const sql = await helper('sql.mjs')
  const http = (name) => (seconds) => load(origin, seconds, { path: `/${name.replaceAll(' ', '-')}` })
  return {
    of: {
      ...Object.fromEntries(Object.keys(bodies).map((name) => [name, http(name)])),
      'support in 4 statements': async (seconds) => sql.ask({ kind: 'support', url: site.appUrl, seconds, proposals: facts.proposals }),
      'raw cast()': async (seconds) => sql.ask({ kind: 'ballot', url: site.appUrl, seconds, voteId: facts.voteId }),
    },
    stop() {
      bare.stop()
      sql.stop()
    },
  }
}

/** Runs every series once per round, in the order of the list and then in the opposite one. */
async function inTurns(series) {
  const figures = new Map(series.map(({ name }) => [name, []]))
  for (let round = 1; round <= ROUNDS; round++) {
    for (const { name, run, warm } of round % 2 ? series : series.toReversed()) {
      if (round === 1 && warm) await run(1)
      const figure = await run(SECONDS)
      if (figure.refused) throw new PlainError(`${name}: ${figure.refused} answers were refused or failed`)
      figures.get(name).push(figure)
      say(`  round ${round}  ${name.padEnd(28)} ${figure.perSecond.toFixed(0).padStart(7)} /s${figure.p99 === undefined ? '' : `   p50 ${figure.p50} ms, p99 ${figure.p99} ms`}`)
    }
  }
  return figures
}

const asked = ({ id }) => !wanted || wanted.includes(id)

async function measureRatios(requests, ceilings) {
  const chosen = measures.filter(asked)
  const names = [...new Set(chosen.flatMap(({ id, ceiling }) => [ceiling, id]))]
  // A ceiling stands beside what is measured against it.
  const series = names.map((name) => ({ name, warm: true, run: ceilings[name] ?? ((seconds) => load(requests[name].origin, seconds, requests[name].request)) }))
  const figures = await inTurns(series)
  return chosen.map(({ id, what, ceiling, target, aim }) => {
    const [own, top] = [figures.get(id), figures.get(ceiling)]
    const ratios = own.map(({ perSecond }, round) => (100 * perSecond) / top[round].perSecond)
    return { id, what, perSecond: median(own.map(({ perSecond }) => perSecond)), p50: median(own.map(({ p50 }) => p50)), p99: median(own.map(({ p99 }) => p99)),
      against: ceiling, ceiling: median(top.map(({ perSecond }) => perSecond)), ratio: median(ratios), ratios, unit: '%', target, aim, ...verdictOf(median(ratios) >= target) }
  })
}

async function measureGrowth(plain, tenfold) {
  const chosen = growths.filter(asked)
  const series = chosen.flatMap(({ of }) => [[`${of} ×1`, plain[of]], [`${of} ×${FACTOR}`, tenfold[of]]].map(([name, { origin, request }]) => ({ name, warm: true, run: (seconds) => load(origin, seconds, request) })))
  const figures = await inTurns(series)
  return chosen.map(({ id, of, target }) => {
    const [small, large] = [figures.get(`${of} ×1`), figures.get(`${of} ×${FACTOR}`)]
    const ratios = large.map(({ perSecond }, round) => (100 * perSecond) / small[round].perSecond)
    return { id, what: `${of}, ${FACTOR} times the data`, perSecond: median(large.map(({ perSecond }) => perSecond)), p50: median(large.map(({ p50 }) => p50)), p99: median(large.map(({ p99 }) => p99)),
      against: `${of} ×1`, ceiling: median(small.map(({ perSecond }) => perSecond)), ratio: median(ratios), ratios, unit: '%', target, ...verdictOf(median(ratios) >= target) }
  })
}

/** From the start of a process to its first answer, against a bare node:http process. */
async function measureStart(site) {
  const [own, bare] = [[], []]
  for (let round = 1; round <= ROUNDS; round++) {
    const port = await freePort()
    const from = performance.now()
    const process_ = await helper('bare.mjs', { BARE_PORT: String(port) })
    await process_.ask({ path: '/', type: 'text/plain', bytes: '' })
    await answers(`http://127.0.0.1:${port}/`)
    bare.push(performance.now() - from)
    process_.stop()
    const api = startApi(site)
    own.push(await answers(`http://127.0.0.1:${site.apiPort}/api/consultations`, api))
    await api.stop()
  }
  const ratios = own.map((milliseconds, round) => milliseconds / bare[round])
  return { id: 'start', what: 'start of the API to its first answer', milliseconds: median(own), against: 'bare node:http start', ceiling: median(bare), ratio: median(ratios), ratios, unit: '×', target: 14, aim: 10, atMost: true, ...verdictOf(median(ratios) <= 14) }
}

function memoryRows(idle, loaded) {
  const row = (id, what, megabytes, target, aim) => ({ id, what, megabytes, unit: 'MB', ratio: megabytes, target, aim, atMost: true, ...verdictOf(megabytes <= target) })
  return Object.entries(idle).flatMap(([name, megabytes]) => [
    row(`memory-${name}-idle`, `memory of the ${name} process, idle`, megabytes, 140, 110),
    row(`memory-${name}-loaded`, `memory of the ${name} process, most under load`, loaded[name], 200, 160),
  ])
}

async function main() {
  await install({ dev: true, log: say })
  const folder = await build({ log: say })
  const dataDir = mkdtempSync(join(tmpdir(), 'parvis-bench-'))
  chmodSync(dataDir, 0o711)
  const secretsDir = join(dataDir, 'secrets')
  mkdirSync(secretsDir, { mode: 0o700 })
  const running = new Set()
  let server
  let ceilings
  const clean = async () => {
    ceilings?.stop()
    await Promise.all([...running].map((child) => child.stop()))
    await server?.stop()
    removeCluster(dataDir)
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => clean().finally(() => process.exit(130)))
  const started = (child) => {
    running.add(child)
    return child
  }
  try {
    server = await startPostgres({ dataDir, secretsDir })
    const site = await prepare({ name: 'bench', folder, superUrl: server.superUrl, dataDir, secretsDir })
    say(`data: ${Object.entries(SIZES).map(([name, size]) => `${size} ${name}`).join(', ')}`)
    const facts = await fill({ ...site, factor: 1 })
    const results = []
    if (asked({ id: 'start' })) results.push(await measureStart(site))

    const [api, web] = [started(startApi(site)), started(startWeb(site))]
    await answers(`http://127.0.0.1:${site.apiPort}/ready`, api)
    await answers(`http://127.0.0.1:${site.port}/health`, web)
    const without = await forgetful(site)
    const apart = [started(startApi(without)), started(startWeb(without))]
    await answers(`http://127.0.0.1:${without.apiPort}/ready`, apart[0])
    await answers(`http://127.0.0.1:${without.port}/health`, apart[1])
    const requests = requestsOf(site, facts, without)
    const bodies = await bodiesOf(site, requests)
    await sleep(IDLE_SECONDS * 1000)
    const idle = Object.fromEntries([['api', api], ['web', web]].flatMap(([name, { pid }]) => memoryOf(pid) ? [[name, memoryOf(pid).now]] : []))
    ceilings = await ceilingsOf(site, facts, bodies)
    await withClient(server.superUrl, (client) => client.query('checkpoint'))
    results.push(...await measureRatios(requests, ceilings.of))
    if (asked({ id: 'memory' })) results.push(...memoryRows(idle, Object.fromEntries(Object.entries({ api, web }).map(([name, { pid }]) => [name, memoryOf(pid)?.most]))))
    ceilings.stop()
    ceilings = undefined
    await Promise.all([web, ...apart].map((child) => child.stop()))

    if (!options.quick && growths.some(asked)) {
      const larger = await prepare({ name: 'bench_tenfold', folder, superUrl: server.superUrl, dataDir, secretsDir })
      const largerFacts = await fill({ ...larger, factor: FACTOR })
      await answers(`http://127.0.0.1:${larger.apiPort}/ready`, started(startApi(larger)))
      await withClient(server.superUrl, (client) => client.query('checkpoint'))
      results.push(...await measureGrowth(requests, requestsOf(larger, largerFacts)))
    }
    await report(server, bodies, results)
  } finally {
    await clean()
  }
}

async function report(server, bodies, results) {
  const { server_version: postgres } = await withClient(server.superUrl, async (client) => (await client.query('show server_version')).rows[0])
  const context = {
    date: new Date().toISOString().slice(0, 10), node: process.version, postgres, processors: cpus().length, memoryGB: Math.round(totalmem() / 2 ** 30),
    rounds: ROUNDS, seconds: SECONDS, connections: CONNECTIONS, load: loadavg()[0], data: SIZES, bytes: Object.fromEntries(Object.entries(bodies).map(([name, { body }]) => [name, body.length])),
  }
  const passed = results.filter(({ held }) => held).length
  const print = options.json ? console.error : console.log
  printTable(context, results, print)
  print(`${passed} passed, ${results.length - passed} failed`)
  if (options.json) console.log(JSON.stringify({ ...context, results, passed, failed: results.length - passed }, null, 1))
  process.exitCode = passed === results.length ? 0 : 1
}

requireNode()
await main().catch(fail)
