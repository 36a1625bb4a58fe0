// The checks of check:inclusion, in the order of the scenario. Each gives { ok, count, figure }; what it found wrong is in the figure.
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { call, expectStatus, moveClock } from '../scale/people.mjs'
import { signInAgain } from './doors.mjs'
import { choiceOf, OPTIONS } from './run.mjs'
import { isConventional } from './scenario.mjs'
import { one, until } from './scene.mjs'

export const verdict = (faults, count, figure) => ({ ok: faults.length === 0, count, figure: faults.length > 0 ? faults.slice(0, 3).join('; ') : figure })
const percent = (share, whole) => `${(100 * share / whole).toFixed(1)} %`
export const countBy = (list, of) => list.reduce((counts, item) => counts.set(of(item), (counts.get(of(item)) ?? 0) + 1), new Map())
export const told = (counts) => [...counts].sort().map(([name, count]) => `${name} ${count}`).join(', ')

/** Who the rows of the roll are of, by their receipts and stubs: of a row that a later door replaced, the last one. @returns {Promise<Map<string, object>>} */
async function whoseRows(owner, comingOf, ids) {
  const { rows } = await owner.query(`
    select e.id, array_append(array(select encode(s.hash, 'hex') from roll.stub s where s.entry_id = e.id), encode(e.receipt_hash, 'hex')) as hashes from roll.entry e where e.id = any ($1)`, [ids])
  return new Map(rows.map(({ id, hashes }) => [id, hashes.flatMap((hash) => comingOf.get(hash) ?? []).sort((one, other) => other.number - one.number)[0]]))
}

/** A name as the studies say it is compared, written again here: the check shares no code with what it checks. */
const compared = (name) => name.replace(/œ/gi, 'oe').normalize('NFKD').toUpperCase().replace(/[^A-Z]/g, '')
const sameAs = ({ person }) => [compared(person.birthSurname), compared(person.givenNames.split(',')[0]), person.birthDate, person.municipalityCode].join('|')

const BY_DOOR = { online: 1, accompanied: 1, on_behalf: 2, kiosk: 2, paper: 3, phone: 1 }
/** Own accounts are one channel: who stood beside them is logged by the desk and not tied to the ballot. */
const channelOf = (door) => (door === 'accompanied' ? 'online' : door)

/** What README item 12 makes of everybody: the channel that counts for each civil status, and who waits for review. */
function expectation(list) {
  const standing = new Map()
  const contested = []
  for (const coming of list) {
    const key = sameAs(coming)
    const before = standing.get(key)
    if (!before) standing.set(key, coming)
    else if (!isConventional(coming.person) && BY_DOOR[coming.door] > 1 && BY_DOOR[coming.door] >= BY_DOOR[before.door]) standing.set(key, coming)
    else contested.push(coming)
  }
  return { counted: [...standing.values()], contested }
}

/** Who came to the vote a second time: the first one may have been a call, which is no vote. */
function cameTwice(list) {
  const first = new Set(list.filter(({ again }) => !again).map(({ who }) => who))
  return list.filter(({ again, who }) => again && first.has(who))
}

export const checks = {
  async 'I1 everybody is received, through every door, with a receipt of their own'({ list, answers, seconds }) {
    const missing = list.filter(({ number }) => !answers.has(number)).length
    const receipts = new Set([...answers.values()].map(({ receipt }) => receipt))
    // Another ballot of somebody that a later door replaces goes under the same row, hence the same receipt.
    const faults = missing > 0 ? [`${missing} were not received`] : receipts.size > list.length ? ['more receipts than people'] : []
    return verdict(faults, list.length, `${told(countBy(list, ({ door }) => door))}; ${receipts.size} receipts; ${Math.round(seconds)} s`)
  },

  async 'I2 what each door took is what the API counted, what the roll holds and what lies in the urn'({ owner, list, counters, consultation: { voteId, phaseId } }) {
    const doors = countBy(list, ({ door }) => channelOf(door))
    const routes = { online: 'POST /api/votes/:id/ballots 201', on_behalf: 'POST /api/assisted-sessions/:id/ballots 201', kiosk: 'POST /api/kiosks/session/ballots 201' }
    // A batch is one request to the API, whatever it holds: its own minutes say how much. Batches of the questionnaire take the same route.
    const paper = await one(owner, `
      select coalesce(sum((b.counts ->> 'counted')::integer) filter (where k.phase_id = $1), 0)::integer as counted, count(*) filter (where k.phase_id = $1)::integer as batches, count(*)::integer as all
      from inclusion.paper_batch b join inclusion.paper_kit k on k.id = b.kit_id where b.state = 'counted' and (k.phase_id = $1 or k.kind <> 'vote')`, [phaseId])
    const faults = Object.entries(routes).filter(([door, route]) => counters.get(route) !== doors.get(door)).map(([door, route]) => `${door}: ${doors.get(door)} entered, ${counters.get(route)} counted by the API`)
    if (paper.counted !== (doors.get('paper') ?? 0) || paper.all !== counters.get('POST /api/paper-batches/:id/counting 201')) faults.push(`paper: ${doors.get('paper')} entered, ${paper.counted} in ${paper.batches} batches, ${counters.get('POST /api/paper-batches/:id/counting 201')} counted by the API`)
    const { cast, ballots, current, rows } = await one(owner, `
      select (select sum(cast_count)::integer from roll.entry where vote_id = $1) as cast, (select count(*)::integer from roll.entry where vote_id = $1) as rows,
        (select count(*)::integer from urn.ballot where vote_id = $1) as ballots, (select count(*)::integer from urn.ballot where vote_id = $1 and not superseded) as current`, [voteId])
    if (cast !== list.length || ballots !== list.length) faults.push(`${list.length} entered, ${cast} in the roll, ${ballots} in the urn`)
    if (current !== rows) faults.push(`${rows} rows in the roll, ${current} ballots that stand`)
    return verdict(faults, list.length, `${ballots} ballots, ${rows} rows, ${current} stand`)
  },

  async 'I3 by channel, who counts is who must by the rule of precedence'({ owner, list, consultation: { voteId } }) {
    const { counted, contested } = expectation(list)
    const wanted = countBy(counted, ({ door }) => channelOf(door))
    const { rows } = await owner.query(`select channel, count(*) filter (where status = 'admitted')::integer as admitted, count(*) filter (where status = 'contested')::integer as contested from roll.entry where vote_id = $1 group by channel`, [voteId])
    const faults = rows.filter(({ channel, admitted }) => admitted !== (wanted.get(channel) ?? 0)).map(({ channel, admitted }) => `${channel}: ${admitted} admitted, ${wanted.get(channel)} must be`)
    const waiting = rows.reduce((total, row) => total + row.contested, 0)
    if (waiting !== contested.length) faults.push(`${waiting} contested, ${contested.length} must be`)
    return verdict(faults, list.length, `${told(wanted)}; ${waiting} wait for review`)
  },

  async 'I4 who came twice is found by the strict key, and nobody else is'({ list, owner, consultation: { voteId } }) {
    const again = cameTwice(list)
    const strict = countBy(list, sameAs)
    const found = again.filter((coming) => (strict.get(sameAs(coming)) ?? 0) > 1).length
    const { merged } = await one(owner, `select (select count(*) from urn.ballot where vote_id = $1 and superseded) + (select count(*) from roll.entry where vote_id = $1 and status = 'contested') as merged`, [voteId])
    // Where the other one called, nobody of that name voted before.
    const homonyms = list.filter((coming) => coming.homonym && (strict.get(sameAs(coming)) ?? 0) > 1).length
    const faults = found / again.length < 0.9 ? [`${percent(found, again.length)} of ${again.length}`] : []
    if (Number(merged) !== found + homonyms) faults.push(`${merged} found by the platform, ${found} and ${homonyms} homonyms planted`)
    return verdict(faults, again.length, `${percent(found, again.length)} by K0`)
  },

  async 'I5 all keys find nearly everybody who came twice, and next to nobody else'({ base, staff, owner, list, comingOf, consultation: { voteId } }) {
    const again = cameTwice(list)
    const strict = countBy(list, sameAs)
    const found = new Set(again.filter((coming) => (strict.get(sameAs(coming)) ?? 0) > 1).map(({ who }) => who))
    const wrong = new Set()
    const pairs = new Set()
    for (let page = 1; ; page++) {
      const { items, total } = await expectStatus(200, call(base, staff, 'GET', `/api/votes/${voteId}/duplicates?page=${page}&perPage=50`))
      const whose = await whoseRows(owner, comingOf, items.flatMap(({ stays, goes }) => [stays.id, goes.id]))
      for (const { stays, goes } of items) {
        const [one, other] = [whose.get(stays.id), whose.get(goes.id)]
        pairs.add(`${stays.id} ${goes.id}`)
        if (one.who === other.who) found.add(one.who)
        else for (const { number } of [one, other]) wrong.add(number)
      }
      if (items.length === 0 || page * 50 >= total) break
    }
    const faults = []
    if (found.size / again.length < 0.96) faults.push(`${percent(found.size, again.length)} of ${again.length}`)
    if (wrong.size / list.length > 0.001) faults.push(`${wrong.size} people are wrongly possible`)
    return verdict(faults, again.length, `${percent(found.size, again.length)} by all keys, ${pairs.size} pairs to read, ${wrong.size} people of ${list.length} wrongly possible`)
  },

  async 'I6 reviewed without a name: each homonym counts, nobody counts twice'({ base, owner, staff, consultation: { voteId }, comingOf }) {
    await moveClock(owner, '32 days')
    await until(owner, `select state = 'counting' as done from consultations.vote where id = $1`, [voteId])
    await signInAgain(base, staff)
    let [reviewed, homonyms] = [0, 0]
    for (;;) {
      const { items, pending } = await expectStatus(200, call(base, staff, 'GET', `/api/votes/${voteId}/contested`))
      if (items.length === 0) {
        if (pending > 0) throw new Error(`${pending} wait and are not listed`)
        break
      }
      for (const [id, coming] of await whoseRows(owner, comingOf, items.map(({ id }) => id))) {
        if (!coming) throw new Error('an entry waits that nobody planted')
        const decision = coming.homonym ? 'homonym' : 'same_person'
        await expectStatus([200, 201], call(base, staff, 'POST', `/api/votes/${voteId}/contested/${id}/review`, { decision, reason: coming.homonym ? 'Deux personnes, deux lieux de naissance.' : 'La même personne, par une autre porte.' }))
        reviewed++
        if (coming.homonym) homonyms++
      }
    }
    const { counted } = await one(owner, `select count(*)::integer as counted from roll.entry where vote_id = $1 and status = 'admitted' and homonym_index > 0`, [voteId])
    return verdict(counted === homonyms ? [] : [`${counted} of ${homonyms} homonyms count`], reviewed, `${homonyms} homonyms admitted, ${reviewed - homonyms} of the same person set aside`)
  },

  async 'I7 the published count is everybody once, by channel and by option'({ base, origin, owner, staff, consultation: { id: consultationId, voteId }, list, comingOf }) {
    const { rows: admitted } = await owner.query(`select e.id, e.channel from roll.entry e where e.vote_id = $1 and e.status = 'admitted'`, [voteId])
    const whose = await whoseRows(owner, comingOf, admitted.map(({ id }) => id))
    const scores = new Map(OPTIONS.map((option) => [option, 0]))
    // The last ballot of a row is what counts.
    for (const { id } of admitted) for (const option of choiceOf(whose.get(id))) scores.set(option, scores.get(option) + 1)
    await moveClock(owner, '8 days')
    await signInAgain(base, staff)
    await expectStatus(201, call(base, staff, 'POST', `/api/votes/${voteId}/sealing`))
    await until(owner, `select state = 'tallied' as done from consultations.vote where id = $1`, [voteId])
    await expectStatus(201, call(base, staff, 'POST', `/api/votes/${voteId}/publication`, { headline: 'Vous avez choisi.', nextSteps: 'Le conseil décide avant l’été.' }))
    const { slug } = await one(owner, 'select slug from consultations.consultation where id = $1', [consultationId])
    await until(owner, `select state = 'published' as done from consultations.vote where id = $1`, [voteId])
    const { results: [result] } = await expectStatus(200, call(base, { origin }, 'GET', `/api/consultations/${slug}/results`))
    const faults = []
    if (result.outcome.cast !== admitted.length || result.turnout.total !== admitted.length) faults.push(`${result.outcome.cast} counted, ${result.turnout.total} took part, of ${admitted.length}`)
    for (const { key, votes } of result.options) if (votes !== scores.get(key)) faults.push(`${key}: ${votes}, planted ${scores.get(key)}`)
    const byChannel = countBy(admitted, ({ channel }) => channel)
    for (const { channel, count } of result.turnout.channels) if (count !== null && count !== (byChannel.get(channel) ?? 0)) faults.push(`${channel}: ${count} published, ${byChannel.get(channel)} in the roll`)
    const { body: ballots } = await call(base, { origin }, 'GET', `/api/consultations/${slug}/results/ballots.txt`)
    const openings = ballots.trim().split('\n').map((line) => JSON.parse(line))
    if (openings.length !== admitted.length) faults.push(`${openings.length} openings are published`)
    return verdict(faults, list.length, `${result.outcome.cast} ballots, ${told(byChannel)}; ${told(scores)}`)
  },

  async 'I8 answers by every door are what the API counted, what is kept, what the sheets hold and what is published'({ base, origin, owner, staff, questions: { id, slug }, answered, counters }) {
    const byChannel = [...answered].reduce((sums, [door, count]) => sums.set(channelOf(door), (sums.get(channelOf(door)) ?? 0) + count), new Map())
    const { rows } = await owner.query(`select channel, count(*)::integer as entries, count(*) filter (where status = 'admitted')::integer as admitted from consultations.questionnaire_entry where consultation_id = $1 group by channel`, [id])
    const kept = new Map(rows.map(({ channel, entries }) => [channel, entries]))
    const faults = [...byChannel].filter(([channel, count]) => kept.get(channel) !== count).map(([channel, count]) => `${channel}: ${count} answered, ${kept.get(channel)} kept`)
    const paper = await one(owner, `select coalesce(sum((b.counts ->> 'counted')::integer), 0)::integer as counted from inclusion.paper_batch b where b.consultation_id = $1 and b.state = 'counted'`, [id])
    const routes = { online: 'POST /api/answer-sheets/:code/sending 200', kiosk: 'POST /api/kiosks/session/questionnaire 201' }
    for (const [channel, route] of Object.entries(routes)) if (counters.get(route) !== byChannel.get(channel)) faults.push(`${channel}: ${byChannel.get(channel)} answered, ${counters.get(route)} counted by the API`)
    const assisted = counters.get('POST /api/assisted-sessions/:id/questionnaire 201')
    if (assisted !== (answered.get('phone') ?? 0) + (answered.get('on_behalf') ?? 0)) faults.push(`assisted: ${assisted} counted by the API`)
    if (paper.counted !== answered.get('paper')) faults.push(`paper: ${answered.get('paper')} answered, ${paper.counted} in the minutes`)
    const sheets = await one(owner, `select count(*) filter (where state <> 'draft')::integer as held, count(*) filter (where state = 'counted')::integer as counted from consultations.answer_sheet where consultation_id = $1`, [id])
    const entries = rows.reduce((sum, row) => sum + row.entries, 0)
    const admitted = rows.reduce((sum, row) => sum + row.admitted, 0)
    if (sheets.held !== entries || sheets.counted !== admitted) faults.push(`${sheets.held} sheets for ${entries} entries, ${sheets.counted} that count for ${admitted}`)

    await expectStatus(202, call(base, staff, 'POST', `/api/consultations/${id}/questionnaire/count`))
    for (const end = Date.now() + 120_000; ;) {
      const { results, count } = await expectStatus(200, call(base, staff, 'GET', `/api/consultations/${id}/questionnaire/count`))
      if (results !== null && count === null) break
      if (Date.now() > end) throw new Error(`the answers were not counted: ${JSON.stringify(count)}`)
      await sleep(200)
    }
    await expectStatus(202, call(base, staff, 'POST', `/api/consultations/${id}/questionnaire/publication`, { headline: 'Vous voulez de l’ombre.', nextSteps: 'Le conseil décide avant l’été.', texts: [] }))
    await until(owner, 'select exists (select from consultations.questionnaire_publication where consultation_id = $1) as done', [id])
    const { participants, dimensions } = await expectStatus(200, call(base, { origin }, 'GET', `/api/consultations/${slug}/questionnaire/results`))
    if (participants !== admitted) faults.push(`${participants} published, ${admitted} in the roll`)
    const shown = dimensions.find(({ by }) => by === 'channel').cells
    // Small cells are shown together: what stands by itself is compared, and the sum.
    for (const { channel, admitted: count } of rows) {
      const cell = shown.find(({ key }) => key === channel)
      if (cell && cell.count !== count) faults.push(`${channel}: ${cell.count} published, ${count} in the roll`)
    }
    if (shown.reduce((sum, { count }) => sum + count, 0) !== admitted) faults.push('the channels that are published are not everybody')
    return verdict(faults, entries, `${told(answered)}; ${sheets.held} sheets, ${participants} published, by channel ${shown.map(({ key, count }) => `${key} ${count}`).join(', ')}`)
  },

  async 'I9 no name that was typed at a counter stands anywhere in the database'({ owner, everybody, log }) {
    const names = everybody.filter(({ door }) => !['online', 'accompanied'].includes(door)).map(({ person }) => person.birthSurname).filter((name) => name.length >= 7)
    const { rows: tables } = await owner.query(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('platform', 'identity', 'consultations', 'roll', 'urn', 'inclusion', 'public')`)
    const faults = []
    const holds = (text, where) => {
      const found = names.find((name) => text.includes(name.toUpperCase()))
      if (found) faults.push(`${where} holds ${found}`)
    }
    for (const { name } of tables) {
      const { rows } = await owner.query(`select upper(string_agg(t::text, E'\\n')) as all from ${name} t`)
      holds(rows[0].all ?? '', name)
    }
    holds(readFileSync(log, 'utf8').toUpperCase(), 'the log')
    return verdict(faults, names.length, `${tables.length} tables and the log hold none of ${names.length} names`)
  },
}
