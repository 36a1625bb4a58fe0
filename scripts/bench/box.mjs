// npm run bench -- box [--ballots N] [--quick] [--json]: a box of a million ballots in the platform. What staff and everybody ask
// of such a vote (seal it, publish it, read it, download its ballots, count it by another rule) holds no request; what takes long is
// a job that tells how far it is, and neither takes memory with the number of ballots. On a database of its own, the ballots made by
// SQL from numbers (they are not what is measured). One line per check (ID held|failed, figures), `N passed, N failed`; exit 1 when
// one failed.  --quick   100,000 ballots     --json   one JSON document on stdout, the lines on stderr
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs, TextDecoder } from 'node:util'
import { build } from '../build.mjs'
import { install } from '../lib/install.mjs'
import { removeCluster, startPostgres, withClient } from '../postgres.mjs'
import { CONSULTATION, PHASE, tokenOf } from './data.mjs'
import { answers, memoryOf, prepare, startApi } from './platform.mjs'

const PROJECTS = 200
const MOST = 10
const BATCH = 20_000
/** A request answers within this, milliseconds: the limit of the issue. */
const REQUEST = 1000
/** A job is given up by this bench after so many milliseconds. */
const PATIENCE = 300_000
/** Longer than any statement of the API may take: a reader on a bad line. */
const PAUSE = 22_000

/** Park and Miller's generator. */
function generator(seed) {
  let state = seed
  return (below) => {
    state = (state * 48271) % 2147483647
    return state % below
  }
}

/** 1 to 10 approvals, few projects loved by many, as an opening writes them. */
function choiceOf(random) {
  const chosen = new Set()
  const length = 1 + random(MOST)
  while (chosen.size < length) chosen.add(`o${1 + Math.floor(PROJECTS * (random(1_000_000) / 1_000_000) ** 2)}`)
  return [...chosen].sort().map((option) => `${option}=1`).join(',')
}

/** A vote that is over, with its ballots in the box as `urn.cast()` leaves them, and somebody who may seal it. */
async function fillBox({ ownerUrl, folder, env }, ballots, say) {
  const { createRequire } = await import('node:module')
  const require = createRequire(join(folder, 'package.json'))
  require('reflect-metadata')
  const { Config } = require('./libs/platform/src/index.js')
  return withClient(ownerUrl, async (client) => {
    const { rows: [{ id: consultationId }] } = await client.query(CONSULTATION, ['un-million', 'Un million de bulletins', 'Une grande consultation.', 'finished'])
    const { rows: [{ id: phaseId }] } = await client.query(PHASE, [consultationId, 1, 'vote', 'Le vote', 'closed', -40, -20])
    const rules = { min: 1, max: MOST, blankAllowed: true, budget: 20_000_000_00, by: 'votes', whenFull: 'skip', threshold: 0 }
    const { rows: [{ id: voteId }] } = await client.query(`
      insert into consultations.vote (consultation_id, phase_id, question, method, rules, claim_days) values ($1, $2, 'Quels projets ?', 'budget', $3, 5) returning id`, [consultationId, phaseId, JSON.stringify(rules)])
    await client.query(`insert into consultations.vote_option (vote_id, key, position, title, description, cost) select $1, 'o' || s, s, 'Projet ' || s, '', 1000000 + (s * 7919 % 490) * 100000 from generate_series(1, $2::integer) s`, [voteId, PROJECTS])
    await client.query(`update consultations.vote v set state = 'counting', closes_at = p.closes_at, admitted_until = p.closes_at from consultations.phase p where p.id = v.phase_id and v.id = $1`, [voteId])
    Config.from(env).ensureVoteKey(voteId)
    await client.query(`
      with made as (insert into identity.account (email, email_confirmed_at, password_hash, display_name, municipality_code) values ('agent@example.org', platform.clock(), 'none', 'Agent', '59350') returning id),
        granted as (insert into identity.role_grant (account_id, role, place_kind, place_code) select id, 'staff', 'metropolis', '200093201' from made)
      insert into identity.session (token_hash, account_id, expires_at) select sha256(sha256(convert_to('bench session 0', 'UTF8'))), id, platform.clock() + interval '1 day' from made`)
    const random = generator(2026)
    for (let from = 0; from < ballots; from += BATCH) {
      const choices = Array.from({ length: Math.min(BATCH, ballots - from) }, () => choiceOf(random))
      await client.query(`
        with made as materialized (
          select sha256(convert_to('p' || ($2 + n), 'UTF8')) as pseudonym, sha256(convert_to('n' || ($2 + n), 'UTF8')) as nonce, choice
          from unnest($3::text[]) with ordinality as c (choice, n))
        insert into urn.ballot (vote_id, pseudonym, n, opening, nonce, commitment)
        select $1::uuid, pseudonym, 1, opening, nonce, sha256(convert_to(E'vote/commit/v1\\n', 'UTF8') || nonce || convert_to(opening, 'UTF8'))
        from made cross join lateral (select E'vote/opening/v1\\n' || $1::text || E'\\n' || encode(pseudonym, 'base64') || E'\\n1\\n' || choice || E'\\n' as opening) o`, [voteId, from, choices])
      await client.query(`
        insert into roll.entry (id, vote_id, status, k0, homonym_index, municipality_code, channel, transport, evidence, cast_count, receipt_hash, day)
        select gen_random_uuid(), $1, 'admitted', substr(sha256(convert_to('k' || n, 'UTF8')), 1, 16), 0, (array['59350', '59512', '59599', '59009'])[1 + n % 4],
          (array['online', 'online', 'online', 'on_behalf', 'paper'])[1 + n % 5], 'direct', 'E1', 1, sha256(convert_to('r' || n, 'UTF8')), platform.today() - 25
        from generate_series($2::integer, $3::integer) n`, [voteId, from + 1, from + choices.length])
      if ((from / BATCH) % 10 === 9) say(`  ${from + choices.length} ballots`)
    }
    await client.query('vacuum analyze')
    await client.query('checkpoint').catch(() => {})
    return { voteId, slug: 'un-million' }
  })
}

/** The most memory of a process from here on, MB. */
function peakFromNow(pid) {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5')
  } catch { /* where it cannot be set back, the most since the start counts */ }
  return () => Math.round(memoryOf(pid)?.most ?? 0)
}

export async function benchBox(args) {
  const { values: options } = parseArgs({ args, options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, ballots: { type: 'string' } } })
  const ballots = Number(options.ballots ?? (options.quick ? 100_000 : 1_000_000))
  const print = options.json ? console.error : console.log
  const say = (line) => console.error(line)
  await install({ dev: false, log: say })
  const folder = await build({ only: 'api', log: say })
  const dataDir = mkdtempSync(join(tmpdir(), 'parvis-box-'))
  chmodSync(dataDir, 0o711)
  const secretsDir = join(dataDir, 'secrets')
  mkdirSync(secretsDir, { mode: 0o700 })
  let server, api
  const clean = async () => {
    await api?.stop()
    await server?.stop()
    removeCluster(dataDir)
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => clean().finally(() => process.exit(130)))
  try {
    server = await startPostgres({ dataDir, secretsDir })
    const site = await prepare({ name: 'box', folder, superUrl: server.superUrl, dataDir, secretsDir })
    const facts = await fillBox(site, ballots, say)
    api = startApi(site)
    await answers(`http://127.0.0.1:${site.apiPort}/ready`, api)
    print(`${ballots} ballots, ${PROJECTS} projects; ${cpus().length} processors, Node ${process.version}; load ${loadavg()[0].toFixed(1)}`)
    const results = await measure({ ...site, ...facts, pid: api.pid, ballots }, (line) => print(line))
    const passed = results.filter(({ held }) => held).length
    print(`${passed} passed, ${results.length - passed} failed`)
    if (options.json) console.log(JSON.stringify({ date: new Date().toISOString().slice(0, 10), node: process.version, ballots, results, passed, failed: results.length - passed }, null, 1))
    return passed === results.length ? 0 : 1
  } finally {
    await clean()
  }
}

/** Reads the file of ballots as anybody would, and hashes their openings. @param pause milliseconds, after the first piece */
async function download(url, pause = 0) {
  const from = performance.now()
  const answer = await fetch(url)
  const hash = createHash('sha256')
  const decoder = new TextDecoder()
  let [lines, bytes, rest, first] = [0, 0, '', undefined]
  try {
    for await (const piece of answer.body) {
      if (first === undefined) await sleep(pause)
      first ??= performance.now() - from - pause
      bytes += piece.length
      const parts = (rest + decoder.decode(piece, { stream: true })).split('\n')
      rest = parts.pop()
      for (const line of parts) hash.update(JSON.parse(line).opening, 'utf8')
      lines += parts.length
    }
  } catch { /* cut off: the lines tell */ }
  return { lines, bytes, first: first ?? Infinity, hash: hash.digest('hex'), seconds: (performance.now() - from) / 1000 }
}

async function measure({ apiPort, origin, cookie, voteId, slug, pid, ballots }, print) {
  const results = []
  const headers = { cookie: `${cookie}=${tokenOf(0)}`, origin }
  const ask = async (method, path, body) => {
    const from = performance.now()
    const answer = await fetch(`http://127.0.0.1:${apiPort}/api${path}`, { method, headers: body ? { ...headers, 'content-type': 'application/json' } : headers, body: body && JSON.stringify(body) })
    const text = await answer.text()
    return { status: answer.status, body: text && JSON.parse(text), milliseconds: performance.now() - from }
  }
  const tell = (id, held, what, figures) => {
    results.push({ id, held, what, figures })
    print(`${id} ${held ? 'held' : 'failed'}, ${what}, ${figures}`)
  }
  const request = (id, what, { status, milliseconds }, expected) =>
    tell(id, status === expected && milliseconds <= REQUEST, what, `${status} in ${milliseconds.toFixed(0)} ms, at most ${REQUEST} ms`)
  /** Asks again until the answer is there; what it said of the job meanwhile, and the slowest answer to somebody else. */
  const job = async (id, what, path, done, most) => {
    const peak = peakFromNow(pid)
    const from = performance.now()
    const seen = new Set()
    let slowest = 0
    for (;;) {
      const { status, body } = await ask('GET', path)
      if (done(status, body)) break
      if (body.facts?.job === 'failed' || body.code?.endsWith('not-sealed')) return tell(id, false, what, JSON.stringify(body))
      const { done: read } = body.facts ?? body
      if (read) seen.add(read)
      if (performance.now() - from > PATIENCE) return tell(id, false, what, `not done after ${PATIENCE / 1000} s: ${JSON.stringify(body)}`)
      slowest = Math.max(slowest, (await ask('GET', '/session')).milliseconds)
      await sleep(100)
    }
    const seconds = (performance.now() - from) / 1000
    // It is written down about once a second: a small box is counted before it is seen often.
    tell(id, seen.size >= (ballots < 1_000_000 ? 1 : 3) && slowest <= REQUEST && peak() <= most, what,
      `${seconds.toFixed(1)} s, progress seen ${seen.size} times, slowest answer to others ${slowest.toFixed(0)} ms, ${peak()} MB, at most ${most} MB`)
  }

  const vote = `/votes/${voteId}`
  request('vote-read', 'the vote, over and not sealed', await ask('GET', vote), 200)
  request('seal', 'sealing', await ask('POST', `${vote}/sealing`), 201)
  await job('tally', 'ending the tie and counting, a job', `${vote}/tally`, (status) => status === 200, 400)
  const { body: tally } = await ask('GET', `${vote}/tally`)
  const publish = await ask('POST', `${vote}/publication`, { headline: 'Les projets sont choisis.', nextSteps: 'Les travaux commencent.' })
  request('publish', 'publication', publish, 201)
  request('results', 'published results', await ask('GET', `/consultations/${slug}/results`), 200)
  request('vote-published', 'the vote, published', await ask('GET', vote), 200)
  request('console', 'the list of the console', await ask('GET', '/console/consultations'), 200)

  const peak = peakFromNow(pid)
  const whole = await download(`http://127.0.0.1:${apiPort}/api/consultations/${slug}/results/ballots.txt`)
  tell('download', whole.lines === ballots && whole.hash === tally.inputHash && whole.first <= REQUEST && peak() <= 300, 'all ballots, streamed and hashed again by the reader',
    `first bytes in ${whole.first.toFixed(0)} ms, ${(whole.bytes / 1e6).toFixed(0)} MB in ${whole.seconds.toFixed(1)} s, ${whole.lines} lines, ${peak()} MB, at most 300 MB`)
  const slow = await download(`http://127.0.0.1:${apiPort}/api/consultations/${slug}/results/ballots.txt`, PAUSE)
  tell('slow-reader', slow.lines === ballots && slow.hash === tally.inputHash, `the same for a reader who stops for ${PAUSE / 1000} s`, `${slow.lines} lines in ${slow.seconds.toFixed(1)} s`)

  const rule = { method: 'equal-shares', rules: { utility: 'cost', completion: 'none' } }
  request('what-if-asked', 'asking for another rule (equal shares)', await ask('POST', `${vote}/what-if`, rule), 202)
  await job('what-if', 'the count by that rule, a job', `${vote}/what-if`, (_, { state }) => state === 'done' || state === 'failed', 700)
  const { body: other } = await ask('GET', `${vote}/what-if`)
  tell('counts', tally.outcome.cast === ballots && other.outcome?.cast === ballots, 'both counts', `${tally.outcome.cast} and ${other.outcome?.cast} ballots`)
  return results
}
