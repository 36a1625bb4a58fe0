// One count in this process: node tally-run.mjs BUILD JOB (JSON). Answers { read, count, processor } in milliseconds, { megabytes }, { winners }.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const [built, written] = process.argv.slice(2)
const require = createRequire(import.meta.url)
const job = JSON.parse(written)

/** Park and Miller's generator. */
function generator(seed) {
  let state = seed
  return (below) => {
    state = (state * 48271) % 2147483647
    return state % below
  }
}

function countFile({ file, rules }) {
  const load = (name) => require(join(built, 'libs/open-data/src/ballot-files', name))
  const [{ parsePabulib }, { greedyOf }, { sharesOf }] = ['pabulib.js', 'pabulib-greedy.js', 'pabulib-shares.js'].map(load)
  const started = performance.now()
  const instance = parsePabulib(readFileSync(file), file)
  const read = performance.now()
  const { winners } = rules.rule === 'greedy' ? greedyOf(instance, rules) : sharesOf(instance, rules)
  return { read: read - started, count: performance.now() - read, winners: winners.length }
}

/** Ballots of 1 to 10 approvals, few projects loved by many; costs and budget in cents. Each is a choice as a ballot box gives it. */
function countBox({ ballots, method, rules }) {
  const { methodNamed } = require(join(built, 'libs/voting/src/index.js'))
  const random = generator(2026)
  const projects = 200
  const most = 10
  const options = Array.from({ length: projects }, (_, place) => ({ id: `p${place}`, cost: (10_000 + random(490_000)) * 100 }))
  const lengths = new Uint8Array(ballots)
  const places = new Uint8Array(ballots * most)
  for (let ballot = 0; ballot < ballots; ballot++) {
    const chosen = new Set()
    const length = 1 + random(most)
    while (chosen.size < length) chosen.add(Math.floor(projects * (random(1_000_000) / 1_000_000) ** 2))
    places.set([...chosen], ballot * most)
    lengths[ballot] = length
  }
  const question = { options, min: 1, max: most, blankAllowed: true, budget: 20_000_000 * 100, allocation: rules.rule === 'equal-shares' ? { ...rules, increment: 100, unit: 100 } : rules }
  const [started, busy] = [performance.now(), process.cpuUsage()]
  const count = methodNamed(method).start(question)
  for (let ballot = 0; ballot < ballots; ballot++) {
    const choice = []
    for (let at = ballot * most; at < ballot * most + lengths[ballot]; at++) choice.push({ option: options[places[at]].id, value: 1 })
    count.add(choice)
  }
  const { winners } = count.outcome()
  const { user, system } = process.cpuUsage(busy)
  return { read: 0, count: performance.now() - started, processor: (user + system) / 1000, winners: winners.length }
}

/** Every reference result of the shared data through the command, and what they took there. */
async function countReferences(folder) {
  const { ofInstances } = await import('../check-tally/pabulib.mjs')
  const { runCommandLine } = require(join(built, 'apps/api/src/cli/main.js'))
  const done = []
  for (const { file, name, id, args, winners, seconds } of [...ofInstances(folder), ...ofInstances(join(folder, 'small'))]) {
    if (!winners || seconds === undefined) continue
    const started = performance.now()
    await runCommandLine(['tally', file, ...args, '--json'], { out() {}, err() {} })
    done.push({ name, id, there: seconds, here: performance.now() - started })
  }
  const sum = (key) => done.reduce((total, one) => total + one[key], 0)
  return { read: 0, count: sum('here'), there: sum('there'), tried: done.length, winners: 0, slowest: done.sort((a, b) => b.there - a.there).slice(0, 3) }
}

const result = job.references ? await countReferences(job.references) : job.file ? countFile(job) : countBox(job)
process.stdout.write(JSON.stringify({ ...result, megabytes: Math.round(process.resourceUsage().maxRSS / 1024) }))
