// npm run bench -- questionnaires [--answers N] [--quick] [--json]: a questionnaire of 24 questions that 250,000 people answered, two
// free texts each. Counting it, its answers as CSV and as JSON (also for a reader who stops), and the complete file take as much
// memory as for a tenth of them: at most 256 MB in the process. On a database of its own. One line per check (ID held|failed,
// figures), then `N passed, N failed`; exit 1 when one failed.
//   --quick   25,000 answers     --json   one JSON document on stdout, the lines on stderr
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { build } from '../build.mjs'
import { install } from '../lib/install.mjs'
import { PlainError } from '../lib/system.mjs'
import { removeCluster, startPostgres, withClient } from '../postgres.mjs'
import { CONSULTATION, PHASE, tokenOf } from './data.mjs'
import { numbers, proposal } from './french.mjs'
import { answers, memoryOf, prepare, startApi } from './platform.mjs'

const SEED = 20261129
const BATCH = 10_000
/** Megabytes of the process, at most: the limit of the issue. */
const MEMORY = 256
const PATIENCE = 900_000
/** A reader on a bad line stops for so many milliseconds. */
const PAUSE = 5_000

const labelled = (names) => names.map((label, index) => ({ key: `o${index + 1}`, label }))
const lines = (names) => names.map((label, index) => ({ key: `l${index + 1}`, label }))
const CONTENT = {
  introduction: 'Vos déplacements et votre quartier.',
  sections: [
    { key: 's1', title: 'Vous déplacer', text: '', items: [
      ...['Pour aller au travail', 'Pour faire vos courses', 'Pour accompagner vos enfants', 'Pour vos loisirs'].map((label, index) => ({ key: `choix${index}`, kind: 'choice', label, options: labelled(['À pied', 'À vélo', 'En bus', 'En métro', 'En voiture', 'Autrement']), other: index === 0 })),
      ...['Ce qui vous gêne', 'Ce que vous aimeriez'].map((label, index) => ({ key: `plusieurs${index}`, kind: 'choices', label, options: labelled(['Le prix', 'Les horaires', 'La sécurité', 'La distance', 'Le bruit', 'La foule', 'La météo', 'Rien']) })),
      ...['Les trottoirs', 'Les pistes', 'Les bus', 'Le métro', 'Les gares', 'Les écoles'].map((label, index) => ({ key: `note${index}`, kind: 'scale', label, min: 1, max: 5 })),
      { key: 'grille0', kind: 'matrix', label: 'Votre avis', rows: lines(['La propreté', 'Le calme', 'La verdure', 'Les commerces']), options: labelled(['Bien', 'Moyen', 'Mal']) },
      { key: 'grille1', kind: 'matrix', label: 'Vos besoins', rows: lines(['Des bancs', 'Des arbres', 'Des jeux', 'De la lumière']), options: labelled(['Oui', 'Peut-être', 'Non']) },
    ] },
    { key: 's2', title: 'Et demain', text: '', items: [
      { key: 'rang', kind: 'ranking', label: 'Le plus urgent', options: labelled(['Le vélo', 'Le bus', 'La marche', 'Le train', 'Les arbres']) },
      { key: 'distance', kind: 'number', label: 'Combien de kilomètres par jour ?', min: 0, max: 500 }, { key: 'minutes', kind: 'number', label: 'Combien de minutes ?', min: 0, max: 600, bands: [10, 20, 40, 60] },
      { key: 'depuis', kind: 'date', label: 'Depuis quand vivez-vous ici ?' }, { key: 'commune', kind: 'commune', label: 'Où travaillez-vous ?' }, { key: 'lieu', kind: 'point', label: 'Où manque-t-il un banc ?' },
      { key: 'detail', kind: 'choice', label: 'Et pourquoi ?', options: labelled(['Par envie', 'Par besoin']), condition: { question: 'choix0', operator: 'is', value: 'o2' } },
      { key: 'mot', kind: 'line', label: 'En un mot ?' }, { key: 'idee', kind: 'prose', label: 'Votre idée ?' }, { key: 'reste', kind: 'prose', label: 'Autre chose ?' },
    ] },
  ],
}

const key = (n, prime, most) => `to_jsonb('o' || 1 + ((${n} * ${prime}) >> 3) % ${most})`
const object = (pairs) => `jsonb_build_object(${Object.entries(pairs).map(([name, value]) => `'${name}', ${value}`).join(', ')})`
const each = (count, of) => Object.fromEntries(Array.from({ length: count }, (_, index) => of(index)))
/** What the n-th of them answered: `$5` texts, `$6` communes. */
const SENT = object({
  ...each(4, (i) => [`choix${i}`, object({ choice: key('n', [7919, 104729, 1299709, 15485][i], 6) })]),
  ...each(2, (i) => [`plusieurs${i}`, object({ choices: `jsonb_build_array(${key('n', 31 + i, 4)}, 'o' || 5 + (n * ${17 + i}) % 4)` })]),
  ...each(6, (i) => [`note${i}`, object({ value: `1 + (n * ${13 + 2 * i} >> 2) % 5` })]),
  ...each(2, (i) => [`grille${i}`, object({ rows: object(each(4, (j) => [`l${j + 1}`, key('n', 41 + 6 * i + 2 * j, 3)])) })]),
  rang: object({ order: `jsonb_build_array(${key('n', 53, 5)}, 'o' || 1 + (((n * 53) >> 3) + 1) % 5)` }), distance: object({ value: '(n * 7919 >> 4) % 90' }), minutes: object({ value: '(n * 104729 >> 4) % 120' }),
  depuis: object({ date: `to_char(date '1960-01-01' + ((n * 7919) % 24000)::integer, 'YYYY-MM-DD')` }), commune: object({ commune: '($6::text[])[1 + (n * 7919) % array_length($6::text[], 1)]' }),
  lieu: object({ commune: '($6::text[])[1 + (n * 31) % array_length($6::text[], 1)]', lat: 'round(50.5 + (n * 7919 % 3000) / 10000.0, 4)', lon: 'round(2.9 + (n * 104729 % 3000) / 10000.0, 4)' }),
  mot: `case when n % 3 = 0 then '{"passed": true}'::jsonb else jsonb_build_object('text', left(($5::text[])[1 + n % array_length($5::text[], 1)], 60)) end`,
  idee: object({ text: '($5::text[])[1 + (n * 7919) % array_length($5::text[], 1)]' }), reste: object({ text: '($5::text[])[1 + (n * 104729) % array_length($5::text[], 1)]' }),
}).replace(/\bn\b/g, 'n::bigint')

/** A questionnaire that is closed with its answers, as doors leave them, and somebody who counts it. @returns its consultation */
export async function fill({ ownerUrl, folder, env }, people, say) {
  const require = createRequire(join(folder, 'package.json'))
  require('reflect-metadata')
  const { Config } = require('./libs/platform/src/index.js')
  const { pseudonymSql, tiePads } = require('./libs/consultations/src/questionnaires/questionnaire-entries.js')
  const next = numbers(SEED)
  const texts = Array.from({ length: 150 }, () => proposal(next).body.slice(0, 1900))
  return withClient(ownerUrl, async (client) => {
    const { rows: [{ id }] } = await client.query(CONSULTATION, ['vos-deplacements', 'Vos déplacements', 'Une grande enquête.', 'running'])
    const { rows: [{ id: phaseId }] } = await client.query(PHASE, [id, 1, 'questionnaire', 'Vos réponses', 'scheduled', -40, 20])
    await client.query('insert into consultations.questionnaire (consultation_id, content) values ($1, $2)', [id, JSON.stringify(CONTENT)])
    await client.query(`update consultations.phase set state = 'open' where id = $1`, [phaseId])
    await client.query(`
      with made as (insert into identity.account (email, email_confirmed_at, password_hash, display_name, municipality_code) values ('agent@example.org', platform.clock(), 'none', 'Agent', '59350') returning id),
        granted as (insert into identity.role_grant (account_id, role, place_kind, place_code) select id, 'staff', 'metropolis', '200093201' from made)
      insert into identity.session (token_hash, account_id, expires_at) select sha256(sha256(convert_to('bench session 0', 'UTF8'))), id, platform.clock() + interval '1 day' from made`)
    const communes = (await client.query('select code from identity.municipality order by code')).rows.map(({ code }) => code)
    const { inner, outer } = tiePads(Config.from(env).masterPepper, id)
    for (let from = 0; from < people; from += BATCH) {
      await client.query(`
        with made as (
          insert into consultations.questionnaire_entry (consultation_id, k0, conventional_date, municipality_code, age_band, channel, evidence, status)
          select $1, substr(sha256(convert_to('k' || n, 'UTF8')), 1, 16), false, ($6::text[])[1 + (n * n) % array_length($6::text[], 1)], (array['under-18', '18-24', '25-39', '40-59', '60-74', '75-and-over'])[1 + (n >> 2) % 6],
            (array['online', 'online', 'online', 'kiosk', 'paper'])[1 + n % 5], 'E1', 'admitted'
          from generate_series($4::bigint + 1, $4::bigint + ${BATCH}) n returning id)
        insert into consultations.answer_sheet (consultation_id, state, sent, pseudonym)
        select $1, 'counted', ${SENT}, ${pseudonymSql('m.id', '$2', '$3')} from (select id, $4::bigint + row_number() over () as n from made) m`, [id, inner, outer, from, texts, communes])
      if ((from / BATCH) % 5 === 4) say(`  ${from + BATCH} answers`)
    }
    await client.query(`update consultations.phase set state = 'closed', closes_at = platform.clock() - interval '1 hour' where id = $1`, [phaseId])
    await client.query('vacuum analyze')
    return id
  })
}

/** The most memory of a process from here on, MB. */
function peakFromNow(pid) {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5')
  } catch { /* where it cannot be set back, the most since the start counts */ }
  return () => Math.round(memoryOf(pid)?.most ?? 0)
}

export async function measure(site, id, people) {
  const results = []
  const origin = `http://127.0.0.1:${site.apiPort}/api`
  const headers = { cookie: `${site.cookie}=${tokenOf(0)}`, origin: site.origin }
  const ask = async (method, path) => {
    const answer = await fetch(origin + path, { method, headers })
    const said = await answer.json()
    if (!answer.ok) throw new PlainError(`${method} ${path}: ${answer.status} ${JSON.stringify(said)}`)
    return said
  }
  const until = async (path, done) => {
    for (const from = Date.now(); Date.now() - from < PATIENCE; await sleep(200)) {
      const said = await ask('GET', path)
      if (done(said)) return said
    }
    throw new PlainError(`${path}: not done after ${PATIENCE / 1000} s`)
  }
  /** Reads a file to its end. @returns its lines and bytes */
  const read = async (path, pause = 0) => {
    const answer = await fetch(origin + path, { headers })
    if (!answer.ok) throw new PlainError(`${path}: ${answer.status}`)
    let [count, bytes] = [0, 0]
    for await (const piece of answer.body) {
      if (bytes === 0) await sleep(pause)
      bytes += piece.length
      for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) count++
    }
    return { lines: count, bytes }
  }
  // A process of its own for each: what one leaves behind does not help or hurt the next.
  const check = async (name, work) => {
    const api = startApi(site)
    try {
      await answers(`http://127.0.0.1:${site.apiPort}/ready`, api)
      const before = Math.round(memoryOf(api.pid)?.now ?? 0)
      const peak = peakFromNow(api.pid)
      const from = performance.now()
      const { right, figure } = await work()
      const most = peak()
      results.push({ id: name, held: right && most <= MEMORY, megabytes: most, figure: `${most} MB of ${MEMORY} (${before} before), ${figure}, ${((performance.now() - from) / 1000).toFixed(1)} s` })
    } finally {
      await api.stop()
    }
  }
  const path = `/consultations/${id}`
  await check('Q1 the count', async () => {
    await ask('POST', `${path}/questionnaire/count`)
    const { results: counted } = await until(`${path}/questionnaire/count`, (said) => said.results !== null && said.count === null)
    return { right: counted.participants === people, figure: `${counted.participants} participants` }
  })
  await check('Q2 the answers as CSV', async () => {
    const { lines: count, bytes } = await read(`${path}/questionnaire/answers.csv`)
    return { right: count >= people + 1, figure: `${count} lines, ${(bytes / 1e6).toFixed(0)} MB of file` }
  })
  await check('Q3 the answers as CSV, for a reader who stops', async () => {
    const { lines: count } = await read(`${path}/questionnaire/answers.csv`, PAUSE)
    return { right: count >= people + 1, figure: `${count} lines` }
  })
  await check('Q4 the answers as JSON', async () => {
    const { lines: count, bytes } = await read(`${path}/questionnaire/answers.json`)
    return { right: count >= people, figure: `${count} lines, ${(bytes / 1e6).toFixed(0)} MB of file` }
  })
  await check('Q5 the complete file', async () => {
    const { id: asked } = await ask('POST', `${path}/exports`)
    const { items } = await until(`${path}/exports`, (said) => ['ready', 'failed'].includes(said.items.find((one) => one.id === asked)?.state))
    const made = items.find((one) => one.id === asked)
    const { bytes } = made.state === 'ready' ? await read(`/exports/${asked}/file`) : { bytes: 0 }
    return { right: made.state === 'ready' && bytes === made.bytes, figure: `${made.state}, ${(bytes / 1e6).toFixed(0)} MB of file` }
  })
  return results
}

export async function benchQuestionnaires(args) {
  const { values: options } = parseArgs({ args, options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, answers: { type: 'string' } } })
  const people = BATCH * Math.ceil(Number(options.answers ?? (options.quick ? 25_000 : 250_000)) / BATCH)
  const print = options.json ? console.error : console.log
  const say = (line) => console.error(line)
  await install({ dev: true, log: say })
  const folder = await build({ only: 'api', log: say })
  const dataDir = mkdtempSync(join(tmpdir(), 'parvis-questionnaires-'))
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
    const site = await prepare({ name: 'questionnaires', folder, superUrl: server.superUrl, dataDir, secretsDir })
    const id = await fill(site, people, say)
    print(`${people} answers, seed ${SEED}; ${cpus().length} processors, Node ${process.version}; load ${loadavg()[0].toFixed(1)}`)
    const results = await measure(site, id, people)
    for (const { id: name, held, figure } of results) print(`${name} ${held ? 'held' : 'failed'}, ${figure}`)
    const passed = results.filter(({ held }) => held).length
    print(`${passed} passed, ${results.length - passed} failed`)
    if (options.json) console.log(JSON.stringify({ date: new Date().toISOString().slice(0, 10), node: process.version, seed: SEED, people, results, passed, failed: results.length - passed }, null, 1))
    return passed === results.length ? 0 : 1
  } finally {
    await clean()
  }
}
