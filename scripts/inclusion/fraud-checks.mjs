// What was found of each fraud that was planted, and by what. A fraud that nothing finds is said, and counted as found by nothing.
import { call, expectStatus } from '../scale/people.mjs'
import { told, verdict } from './checks.mjs'
import { giveCode } from './doors.mjs'
import { alertsFor, one } from './scene.mjs'

/** Batches sent again: what each try must be answered. */
const REPLAYS = {
  'the same identifier, the same clerk': { again: 'the same batch', counting: '201', envelope: '409 paper-batch.elsewhere' },
  'the same identifier, another clerk': '404 paper-batch.unknown',
  'another identifier, the same clerk': { 'set-aside used-number': 20 },
  'another identifier, another centre': { 'set-aside used-number': 20 },
  'one sheet changed': { 'set-aside used-number': 19, taken: 1 },
  'opened alone': '409 paper-batch.too-few',
}

const same = (found, wanted) => JSON.stringify(Object.entries(found).sort()) === JSON.stringify(Object.entries(wanted).sort())

/** Alerts about one mediator, as staff read them. */
const about = async ({ base, staff }, { email }) => (await alertsFor(base, staff)).items.filter(({ person }) => person === email)
const kindsOf = (alerts) => alerts.map(({ kind }) => kind).sort().join(' ')

export const fraudChecks = {
  async 'F1 a desk faster than a hand is asked about; one too many is refused by the database, and lifted by somebody else alone'(scene) {
    const { frauds: { who, speed } } = scene
    const alerts = await about(scene, who.fast)
    const entered = speed.visits.filter(({ status }) => status === 201).length
    const faults = []
    if (kindsOf(alerts) !== 'pace') faults.push(`asked about: ${kindsOf(alerts) || 'nothing'}`)
    if (entered !== 40) faults.push(`${entered} entered of 40`)
    if (speed.tooMany.some((said) => said !== '409 quota.reached') || speed.added !== 0) faults.push(`one too many: ${speed.tooMany.join(', ')}, ${speed.added} in the roll`)
    if (speed.others.some((status) => status !== 403) || speed.own !== 'quota_lift_two_people' || speed.still !== '409 quota.reached') faults.push(`lifted: ${speed.others.join(', ')}, ${speed.own}, ${speed.still}`)
    const [{ facts } = { facts: {} }] = alerts
    return verdict(faults, speed.visits.length + 3, `found by the alert of pace (shortest ${facts.fastest} s, middle ${facts.median} s) and by the quota: visit 41 refused at its beginning and at its first entry`)
  },

  async 'F2 a copied list is asked about; what the keys find of it, entry by entry'(scene) {
    const { base, staff, owner, frauds: { who, voteId, copied: { planted, later } } } = scene
    const alerts = await about(scene, who.copier)
    const faults = []
    if (kindsOf(alerts) !== 'order') faults.push(`asked about: ${kindsOf(alerts) || 'nothing'}`)
    const missing = planted.filter(({ hash }) => !hash)
    if (missing.length > 0) faults.push(`${missing.length} were not received: ${missing[0].status} ${missing[0].code}`)
    const rowOf = new Map((await owner.query(`
      select e.id, e.status, e.cast_count as cast, encode(e.receipt_hash, 'hex') as hash from roll.entry e where e.vote_id = $1`, [voteId])).rows.map((row) => [row.hash, row]))
    const pairs = new Set()
    for (let page = 1; ; page++) {
      const { items, total } = await expectStatus(200, call(base, staff, 'GET', `/api/votes/${voteId}/duplicates?page=${page}&perPage=50`))
      for (const { stays, goes } of items) for (const { id } of [stays, goes]) pairs.add(id)
      if (items.length === 0 || page * 50 >= total) break
    }
    // One fraud, several eyes: what each entry is found by, besides the question about the whole day.
    const laterRows = new Set(later.map(({ hash }) => rowOf.get(hash)).filter((row) => row?.status === 'contested'))
    const found = planted.map(({ kind, hash, number }) => {
      const row = rowOf.get(hash)
      if (kind === 'votes afterwards') return [kind, laterRows.has(rowOf.get(later.find((coming) => coming.number === number).hash)) ? 'K0: its owner’s ballot waits for review' : 'nothing']
      if (row?.status === 'contested') return [kind, 'K0: waits for review']
      if (row?.cast > 1) return [kind, 'K0: takes the place of the ballot, and counts once']
      return [kind, row && pairs.has(row.id) ? 'a possible duplicate' : 'nothing but the question']
    })
    const by = found.reduce((counts, [kind, what]) => counts.set(`${kind}: ${what}`, (counts.get(`${kind}: ${what}`) ?? 0) + 1), new Map())
    const wanted = new Map([['voted online: K0: takes the place of the ballot, and counts once', 10], ['voted on paper: K0: waits for review', 4], ['votes afterwards: K0: its owner’s ballot waits for review', 4], ['never comes: nothing but the question', 8], ...['K1', 'K2', 'K4', 'K5'].map((key) => [`written otherwise (${key}): a possible duplicate`, 1])])
    for (const [what, count] of wanted) if (by.get(what) !== count) faults.push(`${what}: ${by.get(what) ?? 0}, ${count} planted (${told(by)})`)
    const [{ facts } = { facts: {} }] = alerts
    return verdict(faults, planted.length, `found by the alert of order (${facts.inOrder} names in a row of ${facts.visits}); ${told(by)}`)
  },

  async 'F3 people invented under one birth date are asked about'(scene) {
    const { frauds: { who, sameDay } } = scene
    const alerts = await about(scene, who.inventor)
    const [{ facts } = { facts: {} }] = alerts
    return verdict(kindsOf(alerts) === 'order' && facts.sameDate === sameDay.length ? [] : [`asked about: ${kindsOf(alerts) || 'nothing'}`], sameDay.length, `found by the alert of order (${facts.sameDate} people born on one day); by no key, since nobody else has these names`)
  },

  async 'F4 a batch sent again counts nothing twice'({ frauds: { replay: { people, before, after, answers } } }) {
    const faults = Object.entries(REPLAYS).filter(([name, wanted]) => (typeof wanted === 'string' ? answers[name] !== wanted : !same(answers[name], wanted))).map(([name]) => `${name}: ${JSON.stringify(answers[name])}`)
    if (!same(before, after)) faults.push(`${JSON.stringify(before)} became ${JSON.stringify(after)}`)
    if (before.rows !== people.length || before.ballots !== people.length) faults.push(`${before.rows} rows of ${people.length}`)
    return verdict(faults, people.length * 4, `${after.ballots} ballots before and after; found by the identifier of the batch, the numbers of the envelopes, and ten that are opened together`)
  },

  async 'F5 entries while the centre is closed are asked about'(scene) {
    const { frauds: { who, night } } = scene
    const alerts = await about(scene, who.late)
    const [{ facts } = { facts: {} }] = alerts
    return verdict(kindsOf(alerts) === 'outside-hours' && facts.outside === night.length ? [] : [`asked about: ${kindsOf(alerts) || 'nothing'}`], night.length, `found by the alert of hours (${facts.outside} of ${facts.visits})`)
  },

  async 'F6 a mediator who is suspended, a mandate that was taken back, one telephone for many: refused'({ frauds: { shut: { afterSuspension, afterRevocation, calls } } }) {
    const faults = []
    if (!/^40[13] /.test(afterSuspension)) faults.push(`suspended: ${afterSuspension}`)
    if (!/^409 mandate\./.test(afterRevocation)) faults.push(`taken back: ${afterRevocation}`)
    if (calls.join() !== '201,201,201,422 mandate.phone-often,422 mandate.phone-often') faults.push(`calls: ${calls.join()}`)
    return verdict(faults, 2 + calls.length, `${afterSuspension}; ${afterRevocation}; three calls of one number, then mandate.phone-often`)
  },

  async 'F7 more visits than people in the queue are pointed at, and nobody else is'({ base, staff, owner, frauds: { who, copied: { planted }, honestVisits } }) {
    const { month } = await one(owner, `select to_char(platform.today(), 'YYYY-MM') as month`)
    const { items } = await expectStatus(200, call(base, staff, 'GET', `/api/console/statements?month=${month}`))
    const of = ({ centre }) => items.find(({ organisation }) => organisation === `Structure ${centre.slug}`)
    const [copier, queue] = [of(who.copier), of(who.queue)]
    const faults = []
    if (!copier?.apart) faults.push(`${copier?.onBehalf} visits and ${copier?.taken} people are not apart`)
    // Its revoked visit entered nothing and its calls are no visits of the queue.
    if (queue?.apart) faults.push(`${queue.onBehalf} visits and ${queue.taken} people are apart`)
    const apart = items.filter((row) => row.apart).length
    if (apart !== 1) faults.push(`${apart} are pointed at`)
    return verdict(faults, planted.length + honestVisits.length, `${copier?.onBehalf} visits for ${copier?.taken} people in the queue; beside it ${queue?.onBehalf} for ${queue?.taken}`)
  },

  async 'F8 alerts are explained by whom they are about, decided by somebody else, and honest desks have none'(scene) {
    const { base, staff, owner, frauds: { who }, honest, team } = scene
    const { items } = await alertsFor(base, staff)
    const wanted = ['copier', 'fast', 'inventor', 'late']
    const names = new Map(Object.entries(who).map(([name, { email }]) => [email, name]))
    const faults = []
    const asked = items.map(({ person }) => names.get(person) ?? 'honest').filter((name) => name !== 'honest').sort()
    if (asked.join() !== wanted.join()) faults.push(`asked: ${asked.join()}`)
    const honestAlerts = items.filter(({ person }) => !wanted.includes(names.get(person)))
    if (honestAlerts.some(({ kind }) => kind !== 'order')) faults.push(`honest desks are asked about ${kindsOf(honestAlerts)}`)
    const { desks, days } = await one(owner, 'select count(distinct account_id)::integer as desks, count(*)::integer as days from inclusion.desk_pace')
    // By the design about one day in a thousand: among so few days, one is luck and two are not.
    if (honestAlerts.length > 1) faults.push(`honest desks have ${honestAlerts.length} alerts`)
    const own = items.find(({ person }) => person === who.fast.email)
    await expectStatus(204, call(base, staff, 'POST', `/api/console/alerts/${own?.id}/decision`, { decision: 'CONFIRMED', words: 'Nous regardons ensemble.' }))
    // Whom it is about says why, and decides nothing: the database itself refuses.
    await giveCode(owner, base, who.copier)
    const ownAlerts = (await expectStatus(200, call(base, who.copier, 'GET', '/api/alerts'))).items
    await expectStatus(204, call(base, who.copier, 'POST', `/api/alerts/${ownAlerts[0]?.id}/explanation`, { explanation: 'Un foyer entier est venu, par ordre de chambre.' }))
    const refused = await owner.query(`update inclusion.pace_alert set state = 'DISMISSED', words = '', decided_by = account_id, decided_on = platform.today() where id = $1`, [items.find(({ person }) => person === who.copier.email)?.id]).then(() => 'taken', ({ constraint }) => constraint)
    if (refused !== 'pace_alert_two_people') faults.push(`decided by oneself: ${refused}`)
    return verdict(faults, items.length, `${items.length - honestAlerts.length} of 4 frauds at desks asked about, ${honestAlerts.length} alerts about honest desks (${honest.total} before the day of frauds), ${desks} desks and ${days} days of desks in the last two days, ${team.mediators.length + 3} of them of the scenario`)
  },
}
