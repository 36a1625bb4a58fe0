// The checks of check:scale. Each gives { ok, tried, figure }; what it found wrong is in the figure.
import { setTimeout as sleep } from 'node:timers/promises'
import { ballotFor, call, castBallot, expectStatus, inParallel, makePeople, makeVoters, moveClock, PASSWORD } from './people.mjs'

const verdict = (faults, tried, figure) => ({ ok: faults.length === 0, tried, figure: faults.length > 0 ? faults.slice(0, 3).join('; ') : figure })
const one = async (db, sql, params) => (await db.query(sql, params)).rows[0]

/** Waits until a question to the database is answered with true. */
async function until(db, sql, params, seconds = 30) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(50)) if ((await one(db, sql, params)).done) return true
  return false
}

export const checks = {
  async 'S1 a session of one process is one of the other, and ends on both'({ owner, a, b, origin }) {
    const faults = []
    let slowest = 0
    for (let round = 0; round < 10; round++) {
      const [{ email }] = await makePeople(owner, origin, 100 + round, 1)
      const signedIn = await call(a, { origin }, 'POST', '/api/sessions', { email, password: PASSWORD })
      const person = { origin, cookie: signedIn.headers.get('set-cookie')?.split(';')[0] }
      if ((await call(b, person, 'GET', '/api/session')).body.account?.email !== email) faults.push('unknown on the other')
      await expectStatus(204, call(a, person, 'DELETE', '/api/sessions/current'))
      const from = performance.now()
      while ((await call(b, person, 'GET', '/api/session')).body.account && performance.now() - from < 5000);
      slowest = Math.max(slowest, performance.now() - from)
    }
    if (slowest >= 1000) faults.push(`still signed in ${Math.round(slowest)} ms after`)
    return verdict(faults, 10, `ended ${Math.round(slowest)} ms after at the latest`)
  },

  async 'S2 failed attempts to sign in are counted across both'({ owner, a, b, origin }) {
    const [{ email }] = await makePeople(owner, origin, 200, 1)
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => call(index % 2 ? a : b, { origin }, 'POST', '/api/sessions', { email, password: `faux ${index}` })))
    const count = (status) => answers.filter((answer) => answer.status === status).length
    return verdict(count(401) === 10 && count(429) === 30 ? [] : [`${count(401)} judged, ${count(429)} refused`], 40, '10 judged, 30 refused')
  },

  async 'S3 phases open once'({ owner, consultations }) {
    const ids = consultations.map(({ voteId }) => voteId)
    await moveClock(owner, '31 days')
    if (!await until(owner, `select count(*) = $2 as done from consultations.vote where id = any ($1) and state = 'open'`, [ids, ids.length])) return verdict(['not open after 30 s'], ids.length)
    return onceEach(owner, consultations, 'phase.opened')
  },

  async 'S4 one person votes by turns on both: one ballot counts, ordinals without a gap'({ owner, a, b, origin, consultations: [{ voteId }] }) {
    const [voter] = await makeVoters(owner, a, origin, 300, 1)
    const receipts = new Set()
    for (let n = 1; n <= 20; n++) {
      const base = n % 2 ? a : b
      const { receipt } = await expectStatus(201, castBallot(base, voter, voteId, await ballotFor(base, voter, voteId, [n % 3 ? 'o1' : 'o2'])))
      receipts.add(receipt)
    }
    const found = await one(owner, `select count(*) filter (where not superseded)::integer as current, array_agg(n order by n) as ordinals from urn.ballot where vote_id = $1`, [voteId])
    const right = found.current === 1 && found.ordinals.join() === Array.from({ length: 20 }, (_, index) => index + 1).join() && receipts.size === 1
    return verdict(right ? [] : [JSON.stringify(found)], 20, 'one current, 1 to 20, one receipt')
  },

  async 'S5 500 identical votes at once over both make one ballot and one receipt'({ owner, a, b, origin, consultations: [, { voteId }] }) {
    const [voter] = await makeVoters(owner, a, origin, 400, 1)
    const ballot = await ballotFor(a, voter, voteId, ['o1'])
    const answers = await Promise.all(Array.from({ length: 500 }, (_, index) => castBallot(index % 2 ? a : b, voter, voteId, ballot)))
    const receipts = new Set(answers.map(({ body }) => body.receipt))
    const { ballots } = await one(owner, 'select count(*)::integer as ballots from urn.ballot where vote_id = $1', [voteId])
    const refused = answers.filter(({ status }) => status !== 200 && status !== 201).length
    return verdict(ballots === 1 && receipts.size === 1 && refused === 0 ? [] : [`${ballots} ballots, ${receipts.size} receipts, ${refused} refused`], 500, '1 ballot, 1 receipt')
  },

  async 'S6 kill -9 of one API and one worker during 1,000 votes: none lost, none double'({ owner, platform, origin, a, consultations: [,, { voteId }] }) {
    const voters = await makeVoters(owner, a, origin, 1000, 1000)
    const receipts = new Map()
    let again = 0
    const killing = (async () => {
      while (receipts.size < 250) await sleep(5)
      platform.kill('a')
      platform.kill('workerA')
      while (receipts.size < 650) await sleep(5)
      await Promise.all([platform.begin('a'), platform.begin('workerA')])
    })()
    // Every tenth asks for a new password as well: a mail each, which workers send.
    const asking = inParallel(2, voters.filter((_, index) => index % 10 === 0), ({ email }) => patiently(() => call(origin, { origin }, 'POST', '/api/password-resets', { email }), 202, () => again++))
    const voting = inParallel(12, voters, async (voter) => {
      const ballot = await patiently(() => ballotFor(origin, voter, voteId, ['o1', 'o3']), undefined, () => again++)
      const { body } = await patiently(() => castBallot(origin, voter, voteId, ballot), 201, () => again++)
      receipts.set(voter.number, body.receipt)
    })
    await Promise.all([voting, killing, asking])
    const box = await one(owner, `
      select (select count(*)::integer from urn.ballot where vote_id = $1) as ballots, (select count(*)::integer from urn.ballot where vote_id = $1 and not superseded) as current,
        (select count(*)::integer from roll.entry where vote_id = $1 and status = 'admitted' and cast_count = 1) as people`, [voteId])
    const faults = box.ballots === 1000 && box.current === 1000 && box.people === 1000 && new Set(receipts.values()).size === 1000 ? [] : [JSON.stringify({ ...box, receipts: receipts.size })]
    const unknown = (await inParallel(12, [...receipts.values()], async (code) => (await call(a, { origin }, 'GET', `/api/receipts/${code}`)).status)).filter((status) => status !== 200).length
    if (unknown > 0) faults.push(`${unknown} acknowledged votes are lost`)
    // A lease of a killed worker ends after a minute at most.
    if (!await until(owner, `select not exists (select from platform.outbox where done_at is null and failed_at is null) as done`, [], 90)) faults.push('jobs are left undone')
    const mails = await one(owner, `select count(*)::integer as sent, count(distinct recipient)::integer as people from platform.mailbox where recipient like 'personne-%' and outbox_id is not null`)
    if (mails.people !== 100 || mails.sent > 100 + again) faults.push(`${mails.sent} mails to ${mails.people} people of 100`)
    return verdict(faults, 1000, `1000 votes kept, ${mails.sent} mails to 100 people, ${again} requests sent again`)
  },

  async 'S7 everything is restarted in turn without one failed request'({ owner, platform, origin, a, consultations: [,,, { voteId }] }) {
    const voters = await makeVoters(owner, a, origin, 3000, 300)
    const faults = []
    let [tried, going] = [0, true]
    const count = async (name, work) => {
      tried++
      try {
        const { status } = await work()
        if (status >= 400) faults.push(`${name}: ${status}`)
      } catch (error) {
        faults.push(`${name}: ${error.cause?.code ?? error.message}`)
      }
    }
    const reading = Array.from({ length: 4 }, async (_, index) => {
      while (going) await count('reading', () => call(origin, { origin }, 'GET', ['/', '/consultations', '/api/consultations', '/centres'][index]))
    })
    const voting = inParallel(2, voters, async (voter) => {
      if (!going) return
      await count('voting', async () => castBallot(origin, voter, voteId, await ballotFor(origin, voter, voteId, ['o2'])))
      await sleep(60)
    })
    for (const name of ['a', 'b', 'workerA', 'workerB', 'web']) {
      if (!await platform.end(name)) faults.push(`${name} did not stop within 10 s`)
      await platform.begin(name)
      await sleep(500)
    }
    going = false
    await Promise.all([...reading, voting])
    return verdict(faults, tried, 'API, workers and web restarted, 0 failed')
  },

  async 'S8 throughput of two against one'({ owner, a, b, origin, consultations: [,,,, { voteId }] }) {
    const faults = []
    const reads = async (bases) => {
      let done = 0
      const end = Date.now() + 4000
      await Promise.all(Array.from({ length: 24 }, async (_, index) => {
        while (Date.now() < end) {
          const { status } = await call(bases[index % bases.length], { origin }, 'GET', '/api/consultations')
          if (status === 200) done++
          else faults.push(`reading: ${status}`)
        }
      }))
      return done / 4
    }
    const votes = async (bases, voters) => {
      const ballots = await inParallel(16, voters, (voter) => ballotFor(a, voter, voteId, ['o1']))
      const from = performance.now()
      const answers = await inParallel(24, voters, (voter, index) => castBallot(bases[index % bases.length], voter, voteId, ballots[index]))
      const refused = answers.filter(({ status }) => status !== 201).length
      if (refused > 0) faults.push(`${refused} votes refused`)
      return voters.length / ((performance.now() - from) / 1000)
    }
    const people = await makeVoters(owner, a, origin, 5000, 1200)
    await reads([a, b])
    const found = { readsOne: 0, readsTwo: 0, votesOne: 0, votesTwo: 0 }
    for (let round = 0; round < 2; round++) {
      const part = (index) => people.slice((2 * round + index) * 300, (2 * round + index + 1) * 300)
      found.readsOne += await reads([a]) / 2
      found.readsTwo += await reads([a, b]) / 2
      found.votesOne += await votes([a], part(0)) / 2
      found.votesTwo += await votes([a, b], part(1)) / 2
    }
    const compare = (what, single, two) => `${what} ${Math.round(single)}/s by one, ${Math.round(two)}/s by two (x${(two / single).toFixed(2)})`
    return verdict(faults, 1200, `${compare('lists', found.readsOne, found.readsTwo)}; ${compare('votes', found.votesOne, found.votesTwo)}`)
  },

  async 'S9 at the deadline phases close once, and no vote is taken after it'({ owner, a, b, origin, consultations }) {
    const { voteId } = consultations[5]
    const voters = await makeVoters(owner, a, origin, 7000, 200)
    const ballots = await inParallel(16, voters, (voter) => ballotFor(a, voter, voteId, ['o1']))
    let early = 0
    const casting = inParallel(24, voters, async (voter, index) => {
      const answer = await castBallot(index % 2 ? a : b, voter, voteId, ballots[index])
      if (answer.status === 201) early++
      return answer
    })
    let over = false
    void casting.finally(() => (over = true))
    while (early < 60 && !over) await sleep(2)
    await moveClock(owner, '32 days')
    const answers = await casting
    const taken = answers.filter(({ status }) => status === 201).length
    const { people } = await one(owner, 'select count(*)::integer as people from urn.ballot where vote_id = $1', [voteId])
    const faults = people === taken && answers.every(({ status, body }) => status === 201 || body.code === 'vote.not-open') ? [] : [`${taken} acknowledged, ${people} in the box`]
    const late = await inParallel(2, voters.slice(0, 10), async (voter, index) => (await castBallot(index % 2 ? a : b, voter, voteId, { ...ballots[index], n: 2 })).status)
    if (late.includes(201)) faults.push('a late vote was taken')
    const ids = consultations.map((one) => one.voteId)
    if (!await until(owner, `select count(*) = $2 as done from consultations.vote where id = any ($1) and state = 'counting'`, [ids, ids.length])) faults.push('not closed after 30 s')
    const once = await onceEach(owner, consultations, 'phase.closed')
    return verdict([...faults, ...(once.ok ? [] : [once.figure])], voters.length, `${taken} taken before, ${voters.length - taken} refused after; ${once.figure}`)
  },

  async 'S10 a vote sealed on both at once is sealed once and counted once'({ owner, a, b, staff, consultations: [,, { voteId }] }) {
    await moveClock(owner, '9 days')
    const answers = await Promise.all([a, b, a, b].map((base) => call(base, staff, 'POST', `/api/votes/${voteId}/sealing`)))
    const sealed = answers.filter(({ status }) => status === 201).length
    if (!await until(owner, `select state = 'tallied' as done from consultations.vote where id = $1`, [voteId], 60)) return verdict([`sealed ${sealed} times, not counted after 60 s`], 4)
    const { counted, tallies } = await one(owner, `
      select (select count(*)::integer from platform.audit_entry where action = 'vote.tallied' and subject_id = $1) as counted, (select count(*)::integer from consultations.tally where vote_id = $1::uuid) as tallies`, [voteId])
    return verdict(sealed === 1 && counted === 1 && tallies === 1 ? [] : [`sealed ${sealed} times, counted ${counted} times`], 4, '1 sealing, 1 count')
  },
}

/** One line of the journal and one announcement for each. */
async function onceEach(owner, consultations, action) {
  const ids = consultations.map(({ voteId }) => voteId)
  const { rows } = await owner.query(`
    select v.id, (select count(*)::integer from platform.audit_entry a where a.action = $2 and a.subject_id = v.phase_id::text) as lines,
      (select count(*)::integer from platform.outbox o where o.kind = $2 and o.payload ->> 'phaseId' = v.phase_id::text) as announced
    from consultations.vote v where v.id = any ($1)`, [ids, action])
  const wrong = rows.filter(({ lines, announced }) => lines !== 1 || announced !== 1)
  return verdict(wrong.map(({ lines, announced }) => `${action}: ${lines} lines, ${announced} announcements`), rows.length, `${rows.length} × ${action} once`)
}

/** Sends again what got no answer, as a browser's owner does. */
async function patiently(work, wanted, onRetry) {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await work()
      if (wanted === undefined || answer.status === wanted) return answer
      if (answer.status < 500 || attempt === 60) throw new Error(`${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`)
    } catch (error) {
      if (attempt === 60 || /^4\d\d/.test(error.message)) throw error
    }
    onRetry()
    await sleep(100)
  }
}
