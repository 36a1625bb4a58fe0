// Desks at the pace of people: the clock of the platform is moved through each visit, so that the platform's own limits of a day and
// of a visit hold as they are, and nothing is loosened for the check.
import { setTimeout as sleep } from 'node:timers/promises'
import { DateTime } from 'luxon'
import { call, expectStatus, inParallel, moveClock } from '../scale/people.mjs'
import { giveCode, openVisit } from './doors.mjs'
import { seeded } from './scenario.mjs'

/** Fewer than a mediator may enter in a day, and than they are warned at. */
const A_DAY = 30
/** Somebody sits down, listens, answers, hears it read back: seconds, at the least and at the most. */
const SHORTEST = 40
const LONGEST = 240

export const spread = (list, over) => Array.from({ length: over }, (_, index) => list.filter((_one, place) => place % over === index))

/** The next day, at an hour of Paris; `days` 0 is later today. */
export async function turnTo(owner, hour, days = 1) {
  const { rows: [{ now }] } = await owner.query('select platform.clock() as now')
  const from = DateTime.fromJSDate(now, { zone: 'Europe/Paris' })
  const to = from.startOf('day').plus({ days }).set({ hour })
  if (to <= from) throw new Error(`the day is past ${hour} o'clock`)
  await moveClock(owner, `${to.diff(from, 'seconds').seconds} seconds`)
}

/** Waits for the job that asks about the day so far: it looks every minute, by no clock that can be moved. */
export async function asked(owner) {
  for (const end = Date.now() + 200_000; Date.now() < end; await sleep(500)) {
    const { rows: [{ looked }] } = await owner.query('select not exists (select from inclusion.desk_pace where day = platform.today() and visits > seen) as looked')
    // It looks at the hours first, and asks right after.
    if (looked) return sleep(4000)
  }
  throw new Error('nobody looked at the day')
}

/** One visit after another at one desk. @param {(visit: object, at: number) => Promise<void>} work */
export async function oneAfterAnother(owner, base, mediator, list, seconds, work) {
  for (const [at, one] of list.entries()) {
    if (at % 5 === 0) await giveCode(owner, base, mediator)
    await work(one, () => moveClock(owner, `${seconds(at)} seconds`))
  }
}

/** Honest desks of one run: who sits there, and how many each received today. */
export class Desks {
  constructor({ base, owner, mediators, seed }) {
    Object.assign(this, { base, owner, mediators, random: seeded(seed + 1), today: 0 })
  }

  /** Everybody is received, at all desks at once, one person at a time at each. @param {(mediator: object, sessionId: string, coming: object) => Promise<void>} enter */
  async receive(list, { consultationId, consentVersion }, enter) {
    const { base, owner, mediators } = this
    const queues = spread(list, mediators.length)
    for (let turn = 0; turn < queues[0].length; turn++) {
      if (this.today === A_DAY) {
        await asked(owner)
        await turnTo(owner, 10)
        this.today = 0
      }
      this.today++
      const waiting = mediators.flatMap((mediator, index) => (queues[index][turn] ? [{ mediator, coming: queues[index][turn], seconds: SHORTEST + Math.floor(this.random() * (LONGEST - SHORTEST)) }] : []))
      // A code is asked for every quarter of an hour.
      if (turn % 2 === 0) await inParallel(4, mediators, (mediator) => giveCode(owner, base, mediator))
      const visits = await inParallel(8, waiting, async (visit) => ({ ...visit, id: (await openVisit(base, visit.mediator, visit.coming.person, { consultationId, consentVersion })).id }))
      let now = 0
      for (const { mediator, coming, seconds, id } of visits.sort((one, other) => one.seconds - other.seconds)) {
        if (seconds > now) await moveClock(owner, `${seconds - now} seconds`)
        now = seconds
        await enter(mediator, id, coming)
        await expectStatus(204, call(base, mediator, 'DELETE', `/api/assisted-sessions/${id}`))
      }
    }
  }
}
