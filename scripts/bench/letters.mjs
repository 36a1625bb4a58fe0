// npm run bench -- letters [--people N] [--quick] [--json]: a letter to 50,000 people over a mail server on this machine, to the end.
// The process that sends is killed twice: once while the server takes nothing (what it has is marked: nobody may get it twice), once
// without a warning (a mail that the server took and that was not marked yet leaves again with the same Message-ID, which receiving
// servers drop: at most one for each connection). On a database of its own. One line per check (ID held|failed, figures), then
// `N passed, N failed`; exit 1 when one failed.  --quick   5,000 people     --json   one JSON document on stdout, the lines on stderr
import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { build } from '../build.mjs'
import { install } from '../lib/install.mjs'
import { freePort, PlainError } from '../lib/system.mjs'
import { removeCluster, startPostgres, withClient } from '../postgres.mjs'
import { tokenOf } from './data.mjs'
import { answers, helper, memoryOf, prepare, startApi, startWorker } from './platform.mjs'

/** Mails under way at once: `MAILS_AT_ONCE` of libs/platform/src/mail/mailer.ts. */
const CONNECTIONS = 5
/** Given up after so many milliseconds without a mail. */
const PATIENCE = 120_000

const LETTER = { ownerKind: 'metropolis', ownerCode: '200093201', subject: 'Vos idées : la suite', body: `Bonjour,\n\n${'Voici ce que sont devenues vos propositions, et ce qui vient. '.repeat(30)}\n\nhttps://parvis.example/suite` }

/** People who accept letters, in three languages, and somebody who writes one. */
const fill = (ownerUrl, people) => withClient(ownerUrl, async (client) => {
  await client.query(`
    insert into identity.account (email, password_hash, email_confirmed_at, letters_at, language)
    select 'habitante-' || n || '@example.org', 'none', platform.clock(), platform.clock(), (array['fr', 'fr', 'fr', 'en', 'nl'])[1 + n % 5] from generate_series(1, $1::integer) n`, [people])
  await client.query(`
    with made as (insert into identity.account (email, email_confirmed_at, password_hash, display_name) values ('agent@example.org', platform.clock(), 'none', 'Agent') returning id),
      granted as (insert into identity.role_grant (account_id, role, place_kind, place_code) select id, 'staff', 'metropolis', '200093201' from made)
    insert into identity.session (token_hash, account_id, expires_at) select sha256(sha256(convert_to('bench session 0', 'UTF8'))), id, platform.clock() + interval '1 day' from made`)
  await client.query('vacuum analyze')
})

async function ask(site, method, path, body) {
  const answer = await fetch(`http://127.0.0.1:${site.apiPort}/api${path}`, { method, headers: { cookie: `${site.cookie}=${tokenOf(0)}`, origin: site.origin, 'content-type': 'application/json' }, body: body && JSON.stringify(body) })
  const said = await answer.json()
  if (!answer.ok) throw new PlainError(`${method} ${path}: ${answer.status} ${JSON.stringify(said)}`)
  return said
}

/** Waits until so many people have their letter. @returns what the server counts */
async function until(smtp, people) {
  for (let last = -1, since = Date.now(); ;) {
    const counts = await smtp.ask({ ask: 'counts' })
    if (counts.people >= people) return counts
    if (counts.taken !== last) [last, since] = [counts.taken, Date.now()]
    if (Date.now() - since > PATIENCE) throw new PlainError(`no mail for ${PATIENCE / 1000} s, ${counts.people} people have theirs`)
    await sleep(100)
  }
}

async function measure(site, smtp, people, say) {
  const seconds = (from) => (performance.now() - from) / 1000
  const [killHeld, killDead] = [Math.round(people * 0.3), Math.round(people * 0.6)]
  const lines = []
  let most = 0
  const remember = ({ pid }) => { most = Math.max(most, Math.round(memoryOf(pid)?.most ?? 0)) }
  let sender = startApi(site)
  try {
    await answers(`http://127.0.0.1:${site.apiPort}/ready`, sender)
    const { id, revision } = await ask(site, 'POST', '/newsletters', LETTER)
    const asked = performance.now()
    await ask(site, 'POST', `/newsletters/${id}/sending`, { revision })
    const found = seconds(asked)
    // The API itself does the jobs where there is no Redis. It goes down while the server takes nothing.
    const rates = []
    const stretch = async (to, from) => {
      // The lease of a process that died ends after 30 s: the pace is counted from the first mail.
      const first = await until(smtp, from + 1)
      const began = performance.now()
      const counts = await until(smtp, to)
      rates.push({ mails: counts.people - first.people, seconds: seconds(began) })
      say(`  ${counts.people} of ${people}`)
      return counts.people
    }
    let at = await stretch(killHeld, 0)
    await smtp.ask({ ask: 'hold' })
    for (let held = 0; held < CONNECTIONS;) {
      await sleep(100)
      held = (await smtp.ask({ ask: 'counts' })).held
    }
    await sleep(500)
    remember(sender)
    process.kill(sender.pid, 'SIGKILL')
    await smtp.ask({ ask: 'drop' })
    const whole = await smtp.ask({ ask: 'counts' })
    sender = startWorker(site, await freePort())
    at = await stretch(killDead, at)
    remember(sender)
    process.kill(sender.pid, 'SIGKILL')
    const before = await smtp.ask({ ask: 'counts' })
    sender = startWorker(site, await freePort())
    await stretch(people, at)
    await withClient(site.ownerUrl, async (client) => {
      for (let sent = false; !sent; await sleep(100)) sent = (await client.query(`select 1 from consultations.newsletter where id = $1 and state = 'sent'`, [id])).rowCount > 0
    })
    remember(sender)
    const end = await smtp.ask({ ask: 'counts' })
    const { rows: [row] } = await withClient(site.ownerUrl, (client) => client.query('select count(*)::integer as marked from consultations.mailing_recipient where sent_at is not null'))
    const mails = rates.reduce((sum, rate) => sum + rate.mails, 0)
    const time = rates.reduce((sum, rate) => sum + rate.seconds, 0)
    const check = (name, held, figure) => lines.push({ id: name, held, figure })
    check('L1 everybody has the letter', end.people === people && row.marked === people, `${end.people} of ${people}, ${row.marked} marked`)
    check('L2 nobody has it twice after a machine that goes down', before.copies === 0 && whole.twice === 0, `${before.copies} copies`)
    check('L3 a process killed between a yes and its mark', end.twice === 0 && end.copies <= CONNECTIONS, `${end.copies} copies with the same Message-ID, ${end.twice} with another one`)
    check('L4 mails a second', mails / time >= 100, `${(mails / time).toFixed(0)} a second, ${time.toFixed(0)} s for ${mails}; the people found in ${found.toFixed(1)} s`)
    check('L5 memory', most < 400, `${most} MB at most`)
  } finally {
    await sender.stop()
  }
  return lines
}

export async function benchLetters(args) {
  const { values: options } = parseArgs({ args, options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, people: { type: 'string' } } })
  const people = Number(options.people ?? (options.quick ? 5_000 : 50_000))
  const print = options.json ? console.error : console.log
  const say = (line) => console.error(line)
  await install({ dev: true, log: say })
  const folder = await build({ only: 'api', log: say })
  const dataDir = mkdtempSync(join(tmpdir(), 'parvis-letters-'))
  chmodSync(dataDir, 0o711)
  const secretsDir = join(dataDir, 'secrets')
  mkdirSync(secretsDir, { mode: 0o700 })
  let server, smtp
  const clean = async () => {
    smtp?.stop()
    await server?.stop()
    removeCluster(dataDir)
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => clean().finally(() => process.exit(130)))
  try {
    server = await startPostgres({ dataDir, secretsDir })
    smtp = await helper('smtp.mjs')
    const prepared = await prepare({ name: 'letters', folder, superUrl: server.superUrl, dataDir, secretsDir })
    const site = { ...prepared, env: { ...prepared.env, SMTP_URL: `smtp://127.0.0.1:${smtp.first.port}` } }
    await fill(site.ownerUrl, people)
    print(`${people} people; ${cpus().length} processors, Node ${process.version}; load ${loadavg()[0].toFixed(1)}`)
    const results = await measure(site, smtp, people, say)
    for (const { id, held, figure } of results) print(`${id} ${held ? 'held' : 'failed'}, ${figure}`)
    const passed = results.filter(({ held }) => held).length
    print(`${passed} passed, ${results.length - passed} failed`)
    if (options.json) console.log(JSON.stringify({ date: new Date().toISOString().slice(0, 10), node: process.version, people, results, passed, failed: results.length - passed }, null, 1))
    return passed === results.length ? 0 : 1
  } finally {
    await clean()
  }
}
