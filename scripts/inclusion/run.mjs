// One run of the scenario: who came through which door, and what the platform answered. The checks read what this leaves.
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DateTime } from 'luxon'
import { call, expectStatus, inParallel, makePeople } from '../scale/people.mjs'
import { answerAlone, answerAtDesk, answerByPhone, desk, giveCode, kiosk, makeKiosk, makeMediators, online } from './doors.mjs'
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
  return { id, slug }
}

/** What is chosen, by who comes: nothing of a person stands in it. */
export const choiceOf = ({ number }) => OPTIONS.filter((_, place) => (number >> place) % 2 === 0 || place === number % 3)

/**
 * Everybody enters, the first time before the second.
 * @returns {Promise<{ answers: Map<number, { status: number, receipt: string }>, mediators: object[] }>} by number of the coming
 */
export async function everybodyEnters({ base, origin, owner, staff, consultation, consentVersion, list, receiptKey, say }) {
  const { rows: centres } = await owner.query('select id, municipality_code as code from inclusion.centre order by slug')
  // A month of entries is made within an hour: no limit of a day, and nobody is asked why it went so fast.
  await owner.query('insert into inclusion.pace_setting (mediator_quota, warning_at, centre_quota, median_seconds, median_of, least_seconds, outside_minutes, answer_days) values (500, 500, 2000, 0, 10, 0, 240, 2)')
  const mediators = await makeMediators(owner, base, origin, centres.slice(0, 21), 1000)
  await inParallel(4, mediators, (mediator) => giveCode(owner, base, mediator))
  const devices = await inParallel(4, mediators.slice(0, 12), (mediator, index) => makeKiosk(base, mediator, `Borne ${index + 1}`))
  const hands = await makeMediators(owner, base, origin, Array.from({ length: 3 }, () => centres[21]), 2000)
  await inParallel(3, hands, (hand) => giveCode(owner, base, hand))
  const onPaper = list.filter(({ door }) => door === 'paper')
  const { kitId, sheets } = await sheetsOf({ base, owner, staff, desk: hands[0], phaseId: consultation.phaseId, count: onPaper.length, key: receiptKey })
  const sheetOf = new Map(onPaper.map(({ number }, index) => [number, sheets[index]]))
  const own = list.filter(({ door }) => door === 'online' || door === 'accompanied')
  const accounts = new Map((await makePeople(owner, origin, 10_000, own.length)).map((account, index) => [own[index].number, account]))

  const answers = new Map()
  const enter = {
    online: (coming) => online(base, accounts.get(coming.number), coming.person, consultation.voteId, choiceOf(coming)),
    // With their own account, somebody beside them who logs that they helped and sees nothing.
    accompanied: async (coming, { mediator }) => {
      await expectStatus(204, call(base, mediator, 'POST', '/api/assisted-sessions/accompanied', { consultationId: consultation.id, centreId: mediator.centre.id }))
      return enter.online(coming)
    },
    on_behalf: (coming, { mediator }) => desk(base, mediator, coming.person, { consultationId: consultation.id, consentVersion }, choiceOf(coming)),
    kiosk: (coming, { device }) => kiosk(base, device, coming.person, { consultationId: consultation.id }, choiceOf(coming)),
  }
  const work = async (coming, at) => {
    const { status, body } = await enter[coming.door](coming, at)
    if (status !== 201) throw new Error(`${coming.door}: ${status} ${JSON.stringify(body).slice(0, 300)}`)
    answers.set(coming.number, { status, receipt: body.receipt })
  }

  for (const again of [false, true]) {
    const round = list.filter((coming) => Boolean(coming.again || coming.homonym) === again)
    const at = (door) => round.filter((coming) => coming.door === door)
    await Promise.all([
      inParallel(AT_ONCE, at('online'), (coming) => work(coming, {})),
      // A person at a desk or a device is one after the other; the desks work beside each other.
      inParallel(mediators.length, spread([...at('on_behalf'), ...at('accompanied')], mediators.length), async (queue, index) => {
        for (const coming of queue) await work(coming, { mediator: mediators[index] })
      }),
      inParallel(devices.length, spread(at('kiosk'), devices.length), async (queue, index) => {
        for (const coming of queue) await work(coming, { device: devices[index] })
      }),
      enterPaper({
        base, kitId, hands: { opener: hands[0], first: hands[1], second: hands[2] }, returned: at('paper').map((coming) => ({ coming, sheet: sheetOf.get(coming.number) })),
        codesOf: (coming) => choiceOf(coming).map((option) => option.replace('o', '0')).join(' '), took: (coming, receipt) => answers.set(coming.number, { status: 201, receipt }),
      }),
    ])
    say(`${answers.size} entered`)
    // A desk is asked for a code again after a quarter of an hour.
    await inParallel(4, [...mediators, ...hands], (mediator) => giveCode(owner, base, mediator))
  }
  return { answers, mediators, devices }
}

/** Everybody who called answers the questions, and one in twenty of the others. @returns {Promise<Map<string, number>>} how many by channel */
export async function everybodyAnswers({ base, origin, owner, consultation, consentVersion, list, mediators }) {
  const answering = list.filter(({ door, number, again, homonym }) => door === 'phone' || (number % 20 === 0 && !again && !homonym))
  const taken = new Map()
  const doors = {
    phone: (coming, mediator) => answerByPhone(base, mediator, coming.person, { consultationId: consultation.id, number: coming.number }, answersOf(coming)),
    on_behalf: (coming, mediator) => answerAtDesk(base, mediator, coming.person, { consultationId: consultation.id, consentVersion }, answersOf(coming)),
    online: (coming) => answerAlone(base, origin, coming.person, consultation.slug, answersOf(coming)),
  }
  await inParallel(4, mediators, (mediator) => giveCode(owner, base, mediator))
  await inParallel(mediators.length, spread(answering, mediators.length), async (queue, index) => {
    for (const coming of queue) {
      const door = doors[coming.door] ? coming.door : 'online'
      const { status, body } = await doors[door](coming, mediators[index])
      if (status !== 200 && status !== 201) throw new Error(`${door}: ${status} ${JSON.stringify(body).slice(0, 300)}`)
      taken.set(door, (taken.get(door) ?? 0) + 1)
    }
  })
  return taken
}

const spread = (list, over) => Array.from({ length: over }, (_, index) => list.filter((_one, place) => place % over === index))

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
