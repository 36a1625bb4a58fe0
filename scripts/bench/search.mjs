// npm run bench -- search [--quick] [--json]: what people look for among 10,000 proposals and 100,000 comments of one consultation,
// four at once, in words that are rare, frequent, without accents or misspelt, and what resembles the title they are typing.
// On a database of its own. One line per check (ID held|failed, figures), then `N passed, N failed`; exit 1 when one failed.
//   --quick   1,000 proposals and 10,000 comments     --json   one JSON document on stdout, the lines on stderr
import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from '../build.mjs'
import { install } from '../lib/install.mjs'
import { PlainError } from '../lib/system.mjs'
import { removeCluster, startPostgres, withClient } from '../postgres.mjs'
import { CONSULTATION, PHASE, tokenOf } from './data.mjs'
import { numbers, proposal, remark } from './french.mjs'
import { answers, prepare, startApi } from './platform.mjs'

const SEED = 20261129
const BATCH = 2000
const AT_ONCE = 4
const SLUG = 'nos-idees-pour-la-metropole'

/** Fills a migrated, empty database. */
export const fill = (ownerUrl, sizes) => withClient(ownerUrl, async (client) => {
  const next = numbers(SEED)
  await client.query(`
    with made as (insert into identity.account (email, email_confirmed_at, password_hash, display_name) values ('habitante@example.org', platform.clock(), 'none', 'Habitante') returning id)
    insert into identity.session (token_hash, account_id, expires_at) select sha256(sha256(convert_to('bench session 0', 'UTF8'))), id, platform.clock() + interval '1 day' from made`)
  const { rows: [{ id: consultationId }] } = await client.query(CONSULTATION, [SLUG, 'Nos idées pour la métropole', proposal(next).body, 'running'])
  const { rows: [{ id: phaseId }] } = await client.query(PHASE, [consultationId, 1, 'proposals', 'Vos idées', 'open', -30, 30])
  for (let from = 0; from < sizes.proposals; from += BATCH) {
    const part = Array.from({ length: Math.min(BATCH, sizes.proposals - from) }, () => proposal(next))
    await client.query(`
      insert into consultations.proposal (consultation_id, phase_id, number, title, body, theme, municipality_code, author_name, channel, support_count, submission_token, created_at)
      select $1, $2, $3 + n, title, body, (array['mobility', 'environment', 'culture', 'housing'])[1 + n % 4], (array['59350', '59512', '59599', '59009', '59378'])[1 + n % 5], '', 'online', (n * 7919) % 997, gen_random_uuid(), platform.clock() - make_interval(mins => ($3 + n)::integer)
      from unnest($4::text[], $5::text[]) with ordinality as p (title, body, n)`, [consultationId, phaseId, from, part.map(({ title }) => title), part.map(({ body }) => body)])
  }
  for (let from = 0; from < sizes.comments; from += BATCH) {
    await client.query(`
      insert into consultations.comment (consultation_id, phase_id, proposal_id, stance, body, channel, state, listed, submission_token, created_at)
      select $1, $2, p.id, (array['for', 'against', 'neutral'])[1 + c.n % 3], c.body, 'online', 'published', true, gen_random_uuid(), platform.clock() - make_interval(mins => ($3 + c.n)::integer)
      from unnest($4::text[]) with ordinality as c (body, n) join consultations.proposal p on p.consultation_id = $1 and p.number = 1 + (($3 + c.n) * 7919) % $5`,
    [consultationId, phaseId, from, Array.from({ length: BATCH }, () => remark(next)), sizes.proposals])
  }
  await client.query('vacuum analyze')
})

const words = ['vélo', 'velos', 'bibliothèque', 'bibliotheque', 'biblioteque', 'compost', 'piste cyclable', 'pistes ciclables', 'ombre', 'canal', 'ecole', 'école enfants', 'bancs trottoirs', 'éclairage le soir', 'eclairaje', 'fontaine', 'arbres fruitiers', 'rue scolaire', 'Roubaix',
  'gare de Lille', 'toilettes publiques', 'isolation', 'marché', 'monnaie locale', 'skatepark', 'villeneuve d’ascq', 'concertation', 'enfants', 'il faudrait', 'piscine dimanche', 'metro', 'navete electrique', 'aines', 'Deûle', 'permanences ecrivain', 'zzyzx', 'ressourcerie à Lomme', 'rue Barverlier', 'proposition 12', 'n° 4321']

/** What is asked, by its name: how one asks for the n-th time. */
function questions(site) {
  const api = `http://127.0.0.1:${site.apiPort}/api`
  const headers = { cookie: `${site.cookie}=${tokenOf(0)}`, origin: site.origin, 'content-type': 'application/json' }
  const next = numbers(SEED + 1)
  const drafts = Array.from({ length: 40 }, () => proposal(next))
  const word = (n) => encodeURIComponent(words[n % words.length])
  return {
    'search in a consultation': { target: 100, ask: (n) => fetch(`${api}/consultations/${SLUG}/proposals?q=${word(n)}&sort=${['recent', 'supported'][n % 2]}`, { headers }) },
    'search of the site': { target: 100, ask: (n) => fetch(`${api}/search?q=${word(n)}`, { headers }) },
    'similar proposals': { target: 150, ask: (n) => fetch(`${api}/consultations/${SLUG}/similar-proposals`, { method: 'POST', headers, body: JSON.stringify(drafts[n % drafts.length]) }) },
  }
}

/** @returns milliseconds of each answer */
async function times(ask, count) {
  const taken = []
  let n = 0
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (n < count) {
      const mine = n++
      const from = performance.now()
      const answer = await ask(mine)
      const said = await answer.text()
      taken.push(performance.now() - from)
      if (!answer.ok) throw new PlainError(`the answer ${mine} is ${answer.status}: ${said.slice(0, 300)}`)
    }
  }))
  return taken.sort((a, b) => a - b)
}

async function measure(site, sizes, rounds) {
  const api = startApi(site)
  try {
    await answers(`http://127.0.0.1:${site.apiPort}/ready`, api)
    // The words that suggestions are made of are learnt in the first minute.
    await withClient(site.ownerUrl, async (client) => {
      for (const from = Date.now(); Date.now() - from < 120_000; await new Promise((done) => setTimeout(done, 500))) if ((await client.query('select from search.word limit 1')).rowCount) break
    })
    const lines = []
    for (const [id, { target, ask }] of Object.entries(questions(site))) {
      await times(ask, 40)
      const taken = await times(ask, 40 * rounds)
      const at = (share) => Math.round(taken[Math.min(taken.length - 1, Math.floor(share * taken.length))])
      lines.push({ id, held: at(0.95) <= target, p50: at(0.5), p95: at(0.95), most: at(1), target, figure: `p95 ${at(0.95)} ms of ${target}, p50 ${at(0.5)} ms, most ${at(1)} ms, ${taken.length} answers, ${AT_ONCE} at once` })
    }
    return lines
  } finally {
    await api.stop()
  }
}

export async function benchSearch(args) {
  const { values: options } = parseArgs({ args, options: { quick: { type: 'boolean' }, json: { type: 'boolean' } } })
  const sizes = options.quick ? { proposals: 1000, comments: 10_000 } : { proposals: 10_000, comments: 100_000 }
  const print = options.json ? console.error : console.log
  const say = (line) => console.error(line)
  await install({ dev: true, log: say })
  const folder = await build({ only: 'api', log: say })
  const dataDir = mkdtempSync(join(tmpdir(), 'parvis-search-'))
  chmodSync(dataDir, 0o711)
  const secretsDir = join(dataDir, 'secrets')
  mkdirSync(secretsDir, { mode: 0o700 })
  let server
  const clean = async () => {
    await server?.stop()
    removeCluster(dataDir)
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => clean().finally(() => process.exit(130)))
  try {
    server = await startPostgres({ dataDir, secretsDir })
    const site = await prepare({ name: 'search', folder, superUrl: server.superUrl, dataDir, secretsDir })
    await fill(site.ownerUrl, sizes)
    print(`${sizes.proposals} proposals, ${sizes.comments} comments, seed ${SEED}; ${cpus().length} processors, Node ${process.version}; load ${loadavg()[0].toFixed(1)}`)
    const results = await measure(site, sizes, options.quick ? 2 : 10)
    for (const { id, held, figure } of results) print(`${id} ${held ? 'held' : 'failed'}, ${figure}`)
    const passed = results.filter(({ held }) => held).length
    print(`${passed} passed, ${results.length - passed} failed`)
    if (options.json) console.log(JSON.stringify({ date: new Date().toISOString().slice(0, 10), node: process.version, seed: SEED, sizes, results, passed, failed: results.length - passed }, null, 1))
    return passed === results.length ? 0 : 1
  } finally {
    await clean()
  }
}
