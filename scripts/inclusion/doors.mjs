// The doors, each as the people who hold it use it. All of them give { status, receipt } of what was entered.
import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { root } from '../lib/system.mjs'
import { ballotFor, call, castBallot, expectStatus, makePeople, PASSWORD } from '../scale/people.mjs'

const { TOTP } = createRequire(join(root, 'package.json'))('otpauth')

/** Somebody habilitated at a centre for a year, with a second factor of their own, their desk open. */
export async function makeMediators(owner, base, origin, centres, from) {
  const people = await makePeople(owner, origin, from, centres.length, 'staff')
  const made = []
  for (const [index, person] of people.entries()) {
    const centre = centres[index]
    const { rows: [{ id: accountId }] } = await owner.query('select id from identity.account where email = $1', [person.email])
    await owner.query(`delete from identity.role_grant where account_id = $1`, [accountId])
    await owner.query(`
      with own as (
        insert into inclusion.organisation (name, siret, kind, municipality_code, contact_name, state, decided_at)
        select 'Structure ' || slug, $3, 'association', municipality_code, 'Référente', 'accepted', platform.clock() from inclusion.centre where id = $2 and organisation_id is null returning id),
      held as (update inclusion.centre set organisation_id = (select id from own) where id = $2 and organisation_id is null),
      structure as (select id from own union all select organisation_id from inclusion.centre where id = $2 and organisation_id is not null),
      test as (
        insert into inclusion.training_attempt (account_id, questions, answers, answered_at, right_answers)
        values ($1, array_fill('q01'::text, array[10]), '{}', platform.clock(), 10) returning id),
      made as (
        insert into inclusion.habilitation (account_id, organisation_id, kind, state, decided_at, training_id, training_passed, commitments_version, commitments_hash, commitments_at, validated_at, valid_until)
        select $1, structure.id, 'professional', 'validated', platform.clock(), test.id, true, '1.0', $4, platform.clock(), platform.clock(), platform.clock() + interval '12 months' from test, structure returning id)
      insert into inclusion.habilitation_centre (habilitation_id, centre_id) select id, $2 from made`, [accountId, centre.id, siret(from + index), randomBytes(32)])
    await expectStatus(201, call(base, person, 'POST', '/api/second-factor'))
    const { secret } = await expectStatus(200, call(base, person, 'GET', '/api/second-factor'))
    made.push({ ...person, accountId, centre, secret: secret.replace(/ /g, '') })
  }
  return made
}

/** Sessions end by the platform's clock, which the check moves: a desk's with the day. */
export async function signInAgain(base, person) {
  const answer = await call(base, { origin: person.origin }, 'POST', '/api/sessions', { email: person.email, password: PASSWORD })
  person.cookie = answer.headers.getSetCookie()[0].split(';')[0]
}

/** Opens a desk, or keeps it open: a code is good once, and asked for every quarter of an hour. */
export async function giveCode(owner, base, mediator) {
  await owner.query('delete from identity.second_factor_step where account_id = $1', [mediator.accountId])
  const { rows: [{ at }] } = await owner.query('select (extract(epoch from platform.clock()) * 1000)::float8 as at')
  const show = () => call(base, mediator, 'POST', '/api/second-factor/checks', { code: new TOTP({ secret: mediator.secret }).generate({ timestamp: at }) })
  const answer = await show()
  if (answer.status !== 401) return expectStatus(204, answer)
  await signInAgain(base, mediator)
  await expectStatus(204, show())
}

/** By their own account: the civil status is said once, then the ballot is made as a browser makes it. */
export async function online(base, account, person, voteId, choice) {
  await expectStatus(204, call(base, account, 'PUT', '/api/account/civil-status', person))
  return castBallot(base, account, voteId, await ballotFor(base, account, voteId, choice))
}

/** With their own account, somebody beside them who logs that they helped and sees nothing. */
export const accompany = async (base, mediator, consultationId) => expectStatus(204, call(base, mediator, 'POST', '/api/assisted-sessions/accompanied', { consultationId, centreId: mediator.centre.id }))

const approved = (choice) => Object.fromEntries(choice.map((key) => [key, 1]))

/** In the person's place, under a mandate signed by hand. */
export const tryVisit = (base, mediator, person, { consultationId, consentVersion, evidence = 'E2' }) => call(base, mediator, 'POST', '/api/assisted-sessions', {
  consultationId, centreId: mediator.centre.id, identity: person, evidence, consentVersion, protectiveMeasure: false,
  mandate: { otherConsultationIds: [], scopes: ['ANSWER'], duration: 'ONE_ACT', remote: false, method: 'HANDWRITTEN', language: 'fr' },
})
export const openVisit = async (base, mediator, person, asked) => expectStatus(201, tryVisit(base, mediator, person, asked))
export const deskBallot = (base, mediator, id, choice) => call(base, mediator, 'POST', `/api/assisted-sessions/${id}/ballots`, { choice: approved(choice), readBack: true })
export const deskAnswers = (base, mediator, id, answers) => call(base, mediator, 'POST', `/api/assisted-sessions/${id}/questionnaire`, { answers, readBack: true })

/** A device of a mediator's centre; keeps the cookies that it is given. */
export async function makeKiosk(base, mediator, name) {
  const { code } = await expectStatus(201, call(base, mediator, 'POST', '/api/kiosks', { centreId: mediator.centre.id, name }))
  const device = { origin: mediator.origin, jar: new Map(), mediator }
  await expectStatus(201, at(base, device, 'POST', '/api/kiosks/device', { code }))
  return device
}

/** One request of a device, with its cookies. */
async function at(base, device, method, path, body) {
  const cookie = [...device.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await call(base, { origin: device.origin, cookie }, method, path, body)
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)
    if (/Max-Age=0|Expires=Thu, 01 Jan 1970/i.test(line)) device.jar.delete(name)
    else device.jar.set(name, value)
  }
  return answer
}

/** With their own hands, on a shared device, by a pass that the desk made. */
async function kiosk(base, device, person, { consultationId, evidence = 'E2' }, entry, body) {
  const { mediator } = device
  const { code } = await expectStatus(201, call(base, mediator, 'POST', '/api/kiosks/passes', { consultationId, centreId: mediator.centre.id, identity: person, evidence }))
  await expectStatus(201, at(base, device, 'POST', '/api/kiosks/session', { code }))
  const { noticeVersion } = await expectStatus(200, at(base, device, 'GET', '/api/kiosks/session'))
  await expectStatus(204, at(base, device, 'PUT', '/api/kiosks/session/notice', { version: noticeVersion, read: true }))
  const answer = await at(base, device, 'POST', `/api/kiosks/session/${entry}`, { ...body, readBack: true })
  await expectStatus(204, at(base, device, 'DELETE', '/api/kiosks/session'))
  return answer
}

export const kioskBallot = (base, device, person, asked, choice) => kiosk(base, device, person, asked, 'ballots', { choice: approved(choice) })
export const kioskAnswers = (base, device, person, asked, answers) => kiosk(base, device, person, asked, 'questionnaire', { answers })

/** Answers of somebody without an account: a page is kept, then sent with a civil status. */
export async function answerAlone(base, origin, person, slug, answers) {
  const stranger = { origin }
  const { code } = await expectStatus(201, call(base, stranger, 'POST', `/api/consultations/${slug}/answer-sheets`))
  await expectStatus(200, call(base, stranger, 'PUT', `/api/answer-sheets/${code}/pages/s1`, { answers }))
  return call(base, stranger, 'POST', `/api/answer-sheets/${code}/sending`, { civilStatus: person })
}

/** Somebody calls, hears the script to its end, and says yes. A landline: nobody is asked by SMS. */
export async function answerByPhone(base, operator, person, { consultationId, number }, answers) {
  const { version: scriptVersion } = await expectStatus(200, call(base, operator, 'GET', '/api/phone/script'))
  const session = await expectStatus(201, call(base, operator, 'POST', '/api/phone/visits', {
    consultationId, centreId: operator.centre.id, identity: person, scriptVersion, agreed: true, protectiveMeasure: false, phone: `03${String(20_000_000 + number)}`, delivery: 'aloud',
  }))
  const answer = await deskAnswers(base, operator, session.id, answers)
  // Whatever is tried, nobody votes by phone.
  await expectStatus(409, call(base, operator, 'POST', `/api/assisted-sessions/${session.id}/ballots`, { choice: {}, readBack: true }))
  await expectStatus(204, call(base, operator, 'DELETE', `/api/assisted-sessions/${session.id}`))
  return answer
}

/** A number that a SIRET may be: its two check digits are right. */
function siret(number) {
  const luhn = (digits) => {
    const sum = [...digits].reverse().reduce((total, digit, place) => total + [...String(Number(digit) * (place % 2 === 0 ? 2 : 1))].reduce((one, other) => one + Number(other), 0), 0)
    return digits + String((10 - sum % 10) % 10)
  }
  return luhn(`${luhn(String(number).padStart(8, '5'))}0001`)
}
