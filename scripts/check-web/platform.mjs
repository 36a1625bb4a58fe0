// A platform of its own for checks and pictures: `npm start` on free ports with an empty data folder, hence the
// demonstration; the database, the API and the site are the ones people use.
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DateTime } from 'luxon'
import { runningDatabase } from '../lib/settings.mjs'
import { freePort, PlainError, root, start } from '../lib/system.mjs'
import { withClient } from '../postgres.mjs'
import { call, expectStatus } from '../scale/people.mjs'

const password = 'parvis-demonstration'

/** Who looks at a page. */
export const people = {
  citizen: 'citoyenne@parvis.example',
  mediator: 'mediatrice@parvis.example',
  referent: 'referente@parvis.example',
  staff: 'agent@parvis.example',
  roubaix: 'agent.roubaix@parvis.example',
  guardian: 'garante@parvis.example',
  administrator: 'admin@parvis.example',
}

/** @returns {Promise<{ origin: string, stop(): Promise<void> }>} */
export async function startPlatform({ log = () => {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'parvis-web-'))
  chmodSync(folder, 0o711)
  const [port, apiPort] = [await freePort(), await freePort()]
  // An undefined variable is left out: nothing of the operator's own platform is used.
  const env = { ...process.env, DATABASE_URL: undefined, DATABASE_OWNER_URL: undefined, REDIS_URL: undefined, ORIGIN: undefined, PARVIS_SECRETS_DIR: undefined }
  const child = start(process.execPath, [join(root, 'scripts/start.mjs')], {
    cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...env, PORT: String(port), API_PORT: String(apiPort), PARVIS_DATA_DIR: join(folder, 'data'), NODE_ENV: 'production' },
  })
  const ended = new Promise((done) => child.once('close', done))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  let said = ''
  await new Promise((ready, refuse) => {
    const heard = (chunk) => {
      said += chunk
      log(String(chunk))
      if (said.includes('Parvis est prêt')) ready()
    }
    child.stdout.on('data', heard)
    child.stderr.on('data', heard)
    ended.then(() => refuse(new PlainError(`The platform did not start:\n${said}`)))
  })
  await prepare(`http://localhost:${port}`, runningDatabase({ dataDir: join(folder, 'data') }).ownerUrl)
  return { origin: `http://localhost:${port}`, stop }
}

/** What the demonstration has not, and a page shows. */
export async function prepare(origin, ownerUrl) {
  await failOneJob(ownerUrl)
  await prepareTwoVotes(origin)
  await prepareQuestionnaires(origin)
  await prepareOwnWords(origin)
  await prepareCalls(origin, ownerUrl)
}

/** Nothing fails in the demonstration: the pages about a job that failed have one to show. */
const failOneJob = (ownerUrl) => withClient(ownerUrl, (client) => client.query(`
  insert into platform.outbox (kind, payload, attempts, failed_at, cause, last_error)
  values ('account.reset-wanted', '{"accountId": null}'::jsonb, 8, clock_timestamp(), 'job.mail-unreachable', 'connect ECONNREFUSED')`))

/** Nor has a draft two votes to choose from. */
async function prepareTwoVotes(origin) {
  const staff = await asPerson(origin, people.staff)
  const { id, revision } = await expectStatus(201, call(origin, staff, 'POST', '/api/consultations', { title: 'Deux votes à préparer', theme: 'environment' }))
  const day = (days, hour) => DateTime.now().setZone('Europe/Paris').startOf('day').plus({ days }).set({ hour }).toISO()
  const phases = [['Le vote des jeunes', 40], ['Le vote de tous', 80]].map(([title, opens]) => ({ kind: 'vote', title, opensAt: day(opens, 9), closesAt: day(opens + 32, 18) }))
  await expectStatus(200, call(origin, staff, 'PUT', `/api/consultations/${id}/phases`, { revision, phases }))
}

const trips = 'vos-trajets-de-tous-les-jours'

/** A questionnaire in the making, and somebody who answered the open one three times. */
async function prepareQuestionnaires(origin) {
  const staff = { origin }
  const signedIn = await call(origin, staff, 'POST', '/api/sessions', { email: people.staff, password })
  staff.cookie = signedIn.headers.getSetCookie()[0].split(';')[0]
  const { id, revision } = await expectStatus(201, call(origin, staff, 'POST', '/api/consultations', { title: 'Un questionnaire à préparer', theme: 'culture' }))
  const day = (days, hour) => DateTime.now().setZone('Europe/Paris').startOf('day').plus({ days }).set({ hour }).toISO()
  await expectStatus(200, call(origin, staff, 'PUT', `/api/consultations/${id}/phases`, { revision, phases: [{ kind: 'questionnaire', title: 'Vous répondez', opensAt: day(40, 9), closesAt: day(75, 18) }] }))
  await expectStatus(200, call(origin, staff, 'POST', `/api/consultations/${id}/questionnaire/copy`, { revision: 0, template: 'mobilite' }))
  for (let times = 0; times < 3; times++) {
    const code = await answeredSheet(origin)
    await expectStatus(200, call(origin, { origin }, 'POST', `/api/answer-sheets/${code}/sending`, { civilStatus: { birthSurname: 'Plusieurs-Fois', givenNames: 'Camille', birthDate: '1980-05-02', municipalityCode: '59350' } }))
  }
}

/** Answers that wait to be sent. @returns {Promise<string>} their code */
async function answeredSheet(origin) {
  const { code } = await expectStatus(201, call(origin, { origin }, 'POST', `/api/consultations/${trips}/answer-sheets`))
  await expectStatus(200, call(origin, { origin }, 'PUT', `/api/answer-sheets/${code}/pages/s1`, { answers: { moyens: { choices: ['o1'] }, sansvelo: { choices: ['o2'] }, minutes: { value: 25 } } }))
  return code
}

/** Somebody without an account whose answers are kept in this browser. */
export async function beginAnswers(browser, origin) {
  const code = await answeredSheet(origin)
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${origin}/consultations/${trips}/questionnaire`)
  await page.fill('input[name=code]', code)
  await page.click('main form[action="?/reprendre"] button')
  await page.waitForURL((url) => url.pathname.endsWith('/relecture'))
  const state = await context.storageState()
  await context.close()
  return state
}

/** A comment that its author may still correct, for as long as the checks take, and a letter that is not sent. */
async function prepareOwnWords(origin) {
  const [staff, citizen] = [await asPerson(origin, people.staff), await asPerson(origin, people.citizen)]
  const places = await expectStatus(200, call(origin, staff, 'GET', '/api/moderation/settings'))
  const { place: { kind, code }, ...rules } = places.find(({ place }) => place.kind === 'metropolis')
  await expectStatus(200, call(origin, staff, 'PUT', '/api/moderation/settings', { ...rules, place: { kind, code }, editMinutes: 1440 }))
  const debates = await expectStatus(200, call(origin, citizen, 'GET', '/api/consultations/des-rues-calmes-devant-les-ecoles/debates'))
  await expectStatus(201, call(origin, citizen, 'POST', '/api/comments', { debateId: debates.items.find(({ number }) => number === 1).id, stance: 'for', body: 'Ma fille irait à pied.', submissionToken: randomUUID() }))
  await expectStatus(201, call(origin, staff, 'POST', '/api/newsletters', { ownerKind: kind, ownerCode: code, subject: 'Les rues calmes', body: 'Une lettre que personne n’a encore reçue.' }))
}

/** A call that a mediator took, a receipt that she sends by post, and a visit of her colleague that she checks. */
async function prepareCalls(origin, ownerUrl) {
  const [mediator, colleague] = [await asPerson(origin, people.mediator), await asPerson(origin, 'collegue@parvis.example')]
  await expectStatus([200, 201], call(origin, { origin }, 'POST', '/api/callbacks', { phone: '03 53 01 24 12', municipalityCode: '59350', language: 'fr', wanted: 'morning' }))
  const { items } = await expectStatus(200, call(origin, mediator, 'GET', '/api/callbacks'))
  await expectStatus(204, call(origin, mediator, 'PUT', `/api/callbacks/${items.find(({ taken, municipality }) => taken === 'nobody' && municipality === 'Lille').id}/taking`))
  await phoneVisit(origin, mediator, { phone: '03 53 01 24 13', surname: 'Appelante' })
  const checked = await phoneVisit(origin, colleague, { phone: '03 53 01 24 14', surname: 'Appelant' })
  // Visits are drawn when their day is over: this one is drawn at once.
  await withClient(ownerUrl, (client) => client.query('insert into inclusion.phone_check (visit_id, operator_id) select id, operator_id from inclusion.phone_visit where session_id = $1', [checked]))
}

/** Somebody proposes something by phone. @returns {Promise<string>} the session, which is over */
async function phoneVisit(origin, operator, { phone, surname }) {
  const { consultations, centres } = await expectStatus(200, call(origin, operator, 'GET', '/api/desk'))
  const { version } = await expectStatus(200, call(origin, operator, 'GET', '/api/phone/script'))
  const { id } = await expectStatus(201, call(origin, operator, 'POST', '/api/phone/visits', {
    consultationId: consultations.find(({ may }) => may.includes('proposal')).id, centreId: centres.find(({ slug }) => slug === 'lille-wazemmes').id, scriptVersion: version, agreed: true, protectiveMeasure: false,
    identity: { birthSurname: surname, givenNames: 'Odette', birthDate: '1939-06-07', municipalityCode: '59350' }, phone, delivery: 'post', address: `Odette ${surname}\n2 rue des Essais\n59000 Lille`,
  }))
  await expectStatus(201, call(origin, operator, 'POST', `/api/assisted-sessions/${id}/proposals`, { title: 'Un banc devant la poste', body: 'On attend longtemps le bus debout. Un banc avec un dossier aiderait beaucoup.', theme: 'environment', submissionToken: randomUUID() }))
  await expectStatus(204, call(origin, operator, 'DELETE', `/api/assisted-sessions/${id}`))
  return id
}

/** Signed in; at a desk, with the code that the demonstration shows. */
async function asPerson(origin, email) {
  const person = { origin }
  const signedIn = await call(origin, person, 'POST', '/api/sessions', { email, password })
  person.cookie = signedIn.headers.getSetCookie()[0].split(';')[0]
  const { body: { demonstrationCode: code } } = await call(origin, person, 'GET', '/api/second-factor')
  if (code) await expectStatus(204, call(origin, person, 'POST', '/api/second-factor/checks', { code }))
  return person
}

/** Signs somebody of the demonstration in, as they do, and gives the state to open pages with; `code: false` stops where a code is asked for. */
export async function signIn(browser, origin, email, { code: given = true } = {}) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${origin}/connexion`)
  await page.fill('input[name=email]', email)
  await page.fill('input[name=password]', password)
  await page.click('main form button:not([type=button])')
  await page.waitForURL((url) => url.pathname !== '/connexion')
  // A desk asks for a code too; the demonstration shows one that is good.
  while (given && new URL(page.url()).pathname === '/connexion/code') {
    const code = await page.locator('[data-demonstration-code]').textContent({ timeout: 1000 }).catch(() => null)
    if (code) {
      await page.fill('input[name=code]', code)
      await page.click('main form button:not([type=button])')
      await page.waitForLoadState()
    } else await page.waitForTimeout(2000).then(() => page.reload())
  }
  const state = await context.storageState()
  await context.close()
  return state
}

/** Who looks at the pages, as states to open them with. */
export async function everybody(browser, origin) {
  const signedIn = await Promise.all(Object.entries(people).map(async ([who, email]) => [who, await signIn(browser, origin, email)]))
  return { ...Object.fromEntries(signedIn), respondent: await beginAnswers(browser, origin), 'before-the-code': await signIn(browser, origin, people.mediator, { code: false }) }
}

/** A desk that nobody used for a quarter of an hour asks for its code again: who was away that long signs in again. */
export function presence(browser, origin, states) {
  const used = new Map()
  const began = Date.now()
  return async (as) => {
    if (people[as] && Date.now() - (used.get(as) ?? began) > 600_000) states[as] = await signIn(browser, origin, people[as])
    used.set(as, Date.now())
  }
}
