// One run of the scenario: who came through which door, and what the platform answered. The checks read what this leaves.
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DateTime } from 'luxon'
import { call, expectStatus, inParallel, makePeople } from '../scale/people.mjs'
import { Desks, spread } from './desks.mjs'
import { accompany, answerAlone, answerByPhone, deskAnswers, deskBallot, giveCode, kioskAnswers, kioskBallot, makeKiosk, makeMediators, online } from './doors.mjs'
import { enterPaper, sheetsOf } from './paper.mjs'

export const OPTIONS = ['o1', 'o2', 'o3']
/** As many at once as a metropolis has on a busy minute of its website. */
const AT_ONCE = 12

const options = (...labels) => labels.map((label, index) => ({ key: `o${index + 1}`, label }))

/** Eight questions that everybody is asked by every door that takes answers; the telephone takes no votes. */
export const QUESTIONS = Array.from({ length: 8 }, (_, index) => ({ key: `q${index + 1}`, kind: 'choice', label: `Question ${index + 1} : que voulez-vous ici ?`, options: options('De l’ombre', 'De l’eau', 'Un banc') }))
export const answersOf = ({ number }) => Object.fromEntries(QUESTIONS.map(({ key }, index) => [key, { choice: `o${(number + index) % 3 + 1}` }]))

/** Announced beside the vote; it opens in 30 days too. */
export async function announceQuestionnaire({ base, owner, staff }) {
  const { rows: [{ now }] } = await owner.query('select platform.clock() as now')
  const day = (days, hour) => DateTime.fromJSDate(now, { zone: 'Europe/Paris' }).startOf('day').plus({ days }).set({ hour }).toISO()
  const { id, revision, slug } = await expectStatus(201, call(base, staff, 'POST', '/api/consultations', {
    title: 'Nos places en été', theme: 'environment', openToChange: 'Ce que l’on met sur les places.', notOpenToChange: 'Le budget total.',
    summary: 'Il fait de plus en plus chaud en ville. Dites ce que vous voulez sur votre place. Vos réponses seront lues et comptées.',
    offlineWays: [{ kind: 'centre', text: 'Dans les centres, aux heures d’ouverture.' }, { kind: 'phone', text: 'Par téléphone.' }], nextSteps: 'Le conseil décide avant l’été.',
  }))
  await expectStatus(200, call(base, staff, 'PUT', `/api/consultations/${id}/phases`, { revision, phases: [{ kind: 'questionnaire', title: 'Vous répondez', opensAt: day(30, 9), closesAt: day(62, 18) }] }))
  await expectStatus(200, call(base, staff, 'PUT', `/api/consultations/${id}/questionnaire`, { revision: 0, content: { introduction: 'Dites-nous.', sections: [{ key: 's1', title: 'Votre place', text: '', items: QUESTIONS }] } }))
  await expectStatus(201, call(base, staff, 'POST', `/api/consultations/${id}/announcement`))
  const { rows: [{ phaseId }] } = await owner.query(`select id as "phaseId" from consultations.phase where consultation_id = $1 and kind = 'questionnaire'`, [id])
  return { id, slug, phaseId }
}

/** What is chosen, by who comes: nothing of a person stands in it. */
export const choiceOf = ({ number }) => OPTIONS.filter((_, place) => (number >> place) % 2 === 0 || place === number % 3)

/** Everybody who works: at desks with a device or without, and three who do paper. @returns {Promise<object>} */
export async function openDesks({ base, owner, origin, seed }) {
  // Open every day, so that the check may be run on any.
  await owner.query(`update inclusion.centre set opening_hours = 'Mo-Su 09:00-18:00'`)
  const { rows: centres } = await owner.query('select id, slug, municipality_code as code from inclusion.centre order by slug')
  const mediators = await makeMediators(owner, base, origin, centres.slice(0, 21), 1000)
  await inParallel(4, mediators, (mediator) => giveCode(owner, base, mediator))
  const devices = await inParallel(4, mediators.slice(0, 12), (mediator, index) => makeKiosk(base, mediator, `Borne ${index + 1}`))
  const [opener, first, second] = await makeMediators(owner, base, origin, Array.from({ length: 3 }, () => centres[21]), 2000)
  return { centres, mediators, devices, hands: { opener, first, second }, desks: new Desks({ base, owner, mediators, seed }) }
}

const codesAgain = (owner, base, { mediators, hands }) => inParallel(4, [...mediators, ...Object.values(hands)], (mediator) => giveCode(owner, base, mediator))

/** What a clerk types of a ballot: the digits of its boxes. */
export const ballotTyped = (coming, [field]) => ({ [field.key]: choiceOf(coming).map((option) => option.replace('o', '0')).join(' ') })
/** The same, question by question; boxes stand in the order of the options. */
const answersTyped = (coming, fields) => {
  const answers = answersOf(coming)
  return Object.fromEntries(fields.map(({ key, boxes }) => [key, boxes[Number(answers[key].choice.slice(1)) - 1].code]))
}

/**
 * Everybody enters, the first time before the second.
 * @returns {Promise<{ answers: Map<number, { status: number, receipt: string }>, accounts: Map<number, object> }>} by number of the coming
 */
export async function everybodyEnters({ base, origin, owner, staff, consultation, consentVersion, list, receiptKey, team, say }) {
  const { mediators, devices, hands, desks } = team
  await codesAgain(owner, base, team)
  const onPaper = list.filter(({ door }) => door === 'paper')
  const { kitId, sheets } = await sheetsOf({ base, owner, staff, desk: hands.opener, phaseId: consultation.phaseId, count: onPaper.length, key: receiptKey })
  const sheetOf = new Map(onPaper.map(({ number }, index) => [number, sheets[index]]))
  const own = list.filter(({ door }) => door === 'online' || door === 'accompanied')
  const accounts = new Map((await makePeople(owner, origin, 10_000, own.length)).map((account, index) => [own[index].number, account]))

  const answers = new Map()
  const took = ({ number, door }, { status, body }) => {
    if (status !== 201) throw new Error(`${door}: ${status} ${JSON.stringify(body).slice(0, 300)}`)
    answers.set(number, { status, receipt: body.receipt })
  }
  const byOwnAccount = async (coming) => took(coming, await online(base, accounts.get(coming.number), coming.person, consultation.voteId, choiceOf(coming)))

  for (const again of [false, true]) {
    const round = list.filter((coming) => Boolean(coming.again || coming.homonym) === again)
    const at = (door) => round.filter((coming) => coming.door === door)
    await codesAgain(owner, base, team)
    await Promise.all([
      inParallel(AT_ONCE, at('online'), byOwnAccount),
      // A person beside a mediator or at a device is one after the other; they work beside each other.
      inParallel(mediators.length, spread(at('accompanied'), mediators.length), async (queue, index) => {
        for (const coming of queue) {
          await accompany(base, mediators[index], consultation.id)
          await byOwnAccount(coming)
        }
      }),
      inParallel(devices.length, spread(at('kiosk'), devices.length), async (queue, index) => {
        for (const coming of queue) took(coming, await kioskBallot(base, devices[index], coming.person, { consultationId: consultation.id }, choiceOf(coming)))
      }),
      enterPaper({
        base, kitId, hands, returned: at('paper').map((coming) => ({ coming, sheet: sheetOf.get(coming.number) })), typedOf: ballotTyped,
        took: (coming, receipt) => answers.set(coming.number, { status: 201, receipt }),
      }),
    ])
    // Alone: the clock passes while somebody sits there.
    await desks.receive(at('on_behalf'), { consultationId: consultation.id, consentVersion }, async (mediator, id, coming) => took(coming, await deskBallot(base, mediator, id, choiceOf(coming))))
    say(`${answers.size} entered`)
  }
  return { answers, accounts }
}

/** Everybody who called answers the questions, and a share of the others, larger where few come. @returns {Promise<Map<string, number>>} how many by door */
export async function everybodyAnswers({ base, origin, owner, staff, consultation, consentVersion, list, receiptKey, team }) {
  const { mediators, devices, hands, desks } = team
  const oneIn = { online: 20, accompanied: 8, kiosk: 8, on_behalf: 8, paper: 8 }
  const answering = list.filter(({ door, number, again, homonym }) => door === 'phone' || (number % oneIn[door] === 0 && !again && !homonym))
  const at = (door) => answering.filter((coming) => coming.door === door)
  const taken = new Map()
  const took = ({ door }, { status, body }) => {
    if (status !== 200 && status !== 201) throw new Error(`${door}: ${status} ${JSON.stringify(body).slice(0, 300)}`)
    taken.set(door, (taken.get(door) ?? 0) + 1)
  }
  await codesAgain(owner, base, team)
  const alone = async (coming) => took(coming, await answerAlone(base, origin, coming.person, consultation.slug, answersOf(coming)))
  const { kitId, sheets } = await sheetsOf({ base, owner, staff, desk: hands.opener, phaseId: consultation.phaseId, count: at('paper').length, key: receiptKey })
  await Promise.all([
    inParallel(4, at('online'), alone),
    inParallel(4, spread([...at('phone'), ...at('accompanied')], mediators.length), async (queue, index) => {
      for (const coming of queue) {
        if (coming.door === 'phone') took(coming, await answerByPhone(base, mediators[index], coming.person, { consultationId: consultation.id, number: coming.number }, answersOf(coming)))
        else {
          await accompany(base, mediators[index], consultation.id)
          await alone(coming)
        }
      }
    }),
    inParallel(4, spread(at('kiosk'), devices.length), async (queue, index) => {
      for (const coming of queue) took(coming, await kioskAnswers(base, devices[index], coming.person, { consultationId: consultation.id }, answersOf(coming)))
    }),
    enterPaper({
      base, kitId, hands, returned: at('paper').map((coming, index) => ({ coming, sheet: sheets[index] })), typedOf: answersTyped, took: (coming) => took(coming, { status: 201 }),
    }),
  ])
  await desks.receive(at('on_behalf'), { consultationId: consultation.id, consentVersion }, async (mediator, id, coming) => took(coming, await deskAnswers(base, mediator, id, answersOf(coming))))
  return taken
}

export const receiptKeyIn = (folder) => Buffer.from(readFileSync(join(folder, 'secrets', 'receipt-key'), 'utf8').trim(), 'base64url')

/** The row of the roll that a receipt is of, as only whoever holds the key can find it: this check, and `/recu`. */
export function receiptHasher(key) {
  return (receipt) => createHmac('sha256', key).update(`vote/receipt-hash/v1\n${receipt.replace(/-/g, '')}`).digest('hex')
}

/** Requests that the API itself counted, by route and status. */
export async function requestCounters(base) {
  const counters = new Map()
  for (const line of (await (await fetch(`${base}/metrics`)).text()).split('\n')) {
    const found = /^parvis_http_request_seconds_count\{method="(\w+)",route="([^"]+)",status="(\d+)"\} (\d+)/.exec(line)
    if (found) counters.set(`${found[1]} ${found[2]} ${found[3]}`, Number(found[4]))
  }
  return counters
}
