// What people who cheat do, in a second vote, on a day of their own, under the platform's own limits. Each fraud keeps what was planted and
// what it was answered; fraud-checks.mjs says what was found, and by what.
import { randomUUID } from 'node:crypto'
import { ballotFor, call, castBallot, expectStatus } from '../scale/people.mjs'
import { asked, oneAfterAnother, turnTo } from './desks.mjs'
import { deskBallot, giveCode, makeMediators, openVisit, signInAgain, tryVisit } from './doors.mjs'
import { enterPaper, sheetsOf } from './paper.mjs'
import { ballotTyped, choiceOf } from './run.mjs'
import { comings, isConventional, seeded } from './scenario.mjs'

const compared = (name) => name.replace(/œ/gi, 'oe').normalize('NFKD').toUpperCase().replace(/[^A-Z]/g, '')
const byName = (one, other) => (compared(one.person.birthSurname) < compared(other.person.birthSurname) ? -1 : 1)
const take = (list, count, fits = () => true) => Array.from({ length: count }, () => {
  const at = list.findIndex(fits)
  if (at < 0) throw new Error('the scenario has too few people to plant a fraud')
  return list.splice(at, 1)[0]
})

/** How names of a copied list differ from how their owners write them, and the key that is meant to find it. */
const SLIPS = [
  ['K1', () => true, (person, communes) => ({ ...person, municipalityCode: communes.find(({ code }) => code !== person.municipalityCode).code })],
  ['K2', ({ person }) => !person.givenNames.includes(','), (person) => ({ ...person, birthSurname: person.givenNames, givenNames: person.birthSurname })],
  ['K4', ({ person: { birthDate } }) => Number(birthDate.slice(8)) <= 12 && birthDate.slice(8) !== birthDate.slice(5, 7), (person) => ({ ...person, birthDate: person.birthDate.replace(/-(\d\d)-(\d\d)$/, '-$2-$1') })],
  ['K5', ({ person }) => person.usageSurname !== undefined, ({ usageSurname, ...person }) => ({ ...person, birthSurname: usageSurname })],
]

export async function plantFrauds({ base, origin, owner, staff, second, questions, consentVersion, everybody, accounts, receiptKey, hash, communes, seed, team: { centres, hands }, say }) {
  const { voteId, phaseId } = second
  const visiting = { consultationId: second.id, consentVersion }
  const random = seeded(seed + 2)
  const seconds = () => 50 + Math.floor(random() * 70)
  await turnTo(owner, 10)
  await signInAgain(base, staff)
  const [fast, copier, inventor, late, suspended, queue, colleague, elsewhere] = await makeMediators(owner, base, origin, centres.slice(22, 30), 3000)
  const who = { fast, copier, inventor, late, suspended, queue, elsewhere }

  // People of the scenario who came once, and others whom nobody else knows.
  const times = everybody.reduce((counts, { who: person }) => counts.set(person, (counts.get(person) ?? 0) + 1), new Map())
  const homonyms = new Set(everybody.filter(({ homonym }) => homonym).map(({ person }) => compared(person.birthSurname)))
  const alone = everybody.filter((coming) => times.get(coming.who) === 1 && !homonyms.has(compared(coming.person.birthSurname)) && !isConventional(coming.person))
  const withAccount = alone.filter(({ door }) => door === 'online')
  const without = alone.filter(({ door }) => door === 'paper')
  const invented = comings({ people: 160, again: 0, homonyms: 0, seed: seed + 3, communes }).filter(({ person }) => !isConventional(person))

  const ownVote = async (coming) => {
    await signInAgain(base, accounts.get(coming.number))
    const { status, body } = await castBallot(base, accounts.get(coming.number), voteId, await ballotFor(base, accounts.get(coming.number), voteId, choiceOf(coming)))
    if (status !== 201) throw new Error(`online: ${status} ${JSON.stringify(body)}`)
    return hash(body.receipt)
  }
  const atDesk = async (mediator, coming, wait) => {
    const { id } = await openVisit(base, mediator, coming.person, visiting)
    await wait?.()
    const { status, body } = await deskBallot(base, mediator, id, choiceOf(coming))
    await expectStatus(204, call(base, mediator, 'DELETE', `/api/assisted-sessions/${id}`))
    return { status, code: body.code, hash: status === 201 ? hash(body.receipt) : null }
  }

  // A batch, honest, then sent again.
  const replay = await replayedBatch({ base, owner, staff, hands, elsewhere, phaseId, receiptKey, voteId, people: take(without, 20) })
  say('a batch was sent again')

  // A list copied: people who came, people who did not, people who come afterwards.
  const came = take(withAccount, 10)
  const slipped = SLIPS.map(([key, fits, slip]) => ({ key, coming: take(withAccount, 1, fits)[0], slip }))
  for (const coming of [...came, ...slipped.map(({ coming }) => coming)]) await ownVote(coming)
  const later = take(withAccount, 4)
  const planted = [
    ...came.map((coming) => ({ ...coming, kind: 'voted online' })),
    ...replay.people.slice(0, 4).map((coming) => ({ ...coming, kind: 'voted on paper' })),
    ...slipped.map(({ key, coming, slip }) => ({ ...coming, person: slip(coming.person, communes), kind: `written otherwise (${key})` })),
    ...later.map((coming) => ({ ...coming, kind: 'votes afterwards' })),
    ...take(without, 8).map((coming) => ({ ...coming, kind: 'never comes' })),
  ].sort(byName)
  // Three people stood in the queue of that centre that day, thirty were entered; beside it a desk where each visit is somebody in the queue.
  await inQueue(base, owner, copier, 3)
  await oneAfterAnother(owner, base, copier, planted, seconds, async (coming, wait) => Object.assign(coming, await atDesk(copier, coming, wait)))
  for (const coming of later) coming.hash = await ownVote(coming)
  const honestVisits = take(invented, 6)
  await inQueue(base, owner, queue, 6)
  await oneAfterAnother(owner, base, queue, honestVisits, seconds, async (coming, wait) => Object.assign(coming, await atDesk(queue, coming, wait)))
  say('a list was copied')

  // People invented, all born the same day because nobody bothers.
  const sameDay = take(invented, 6).map((coming) => ({ ...coming, person: { ...coming.person, birthDate: '1974-06-18' } }))
  await oneAfterAnother(owner, base, inventor, sameDay, seconds, async (coming, wait) => Object.assign(coming, await atDesk(inventor, coming, wait)))

  const speed = await faster({ base, owner, staff, fast, colleague, visiting, atDesk, people: take(invented, 43), voteId })
  say('a desk was too fast')
  const shut = await shutDoors({ base, owner, origin, staff, suspended, queue, visiting, questions, people: take(invented, 8) })
  await asked(owner)

  // At night, while the centre is closed.
  await turnTo(owner, 21, 0)
  await signInAgain(base, staff)
  const night = take(invented, 2)
  await oneAfterAnother(owner, base, late, night, seconds, async (coming, wait) => Object.assign(coming, await atDesk(late, coming, wait)))
  await asked(owner)
  return { who, voteId, replay, copied: { planted, later }, honestVisits, sameDay, speed, shut, night }
}

/** So many take a number, are called and sit down. */
async function inQueue(base, owner, mediator, count) {
  await giveCode(owner, base, mediator)
  for (let number = 0; number < count; number++) {
    await expectStatus(201, call(base, mediator, 'POST', '/api/tickets', { centreId: mediator.centre.id, token: randomUUID() }))
    const { ticket } = await expectStatus(200, call(base, mediator, 'POST', '/api/tickets/next', { centreId: mediator.centre.id }))
    await expectStatus(204, call(base, mediator, 'POST', `/api/tickets/${ticket.id}/acts`, { act: 'take' }))
    await expectStatus(204, call(base, mediator, 'POST', `/api/tickets/${ticket.id}/acts`, { act: 'serve' }))
  }
}

/** One visit after another as fast as a machine, until the database says no. */
async function faster({ base, owner, staff, fast, colleague, visiting, atDesk, people, voteId }) {
  await giveCode(owner, base, fast)
  // Opened before the limit is reached: refused at its first entry.
  const waiting = await openVisit(base, fast, people[0].person, visiting)
  const visits = []
  for (const [at, coming] of people.slice(1, 41).entries()) {
    if (at % 10 === 0) await giveCode(owner, base, fast)
    visits.push(await atDesk(fast, coming))
  }
  const before = (await owner.query('select count(*)::integer as rows from roll.entry where vote_id = $1', [voteId])).rows[0].rows
  const tooMany = [await tryVisit(base, fast, people[41].person, visiting), await deskBallot(base, fast, waiting.id, choiceOf(people[0]))]
  const after = (await owner.query('select count(*)::integer as rows from roll.entry where vote_id = $1', [voteId])).rows[0].rows
  // More is asked for. Whoever asks gives nothing, nor does another desk; the database says so to whoever holds it.
  await expectStatus(201, call(base, fast, 'POST', '/api/quotas/lifts', { centreId: fast.centre.id, reason: 'Il y a beaucoup de monde.' }))
  const { items } = await expectStatus(200, call(base, staff, 'GET', '/api/console/quotas/lifts?state=asked'))
  const lift = items.find(({ person }) => person === fast.email)
  const decide = (by, body) => call(base, by, 'POST', `/api/console/quotas/lifts/${lift.id}/decision`, body)
  const others = [await decide(fast, { grant: true, extra: 20 }), await decide(colleague, { grant: true, extra: 20 })]
  const own = await owner.query(`update inclusion.quota_lift set state = 'granted', extra = 20, decided_by = account_id, decided_on = platform.today() where id = $1`, [lift.id]).then(() => 'taken', ({ constraint }) => constraint)
  await expectStatus(204, decide(staff, { grant: false, words: 'Proposez la borne.' }))
  const still = await tryVisit(base, fast, people[42].person, visiting)
  return { visits, tooMany: tooMany.map(({ status, body }) => `${status} ${body.code}`), added: after - before, others: others.map(({ status }) => status), own, still: `${still.status} ${still.body.code}` }
}

/** The same envelopes, again: by the same clerk, by another one, at another centre, with one sheet changed. */
async function replayedBatch({ base, owner, staff, hands, elsewhere, phaseId, receiptKey, voteId, people }) {
  const { opener, first, second } = hands
  for (const hand of [opener, first, second, elsewhere]) await giveCode(owner, base, hand)
  const { kitId, sheets } = await sheetsOf({ base, owner, staff, desk: opener, phaseId, count: people.length + 1, key: receiptKey })
  const returned = people.map((coming, index) => ({ coming, sheet: sheets[index] }))
  const [{ id, submissionToken }] = await enterPaper({ base, kitId, hands, returned, typedOf: ballotTyped, took: (coming, receipt) => { coming.paperReceipt = receipt } })
  const counted = () => owner.query(`
    select (select count(*)::integer from roll.entry where vote_id = $1 and channel = 'paper') as rows, (select coalesce(sum(cast_count), 0)::integer from roll.entry where vote_id = $1) as cast,
      (select count(*)::integer from urn.ballot where vote_id = $1) as ballots, (select count(*)::integer from inclusion.paper_batch where kit_id = $2 and state = 'counted') as batches`, [voteId, kitId]).then(({ rows }) => rows[0])
  const before = await counted()

  const batch = (by, token) => call(base, by, 'POST', '/api/paper-batches', { kitId, centreId: by.centre.id, slip: people.length, submissionToken: token })
  const envelope = (by, batchId, { coming, sheet }) => call(base, by, 'POST', `/api/paper-batches/${batchId}/envelopes`, { number: sheet.envelope, signed: true, legible: true, identity: coming.person, evidence: 'E1' })
  const refuse = async (batchId) => expectStatus([200, 201, 204], call(base, staff, 'POST', `/api/paper-batches/${batchId}/refusal`, { reason: 'Un lot déjà compté.' }))
  const outcomes = async (by, batchId, sent) => {
    const found = new Map()
    for (const one of sent) {
      const { status, body } = await envelope(by, batchId, one)
      const said = status === 201 ? `${body.outcome}${body.reason ? ` ${body.reason}` : ''}` : `${status} ${body.code}`
      found.set(said, (found.get(said) ?? 0) + 1)
    }
    return Object.fromEntries(found)
  }
  const said = ({ status, body }) => `${status} ${body.code ?? ''}`.trim()

  const same = await batch(opener, submissionToken)
  const answers = {
    'the same identifier, the same clerk': { again: same.body.id === id ? 'the same batch' : said(same), counting: said(await call(base, opener, 'POST', `/api/paper-batches/${id}/counting`)), envelope: said(await envelope(opener, id, returned[0])) },
    'the same identifier, another clerk': said(await batch(first, submissionToken)),
  }
  const more = await expectStatus(201, batch(opener, randomUUID()))
  answers['another identifier, the same clerk'] = await outcomes(opener, more.id, returned)
  const abroad = await expectStatus(201, batch(elsewhere, randomUUID()))
  answers['another identifier, another centre'] = await outcomes(elsewhere, abroad.id, returned)
  const changed = await expectStatus(201, batch(second, randomUUID()))
  // A fresh sheet under the name of somebody of the batch.
  answers['one sheet changed'] = await outcomes(second, changed.id, [...returned.slice(1), { coming: people[0], sheet: sheets[people.length] }])
  answers['opened alone'] = said(await call(base, second, 'POST', `/api/paper-batches/${changed.id}/opening`, { gapReason: 'Il en manque.' }))
  for (const { id: batchId } of [more, abroad, changed]) await refuse(batchId)
  return { people, before, after: await counted(), answers }
}

/** Doors that must be shut: somebody suspended, a mandate taken back, one telephone for many. */
async function shutDoors({ base, owner, origin, staff, suspended, queue, visiting, questions, people }) {
  const said = ({ status, body }) => `${status} ${body.code ?? ''}`.trim()
  await giveCode(owner, base, suspended)
  const { rows: [habilitation] } = await owner.query('select id from inclusion.habilitation where account_id = $1', [suspended.accountId])
  await openVisit(base, suspended, people[0].person, visiting)
  await expectStatus([200, 201], call(base, staff, 'POST', `/api/habilitations/${habilitation.id}/decisions`, { act: 'suspend', reason: 'Le temps d’une vérification.' }))
  const afterSuspension = said(await tryVisit(base, suspended, people[1].person, visiting))

  await giveCode(owner, base, queue)
  const visit = await openVisit(base, queue, people[2].person, visiting)
  await expectStatus(200, call(base, { origin }, 'POST', `/api/mandates/codes/${visit.mandate.code}/revocation`, {}))
  const afterRevocation = said(await deskBallot(base, queue, visit.id, ['o1']))

  const { version: scriptVersion } = await expectStatus(200, call(base, queue, 'GET', '/api/phone/script'))
  const calls = []
  for (const { person } of people.slice(3)) {
    const { status, body } = await call(base, queue, 'POST', '/api/phone/visits', { consultationId: questions.id, centreId: queue.centre.id, identity: person, scriptVersion, agreed: true, protectiveMeasure: false, phone: '0328000000', delivery: 'aloud' })
    if (status === 201) await expectStatus(204, call(base, queue, 'DELETE', `/api/assisted-sessions/${body.id}`))
    calls.push(status === 201 ? '201' : `${status} ${body.refusals?.[0]?.code ?? body.code}`)
  }
  return { afterSuspension, afterRevocation, calls }
}
