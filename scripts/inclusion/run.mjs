// One run of the scenario: who came through which door, and what the platform answered. The checks read what this leaves.
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { call, expectStatus, inParallel, makePeople } from '../scale/people.mjs'
import { desk, giveCode, kiosk, makeKiosk, makeMediators, online } from './doors.mjs'

export const OPTIONS = ['o1', 'o2', 'o3']
/** As many at once as a metropolis has on a busy minute of its website. */
const AT_ONCE = 12

/** What is chosen, by who comes: nothing of a person stands in it. */
export const choiceOf = ({ number }) => OPTIONS.filter((_, place) => (number >> place) % 2 === 0 || place === number % 3)

/**
 * Everybody enters, the first time before the second.
 * @returns {Promise<{ answers: Map<number, { status: number, receipt: string }>, mediators: object[] }>} by number of the coming
 */
export async function everybodyEnters({ base, origin, owner, consultation, consentVersion, list, say }) {
  const { rows: centres } = await owner.query('select id, municipality_code as code from inclusion.centre order by slug')
  const mediators = await makeMediators(owner, base, origin, centres.slice(0, 21), 1000)
  await inParallel(4, mediators, (mediator) => giveCode(owner, base, mediator))
  const devices = await inParallel(4, mediators.slice(0, 12), (mediator, index) => makeKiosk(base, mediator, `Borne ${index + 1}`))
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
    if (!enter[coming.door]) return
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
    ])
    say(`${answers.size} entered`)
    // A desk is asked for a code again after a quarter of an hour.
    await inParallel(4, mediators, (mediator) => giveCode(owner, base, mediator))
  }
  return { answers, mediators, devices }
}

const spread = (list, over) => Array.from({ length: over }, (_, index) => list.filter((_one, place) => place % over === index))

/** The row of the roll that a receipt is of, as only whoever holds the key can find it: this check, and `/recu`. */
export function receiptHasher(folder) {
  const text = readFileSync(join(folder, 'secrets', 'receipt-key'), 'utf8').trim()
  return (receipt) => createHmac('sha256', Buffer.from(text, 'base64url')).update(`vote/receipt-hash/v1\n${receipt.replace(/-/g, '')}`).digest('hex')
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
