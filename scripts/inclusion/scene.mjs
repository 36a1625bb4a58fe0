// The scene that the checks look at: a vote and a questionnaire in which everybody came by some door, and a second vote in which frauds
// are planted, so that no figure of honest people is touched by them.
import { setTimeout as sleep } from 'node:timers/promises'
import { announce, call, expectStatus, makePeople, moveClock, poolOf } from '../scale/people.mjs'
import { asked, turnTo } from './desks.mjs'
import { plantFrauds } from './frauds.mjs'
import { announceQuestionnaire, everybodyAnswers, everybodyEnters, openDesks, receiptHasher, receiptKeyIn, requestCounters } from './run.mjs'
import { comings } from './scenario.mjs'

export const one = async (db, sql, params) => (await db.query(sql, params)).rows[0]

/** Waits until a question to the database is answered with true. */
export async function until(db, sql, params, seconds = 120) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100)) if ((await one(db, sql, params)).done) return
  throw new Error(`not so after ${seconds} s: ${sql}`)
}

/** Every alert, as staff of the metropolis read them. */
export const alertsFor = async (base, staff) => (await expectStatus(200, call(base, staff, 'GET', '/api/console/alerts?page=1&perPage=50')))

/** Both votes are open, everybody has come, and those who cheat too. */
export async function prepare({ base, origin, ownerUrl, folder, log, people, seed, say }) {
  const owner = poolOf(ownerUrl)
  const [staff] = await makePeople(owner, origin, 1, 1, 'staff')
  const votes = await announce(owner, owner, base, staff, 2)
  const questions = await announceQuestionnaire({ base, owner, staff })
  await moveClock(owner, '31 days')
  for (const vote of votes) {
    await until(owner, `select state = 'open' as done from consultations.vote where id = $1`, [vote.voteId])
    vote.phaseId = (await one(owner, 'select phase_id as "phaseId" from consultations.vote where id = $1', [vote.voteId])).phaseId
  }
  const [consultation, second] = votes
  await turnTo(owner, 10)
  const { rows: communes } = await owner.query('select code, population from identity.municipality where population > 0 order by code')
  const everybody = comings({ people, again: Math.round(people / 10), homonyms: Math.round(people / 150), seed, communes })
  // Nobody votes by phone: who calls answers the questions.
  const list = everybody.filter(({ door }) => door !== 'phone')
  const receiptKey = receiptKeyIn(folder)
  const { version: consentVersion } = await expectStatus(200, call(base, { origin }, 'GET', '/api/consent-texts/current'))
  const from = Date.now()
  const team = await openDesks({ base, owner, origin, seed })
  const entered = await everybodyEnters({ base, origin, owner, staff, consultation, consentVersion, list, receiptKey, team, say })
  const hash = receiptHasher(receiptKey)
  say('votes entered')
  const answered = await everybodyAnswers({ base, origin, owner, staff, consultation: questions, consentVersion, list: everybody, receiptKey, team })
  say('answers entered')
  // What the API counted so far is of honest people alone.
  const counters = await requestCounters(base)
  const seconds = (Date.now() - from) / 1000
  await asked(owner)
  const honest = await alertsFor(base, staff)
  const frauds = await plantFrauds({ base, origin, owner, staff, second, questions, consentVersion, everybody, accounts: entered.accounts, receiptKey, hash, communes, seed, team, say })
  const comingOf = new Map(list.map((coming) => [hash(entered.answers.get(coming.number)?.receipt ?? ''), coming]))
  return { base, origin, owner, log, staff, consultation, questions, answered, everybody, list, communes, seconds, comingOf, counters, honest, frauds, team, answers: entered.answers }
}
