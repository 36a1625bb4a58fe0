// npm run check:import: every real budget of the shared data that qualifies goes through the ballot box, by the command that
// operators use, on a PostgreSQL of its own. Qualify: ballots of every type whose published winners are those of the plain greedy
// rule (37), and Toulouse 2022, whose reference selection is known. Then the proposals and comments of other platforms: counts equal those of
// the files, the same file again changes nothing, and ten thousand proposals take less than a minute, saying how far they are. Then ten
// thousand places made of a real file, with faults: each is said by row, field and reason. One line per file; the last one says `N passed, N failed`. The data is found through PARVIS_SHARED_DATA (default ../shared/data).
import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { build } from './build.mjs'
import { fail, PlainError, readJson, requireNode, root } from './lib/system.mjs'
import { createDatabase, removeCluster, secret, startPostgres } from './postgres.mjs'

const EXPECTED = 38
const TOULOUSE = 'France_Toulouse_2022.pb'
const shared = resolve(root, process.env.PARVIS_SHARED_DATA || '../shared/data')
const data = join(shared, 'pabulib')
const { Client } = createRequire(import.meta.url)('pg')

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

/** What each file holds, as it was counted apart from this platform. `into`: files of one consultation. */
const TEXTS = [
  { into: 'barcelona', kind: 'proposals', name: 'decidim-barcelona-action_plans.csv', rows: 1467, supports: 145_764 },
  { into: 'vrai-debat', kind: 'proposals', name: 'le-vrai-debat-188.json', rows: 188, supports: 105_932 },
  { into: 'madrid', kind: 'proposals', name: 'consul-madrid-proposals.csv', rows: 80, supports: 228_140 },
  { into: 'madrid', kind: 'comments', name: 'consul-madrid-comments.csv', rows: 5633 },
]
const CROWD = 10_000
const CROWD_SECONDS = 60

/** A consultation that takes proposals, for each place that files go into. */
async function withConsultations(ownerUrl, work) {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    for (const slug of new Set([...TEXTS.map(({ into }) => into), 'crowd'])) {
      await client.query(`
        with c as (insert into consultations.consultation (slug, title, owner_kind, owner_code, scope_codes, state, announced_at) values ($1, 'Consultation ' || $1, 'metropolis', '200093201', '{59350}', 'running', platform.clock()) returning id)
        insert into consultations.phase (consultation_id, position, kind, title, opens_at, closes_at) select id, 1, 'proposals', 'Vos idées', platform.clock(), platform.clock() + interval '30 days' from c`, [slug])
    }
    return await work(client)
  } finally {
    await client.end()
  }
}

async function imported(command, kind, path, into, env) {
  const started = Date.now()
  const { code, stdout, stderr } = await parvis(command, ['import', kind, path, '--into', into, '--json'], env)
  return { answer: code === 0 ? JSON.parse(stdout) : undefined, seconds: (Date.now() - started) / 1000, stderr }
}

async function checkText({ into, kind, name, rows, supports }, command, env, client) {
  const path = join(shared, 'proposals', name)
  const first = await imported(command, kind, path, into, env)
  const again = await imported(command, kind, path, into, env)
  const { rows: [kept] } = await client.query(`select count(*)::integer as n from consultations.${kind === 'proposals' ? 'proposal' : 'comment'} p join consultations.consultation c on c.id = p.consultation_id where c.slug = $1`, [into])
  const right = first.answer?.created === rows && first.answer.refused === 0 && (supports === undefined || first.answer.supports === supports) && again.answer?.unchanged === rows && kept.n === rows
  const remarks = first.answer ? [...first.answer.problems.reduce((counts, { code }) => counts.set(code, (counts.get(code) ?? 0) + 1), new Map())].map(([code, n]) => `${n} ${code}`).join(', ') : first.stderr.trim().split('\n').at(-1)
  console.log(`${basename(name).replace(/\.\w+$/, '')} ${right ? 'held' : 'failed'} ${first.answer?.created ?? 0} ${kind}, ${first.answer?.supports ?? 0} supports or votes, again ${again.answer?.unchanged ?? 0} unchanged${remarks ? ` (${remarks})` : ''} ${first.seconds.toFixed(1)} s`)
  return right
}

async function checkCrowd(folder, command, env) {
  const path = join(folder, 'crowd.csv')
  const text = 'Un texte assez long sur la rue et le parc, avec des <b>mots</b> de tous les jours. '.repeat(8)
  writeFileSync(path, `id,title,body,votes\n${Array.from({ length: CROWD }, (_, n) => `${n},Proposition ${n},"${text}",${n % 50}`).join('\n')}\n`)
  const { answer, seconds, stderr } = await imported(command, 'proposals', path, 'crowd', env)
  const steps = stderr.trim().split('\n').filter((line) => /\d/.test(line)).length
  const right = answer?.created === CROWD && seconds <= CROWD_SECONDS && steps >= 10
  console.log(`crowd ${right ? 'held' : 'failed'} ${answer?.created ?? 0} proposals, ${steps} times said how far ${seconds.toFixed(1)} s${answer ? '' : ` ${stderr.trim().split('\n').at(-1)}`}`)
  return right
}

/** One of each kind of fault: what is changed, and the field and reason that must be said of it. */
const FAULTS = [
  [{ id: '' }, 'id centre-file.id-missing refused'], [{ nom: '' }, 'nom centre-file.name-missing refused'], [{ adresse: '' }, 'adresse centre-file.address-missing refused'], [{ code_postal: '5910' }, 'code_postal centre-file.postal-code refused'],
  [{ commune: '' }, 'commune centre-file.commune-unknown refused'], [{ commune: 'DUNKERQUE', code_postal: '59140' }, 'commune centre-file.outside refused'], [{ latitude: 500 }, 'latitude centre-file.coordinates'], [{ longitude: 'est' }, 'longitude centre-file.coordinates'],
  [{ latitude: 3.06, longitude: 50.63 }, 'latitude centre-file.coordinates-far'], [{ site_web: 'ftp://example.org' }, 'site_web centre-file.url'], [{ horaires: 'tous les jours' }, 'horaires centre-file.hours'], [{ date_maj: 'hier' }, 'date_maj centre-file.date'],
  [{ pivot: '123' }, 'pivot centre-file.pivot'], [{ services: 'Cartomancie' }, 'services centre-file.value-unknown'], [{ nom: 'Un lieu '.repeat(40) }, 'nom centre-file.text-cut'], ['again', 'id centre-file.id-repeated refused'],
]

/** Ten thousand places, made of those of a real file in which nothing is wrong; one in seven has a fault. */
async function checkPlaces(folder, command, env) {
  const source = join(shared, 'mednum', 'conseillers-numeriques-permanences-nord59-2022.json')
  const read = async (path, ...options) => {
    const started = Date.now()
    const { code, stdout, stderr } = await parvis(command, ['import', 'centres', path, '--json', ...options], env)
    return { answer: code === 0 ? JSON.parse(stdout) : undefined, stderr, seconds: (Date.now() - started) / 1000 }
  }
  const real = readJson(source)
  const first = await read(source, '--dry-run')
  const wrong = new Set(first.answer?.problems.map(({ row }) => row))
  const clean = real.filter((_, index) => !wrong.has(index + 1))
  const planted = []
  const rows = []
  for (let n = 0; n < CROWD && clean.length > 0; n++) {
    const [change, said] = n % 7 === 3 ? FAULTS[((n - 3) / 7) % FAULTS.length] : [{}]
    if (said) planted.push(`${n + 1} ${said}`)
    rows.push({ ...clean[n % clean.length], id: `lieu-${n}`, ...(change === 'again' ? { id: rows[n - 2].id } : change) })
  }
  const path = join(folder, 'places.json')
  writeFileSync(path, JSON.stringify(rows))
  const { answer, seconds, stderr } = await read(path)
  const found = answer?.problems.map(({ row, field, code, refused }) => `${row} ${field} ${code}${refused ? ' refused' : ''}`) ?? []
  const refused = planted.filter((line) => line.endsWith('refused')).length
  const missed = planted.filter((line) => !found.includes(line))
  const invented = found.filter((line) => !planted.includes(line))
  const right = clean.length >= 10 && missed.length + invented.length === 0 && found.length === planted.length && answer?.rows === CROWD && answer.refused === refused && answer.taken === CROWD - refused && seconds <= CROWD_SECONDS
  console.log(`places ${right ? 'held' : 'failed'} ${answer?.rows ?? 0} rows made of ${clean.length}, ${planted.length} faults of ${FAULTS.length} kinds planted, ${found.length} problems said, ${missed.length} missed, ${invented.length} invented ${seconds.toFixed(1)} s`
    + (right ? '' : ` ${[...missed.slice(0, 3), ...invented.slice(0, 3)].join('; ')} ${answer ? '' : stderr.trim().split('\n').at(-1)}`))
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
    await withConsultations(ownerUrl, async (client) => {
      for (const text of TEXTS) if (await checkText(text, command, env, client)) passed++
      if (await checkCrowd(folder, command, env)) passed++
      if (await checkPlaces(folder, command, env)) passed++
    })
    // `npm run check:import -- texts` leaves the budgets out.
    const budgets = process.argv.includes('texts') ? [] : files
    for (const file of budgets) if (await check(file, command, env)) passed++
    const tried = TEXTS.length + 2 + budgets.length
    console.log(`${passed} passed, ${tried - passed} failed`)
    process.exitCode = passed === tried ? 0 : 1
  } finally {
    await clean()
  }
}

requireNode()
await main().catch(fail)
