// People and a consultation for check:scale. People are written into the database with a session each; everything they then do
// goes over HTTP, as does everything that staff do.
import { createHash, randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { DateTime } from 'luxon'
import { root } from '../lib/system.mjs'

const { Pool } = createRequire(join(root, 'package.json'))('pg')
const { hash } = createRequire(join(root, 'package.json'))('@node-rs/argon2')

export const PASSWORD = 'une phrase assez longue'
export const poolOf = (url) => {
  const pool = new Pool({ connectionString: url, max: 8 })
  pool.on('error', () => {})
  return pool
}

/** One request. Bodies are JSON both ways. */
export async function call(base, { origin, cookie }, method, path, body) {
  const answer = await fetch(`${base}${path}`, {
    method, redirect: 'manual', signal: AbortSignal.timeout(30_000),
    headers: { origin, ...(cookie ? { cookie } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, body: text && /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : text }
}

/** @param {number | number[]} wanted */
export async function expectStatus(wanted, answer) {
  const { status, body } = await answer
  if (![wanted].flat().includes(status)) throw new Error(`${wanted} was expected, not ${status}: ${JSON.stringify(body).slice(0, 500)}`)
  return body
}

const letters = (number) => String(number).replace(/\d/g, (digit) => 'abcdefghij'[digit])

/** @returns {Promise<{ email: string, cookie: string, number: number }[]>} signed in for good */
export async function makePeople(db, origin, from, count, role) {
  const hashed = await hash(PASSWORD)
  const cookieName = `parvis_${new URL(origin).port}`
  const people = Array.from({ length: count }, (_, index) => ({ number: from + index, email: `${role ?? 'personne'}-${from + index}@example.org`, token: randomBytes(32) }))
  const { rows } = await db.query(`
    insert into identity.account (email, password_hash, display_name, municipality_code, email_confirmed_at)
    select email, $2, '', '59350', platform.clock() from unnest($1::text[]) as email returning id, email`, [people.map(({ email }) => email), hashed])
  const ids = new Map(rows.map(({ id, email }) => [email, id]))
  if (role) await db.query(`insert into identity.role_grant (account_id, role, place_kind, place_code) select id, $2, 'metropolis', '200093201' from unnest($1::uuid[]) as id`, [[...ids.values()], role])
  await db.query(`insert into identity.session (token_hash, account_id, expires_at) select h, a, platform.clock() + interval '10 years' from unnest($1::bytea[], $2::uuid[]) as t (h, a)`,
    [people.map(({ token }) => createHash('sha256').update(token).digest()), people.map(({ email }) => ids.get(email))])
  return people.map(({ number, email, token }) => ({ number, email, cookie: `${cookieName}=${token.toString('base64url')}`, origin }))
}

/** Voters said who they are. */
export async function makeVoters(db, base, origin, from, count) {
  const voters = await makePeople(db, origin, from, count)
  await inParallel(16, voters, async (voter) => expectStatus(204, call(base, voter, 'PUT', '/api/account/civil-status', {
    birthSurname: `Delattre ${letters(voter.number)}`, givenNames: 'Camille', birthDate: '1980-05-17', municipalityCode: '59350',
  })))
  return voters
}

export async function inParallel(width, items, work) {
  const left = items.map((item, index) => [item, index])
  const results = []
  await Promise.all(Array.from({ length: width }, async () => {
    for (let next = left.shift(); next; next = left.shift()) results[next[1]] = await work(...next)
  }))
  return results
}

export const moveClock = (owner, by) => owner.query('update platform.clock_offset set "offset" = "offset" + $1::interval', [by])

/** Consultations announced, each with a vote that opens in 30 days and closes 32 days later. @returns {Promise<{ id: string, voteId: string }[]>} */
export async function announce(db, owner, base, staff, count) {
  await owner.query(`
    insert into inclusion.centre (slug, name, organisation, municipality_code, address, postal_code, phone, hours, serves)
    select 'centre-' || m.code, 'Centre ' || m.name, 'Association', m.code, '1 rue de la Mairie', m.postal_codes[1], '0320000000', array['lundi au vendredi, 9 h à 17 h'], array[m.code]
    from identity.municipality m on conflict (slug) do nothing`)
  const { rows: [{ now }] } = await db.query('select platform.clock() as now')
  const day = (days, hour) => DateTime.fromJSDate(now, { zone: 'Europe/Paris' }).startOf('day').plus({ days }).set({ hour }).toISO()
  const made = []
  for (let number = 1; number <= count; number++) {
    const { id, revision } = await expectStatus(201, call(base, staff, 'POST', '/api/consultations', {
      title: `Rafraîchir nos places, quartier ${number}`, theme: 'environment', openToChange: 'Les places à aménager et ce que l’on y met.', notOpenToChange: 'Le budget total.',
      summary: 'Il fait de plus en plus chaud en ville. Dites où vous voulez plus d’ombre et plus d’eau. Vos idées seront lues. Puis chacun pourra choisir celles qui comptent le plus.',
      offlineWays: [{ kind: 'centre', text: 'Dans les cinq centres, aux heures d’ouverture.' }, { kind: 'paper', text: 'Sur papier, dans les mairies.' }], nextSteps: 'Le conseil décide avant l’été.',
    }))
    await expectStatus(200, call(base, staff, 'PUT', `/api/consultations/${id}/phases`, { revision, phases: [{ kind: 'vote', title: 'Le vote', opensAt: day(30, 9), closesAt: day(62, 18) }] }))
    const { vote } = await expectStatus(201, call(base, staff, 'POST', `/api/consultations/${id}/announcement`))
    const asked = await expectStatus(200, call(base, staff, 'PATCH', `/api/votes/${vote.id}`, { revision: 1, question: 'Quels projets voulez-vous ?' }))
    await expectStatus(200, call(base, staff, 'PUT', `/api/votes/${vote.id}/options`, { revision: asked.revision, options: [{ title: 'Des arbres' }, { title: 'Des bancs' }, { title: 'Une fontaine' }] }))
    made.push({ id, voteId: vote.id })
  }
  return made
}

/** What a browser does: asks for the form, draws the nonce, writes the opening and commits to it. Throws when it is refused. */
export async function ballotFor(base, voter, voteId, choice) {
  const { n, opening: { prefix, suffix, commitPrefix } } = await expectStatus(200, call(base, voter, 'GET', `/api/votes/${voteId}/ballot-form`))
  const nonce = randomBytes(32)
  const opening = `${prefix}${[...choice].sort().map((key) => `${key}=1`).join(',')}${suffix}`
  return { choice: Object.fromEntries(choice.map((key) => [key, 1])), n, nonce: nonce.toString('base64'), commitment: createHash('sha256').update(commitPrefix).update(nonce).update(opening).digest('base64') }
}

export const castBallot = (base, voter, voteId, ballot) => call(base, voter, 'POST', `/api/votes/${voteId}/ballots`, ballot)
