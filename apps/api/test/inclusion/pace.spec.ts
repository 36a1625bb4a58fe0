// Quotas and alerts: the database refuses the visit too many, somebody else lifts it, and a question is asked once.
import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { startApp, type Person, type TestPlatform } from '../support/app'
import { atOnce } from '../support/moments'
import { aCivilStatus, approved, signedIn, withVoteOpen, type OpenVote } from '../support/votes'
import { centreId, everythingStored, LILLE, ROUBAIX, sessionFor } from './desk'

let platform: TestPlatform
let open: OpenVote
beforeAll(async () => {
  platform = await startApp()
  open = await withVoteOpen(platform)
})
afterAll(() => platform.stop())

const problem = (code: string) => ({ body }: { body: { code?: string } }) => expect(body.code).toBe(code)
const DEFAULTS = { mediatorQuota: 40, warningAt: 32, centreQuota: 150, medianSeconds: 25, medianOf: 10, leastSeconds: 12, outsideMinutes: 30, answerDays: 2, orderOf: 8, sameDateOf: 3 }

let people = 0
const mediatorNamed = async (named: string, place = LILLE): Promise<Person> => {
  const person = await platform.person('mediator', { place, named })
  await platform.giveCode(person.agent, person.accountId)
  return person
}
const start = async (mediator: TestAgent, slug = LILLE) => mediator.post('/api/assisted-sessions').send(await sessionFor(platform, open.consultationId, aCivilStatus({ birthSurname: `Rythme${String.fromCharCode(97 + (people += 1) % 26)}${'abcdefghij'[Math.floor(people / 26) % 10]}`, birthDate: `19${60 + Math.floor(people / 26)}-02-${String(people % 26 + 2).padStart(2, '0')}` }), { centreId: await centreId(platform, slug) }))
const enter = (mediator: TestAgent, id: string) => mediator.post(`/api/assisted-sessions/${id}/ballots`).send({ choice: approved(['o1']), readBack: true })

/** A whole visit: opened, a ballot after so long. */
async function visit(mediator: TestAgent, after = '40 seconds'): Promise<number> {
  const opened = await start(mediator)
  if (opened.status !== 201) return opened.status
  await platform.moveClock(after)
  return (await enter(mediator, (opened.body as { id: string }).id)).status
}
const set = async (over: object, status = 200) => (await signedIn(platform, 'staff')).put('/api/console/quotas/numbers').send({ ...DEFAULTS, ...over }).expect(status)
const quota = async (mediator: TestAgent) => (await mediator.get('/api/quotas/own').expect(200)).body as { state: string, used: number, most: number, left: number, lift: { state: string, extra: number | null } | null }

describe('who may ask', () => {
  it('one sees one’s own at a desk; staff of the place see and decide; only the metropolis sets the numbers', async () => {
    const id = randomUUID()
    const own: [string, string, object?][] = [['get', '/api/quotas/own'], ['post', '/api/quotas/lifts', { centreId: id, reason: 'Beaucoup de monde' }], ['get', '/api/alerts'], ['post', `/api/alerts/${id}/explanation`, { explanation: 'Un groupe est venu' }]]
    const console: [string, string, object?][] = [
      ['get', '/api/console/quotas/lifts'], ['post', `/api/console/quotas/lifts/${id}/decision`, { grant: true, extra: 10 }], ['get', '/api/console/quotas/numbers'], ['put', '/api/console/quotas/numbers', DEFAULTS],
      ['get', '/api/console/alerts'], ['get', '/api/console/alerts.csv'], ['post', `/api/console/alerts/${id}/decision`, { decision: 'DISMISSED' }], ['get', '/api/console/statements?month=2027-03'], ['get', '/api/console/statements.csv?month=2027-03'],
    ]
    const { agent: mediator } = await mediatorNamed('asks')
    for (const [method, path, body] of [...own, ...console]) {
      const call = (agent: TestAgent) => (agent as unknown as Record<string, (path: string) => { send(body?: object): Promise<{ status: number }> }>)[method]?.(path).send(body)
      expect([path, (await call(platform.stranger()))?.status]).toEqual([path, 401])
      expect([path, (await call(await platform.as('citizen')))?.status]).toEqual([path, 403])
      if (console.some(([, one]) => one === path)) expect([path, (await call(mediator))?.status]).toEqual([path, 403])
      else expect([path, (await call(await signedIn(platform, 'staff')))?.status]).toEqual([path, 403])
    }
    await (await signedIn(platform, 'staff', { place: '59350' })).put('/api/console/quotas/numbers').send(DEFAULTS).expect(403).expect(problem('place.other'))
    await set({ warningAt: 41 }, 422)
    await set({ centreQuota: 39 }, 422)
  })
})

describe('a quota', () => {
  it('warns, then the database refuses the visit too many, at its first entry and at its beginning', async () => {
    await set({ mediatorQuota: 3, warningAt: 2 })
    const { agent: mediator } = await mediatorNamed('reaches')
    expect(await quota(mediator)).toMatchObject({ state: 'fine', used: 0, most: 3, left: 3, lift: null })
    expect(await visit(mediator)).toBe(201)
    const waiting = ((await start(mediator)).body as { id: string }).id
    expect(await visit(mediator)).toBe(201)
    expect(await quota(mediator)).toMatchObject({ state: 'warning', used: 2, left: 1 })
    expect(await visit(mediator)).toBe(201)
    expect(await quota(mediator)).toMatchObject({ state: 'reached', used: 3, left: 0 })
    expect((await mediator.get('/api/desk').expect(200)).body).toMatchObject({ today: { quota: { state: 'reached', used: 3, most: 3 }, sessions: expect.any(Array) } })
    await start(mediator).then((answer) => expect([answer.status, (answer.body as { code: string }).code]).toEqual([409, 'quota.reached']))
    // A visit that was open before is refused at its first entry: the ballot is not cast.
    const before = (await platform.db.owner.query('select from roll.entry')).rowCount
    await enter(mediator, waiting).expect(409).expect(problem('quota.reached'))
    expect((await platform.db.owner.query('select from roll.entry')).rowCount).toBe(before)
    // The door of the kiosk stays open.
    await mediator.post('/api/kiosks/passes').send({ consultationId: open.consultationId, centreId: await centreId(platform), identity: aCivilStatus(), evidence: 'E2' }).expect(201)
    await set({})
  })

  it('is not passed by two visits that enter at once', async () => {
    await set({ mediatorQuota: 2, warningAt: 1 })
    const { agent: mediator, accountId } = await mediatorNamed('races')
    const ids: string[] = []
    for (let person = 0; person < 6; person += 1) ids.push(((await start(mediator)).body as { id: string }).id)
    const answers = await Promise.all(ids.map((id) => enter(mediator, id)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409, 409])
    expect((await platform.db.owner.query('select visits from inclusion.desk_pace where account_id = $1', [accountId])).rows).toEqual([{ visits: 2 }])
    // The last one that is left, to whom is being counted: whoever comes meanwhile waits, and is refused.
    await set({ mediatorQuota: 3, warningAt: 1 })
    const [counted = '', waiting = ''] = await Promise.all([0, 1].map(async () => ((await start(mediator)).body as { id: string }).id))
    const late = await atOnce(platform.db, (held) => held.query('update inclusion.assisted_session set acts = acts + 1 where id = $1', [counted]), () => enter(mediator, waiting))
    expect([late.status, (late.body as { code: string }).code]).toEqual([409, 'quota.reached'])
    expect((await quota(mediator)).used).toBe(3)
    await set({})
  })

  it('a whole visit counts once, whatever is entered in it', async () => {
    const { agent: mediator } = await mediatorNamed('once')
    expect(await visit(mediator)).toBe(201)
    expect((await quota(mediator)).used).toBe(1)
  })

  it('is lifted by somebody else, who is told at once', async () => {
    await set({ mediatorQuota: 1, warningAt: 1 })
    const { agent: mediator, accountId, email } = await mediatorNamed('lifts')
    const ask = async () => mediator.post('/api/quotas/lifts').send({ centreId: await centreId(platform), reason: 'Jour de marché, pas de borne libre.' })
    await ask().then((answer) => expect([answer.status, (answer.body as { code: string }).code]).toEqual([409, 'quota.not-near']))
    await visit(mediator)
    await mediator.post('/api/quotas/lifts').send({ centreId: await centreId(platform, ROUBAIX), reason: 'Jour de marché, pas de borne libre.' }).expect(403).expect(problem('place.other'))
    const asked = await Promise.all(Array.from({ length: 4 }, ask))
    expect(asked.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
    await platform.settle()
    const staff = await signedIn(platform, 'staff')
    const { rows: mails } = await platform.db.owner.query<{ kind: string }>(`select kind from platform.outbox where kind = 'quota.lift-asked'`)
    expect(mails.length).toBeGreaterThanOrEqual(1)
    const lift = ((await staff.get('/api/console/quotas/lifts?state=asked').expect(200)).body as { items: { id: string, person: string, used: number, mayDecide: boolean }[] }).items.find(({ person }) => person === email)
    expect(lift).toMatchObject({ used: 1, mayDecide: true })
    // Staff of another commune do not see it.
    await (await signedIn(platform, 'staff', { place: '59512' })).post(`/api/console/quotas/lifts/${lift?.id}/decision`).send({ grant: true, extra: 5 }).expect(404).expect(problem('quota.lift-unknown'))
    await staff.post(`/api/console/quotas/lifts/${lift?.id}/decision`).send({ grant: true }).expect(422)
    await staff.post(`/api/console/quotas/lifts/${lift?.id}/decision`).send({ grant: false }).expect(422)
    // Whoever asks decides nothing, even holding both roles.
    await platform.db.owner.query(`insert into identity.role_grant (account_id, role, place_kind, place_code) select $1, 'staff', place_kind, place_code from identity.role_grant where role = 'staff' and place_kind = 'metropolis' limit 1`, [accountId])
    await mediator.post(`/api/console/quotas/lifts/${lift?.id}/decision`).send({ grant: true, extra: 5 }).expect(403).expect(problem('quota.own'))
    await platform.db.owner.query(`delete from identity.role_grant where account_id = $1`, [accountId])
    await staff.post(`/api/console/quotas/lifts/${lift?.id}/decision`).send({ grant: true, extra: 2 }).expect(204)
    await staff.post(`/api/console/quotas/lifts/${lift?.id}/decision`).send({ grant: false, words: 'Non' }).expect(409).expect(problem('quota.lift-decided'))
    expect(await quota(mediator)).toMatchObject({ state: 'fine', used: 1, most: 3, lift: { state: 'granted', extra: 2 } })
    expect(await visit(mediator)).toBe(201)
    await set({})
  })

  it('of a centre counts all its mediators', async () => {
    await set({ mediatorQuota: 2, warningAt: 2, centreQuota: 2 })
    // What was given for a mediator counts for the centre too.
    await platform.db.owner.query('delete from inclusion.desk_pace; delete from inclusion.quota_lift')
    expect(await visit((await mediatorNamed('of-centre-1')).agent)).toBe(201)
    expect(await visit((await mediatorNamed('of-centre-2')).agent)).toBe(201)
    const third = await start((await mediatorNamed('of-centre-3')).agent)
    expect([third.status, (third.body as { code: string }).code]).toEqual([409, 'quota.centre-reached'])
    await set({})
    await platform.db.owner.query('delete from inclusion.desk_pace')
  })
})

describe('an alert', () => {
  interface Alert { id: string, kind: string, state: string, dueOn: string, day: string, late: boolean, facts: { visits: number, fastest: number, median: number, outside: number, inOrder?: number, sameDate?: number }, person?: string, mayDecide?: boolean, explanation: string }
  const ownAlerts = async (mediator: TestAgent) => ((await mediator.get('/api/alerts').expect(200)).body as { items: Alert[] }).items
  const alertsOf = async (agent: TestAgent, email: string, query = '') => ((await agent.get(`/api/console/alerts${query}`).expect(200)).body as { items: Alert[] }).items.filter(({ person }) => person === email)
  beforeEach(async () => {
    await platform.db.owner.query(`delete from inclusion.pace_alert; delete from inclusion.desk_pace; update inclusion.centre set opening_hours = ''`)
  })

  it('asks once about a visit that was very fast, and nothing about ordinary ones', async () => {
    const { agent: quick, email } = await mediatorNamed('quick')
    const { agent: ordinary } = await mediatorNamed('ordinary')
    await visit(ordinary, '40 seconds')
    await visit(quick, '8 seconds')
    await platform.settle()
    await platform.settle()
    expect(await ownAlerts(ordinary)).toEqual([])
    expect(await ownAlerts(quick)).toMatchObject([{ kind: 'pace', state: 'TO_EXPLAIN', late: false, facts: { visits: 1, outside: 0 } }])
    await visit(quick, '9 seconds')
    await platform.settle()
    expect(await alertsOf(await signedIn(platform, 'staff'), email)).toMatchObject([{ kind: 'pace', state: 'TO_EXPLAIN', mayDecide: true, facts: { visits: 2 } }])
    // The numbers and no person: neither who took part, nor what for, nor an hour.
    const { rows: [row] } = await platform.db.owner.query<{ facts: object }>('select facts from inclusion.pace_alert')
    expect(Object.keys(row?.facts ?? {}).sort()).toEqual(['fastest', 'median', 'outside', 'version', 'visits'])
  })

  it('asks about a series whose middle is short, and not before the series is long enough', async () => {
    await set({ medianOf: 4 })
    const { agent: mediator } = await mediatorNamed('series')
    for (let person = 0; person < 3; person += 1) await visit(mediator, '18 seconds')
    await platform.settle()
    expect(await ownAlerts(mediator)).toEqual([])
    await visit(mediator, '18 seconds')
    await platform.settle()
    expect(await ownAlerts(mediator)).toMatchObject([{ kind: 'pace', facts: { visits: 4 } }])
    await set({})
  })

  it('asks about visits while the centre is closed, without keeping when they were', async () => {
    const { agent: mediator } = await mediatorNamed('closed')
    await visit(mediator)
    await platform.db.owner.query(`update inclusion.centre set opening_hours = '24/7'`)
    await platform.settle()
    expect(await ownAlerts(mediator)).toEqual([])
    await visit(mediator)
    await platform.db.owner.query(`update inclusion.centre set opening_hours = 'Dec 25 03:00-03:10'`)
    await platform.settle()
    await platform.settle()
    expect(await ownAlerts(mediator)).toMatchObject([{ kind: 'outside-hours', facts: { visits: 2, outside: 1 } }])
  })

  describe('of names that follow one another as on a list', () => {
    const LIST = ['Abadie', 'Bernardin', 'Carlier', 'Delahaye', 'Evrard', 'Fauquembergue', 'Gosselinet', 'Hennebelle']
    const typed = async (mediator: TestAgent, surnames: string[], over: object = {}) => {
      for (const birthSurname of surnames) await mediator.post('/api/assisted-sessions').send(await sessionFor(platform, open.consultationId, aCivilStatus({ birthSurname, ...over }))).expect(201)
    }
    // Nobody in these tests was born on one day but by intent.
    const born = (day: number) => ({ birthDate: `1961-03-${String(day).padStart(2, '0')}` })

    it('asks from eight in a row, whatever the door, and nothing before', async () => {
      const { agent: mediator, email } = await mediatorNamed('list')
      const { agent: ordinary } = await mediatorNamed('no-list')
      for (const [place, name] of ['Evrard', 'Abadie', 'Hennebelle', 'Carlier', 'Bernardin', 'Gosselinet', 'Delahaye', 'Fauquembergue'].entries()) await typed(ordinary, [name], born(place + 1))
      for (const [place, name] of LIST.slice(0, 7).entries()) await typed(mediator, [name], born(place + 1))
      // Somebody typed again is nobody more.
      await typed(mediator, ['Gosselinet'], born(7))
      await platform.settle()
      expect([await ownAlerts(mediator), await ownAlerts(ordinary)]).toEqual([[], []])
      await mediator.post('/api/kiosks/passes').send({ consultationId: open.consultationId, centreId: await centreId(platform), identity: aCivilStatus({ birthSurname: 'Hennebelle', ...born(8) }), evidence: 'E2' }).expect(201)
      await platform.settle()
      expect(await ownAlerts(mediator)).toMatchObject([{ kind: 'order', state: 'TO_EXPLAIN', facts: { visits: 8, inOrder: 8, sameDate: 1 } }])
      expect(await alertsOf(await signedIn(platform, 'staff'), email, '?kind=order')).toMatchObject([{ mayDecide: true }])
      // No name is kept, and what they were compared by goes with the day.
      const stored = (await everythingStored(platform)).toUpperCase()
      expect(LIST.filter((name) => stored.includes(name.toUpperCase()))).toEqual([])
      const kept = 'select count(*)::integer as rows, count(last_surname)::integer as names, count(marks)::integer as marks from inclusion.desk_pace where typed > 0'
      expect((await platform.db.owner.query(kept)).rows).toEqual([{ rows: 2, names: 2, marks: 2 }])
      await platform.db.owner.query('update inclusion.desk_pace set day = day - 1')
      await platform.settle()
      expect((await platform.db.owner.query(kept)).rows).toEqual([{ rows: 2, names: 0, marks: 0 }])
    })

    it('asks from three of one birth date, and never about the dates that registers give', async () => {
      const { agent: mediator } = await mediatorNamed('dates')
      const { agent: elders } = await mediatorNamed('elders')
      await typed(mediator, ['Gosselinet', 'Abadie'], born(12))
      await typed(elders, ['Gosselinet', 'Abadie', 'Hennebelle', 'Carlier'], { birthDate: '1950-01-01' })
      await platform.settle()
      expect(await ownAlerts(mediator)).toEqual([])
      await typed(mediator, ['Delahaye'], born(12))
      await platform.settle()
      expect(await ownAlerts(mediator)).toMatchObject([{ kind: 'order', facts: { visits: 3, sameDate: 3 } }])
      expect(await ownAlerts(elders)).toEqual([])
    })

    it('knows names that are typed at once one after the other', async () => {
      const { agent: mediator, accountId } = await mediatorNamed('at-once')
      const sent = await Promise.all(LIST.slice(0, 6).map(async (birthSurname, place) => sessionFor(platform, open.consultationId, aCivilStatus({ birthSurname, ...born(place + 1) }))))
      await Promise.all(sent.map((body) => mediator.post('/api/assisted-sessions').send(body).expect(201)))
      expect((await platform.db.owner.query('select typed, length(marks) as bytes from inclusion.desk_pace where account_id = $1', [accountId])).rows).toEqual([{ typed: 6, bytes: 48 }])
    })
  })

  it('is explained by whom it is about and decided by somebody else of the place', async () => {
    const { agent: mediator, accountId, email } = await mediatorNamed('explains')
    const { agent: other } = await mediatorNamed('other')
    await visit(mediator, '3 seconds')
    await platform.settle()
    const [alert] = await ownAlerts(mediator)
    await other.post(`/api/alerts/${alert?.id}/explanation`).send({ explanation: 'Les papiers étaient prêts.' }).expect(404).expect(problem('alert.unknown'))
    await mediator.post(`/api/alerts/${alert?.id}/explanation`).send({ explanation: 'court' }).expect(400)
    await mediator.post(`/api/alerts/${alert?.id}/explanation`).send({ explanation: 'Un groupe est venu, les papiers étaient prêts.' }).expect(204)
    const decide = (agent: TestAgent, body: object) => agent.post(`/api/console/alerts/${alert?.id}/decision`).send(body)
    await decide(await signedIn(platform, 'staff', { place: '59512' }), { decision: 'DISMISSED' }).expect(404).expect(problem('alert.unknown'))
    const staff = await signedIn(platform, 'staff')
    await decide(staff, { decision: 'CONFIRMED' }).expect(422)
    await platform.db.owner.query(`insert into identity.role_grant (account_id, role, place_kind, place_code) select $1, 'staff', place_kind, place_code from identity.role_grant where role = 'staff' and place_kind = 'metropolis' limit 1`, [accountId])
    await decide(mediator, { decision: 'DISMISSED' }).expect(403).expect(problem('alert.own'))
    expect(await alertsOf(mediator, email)).toMatchObject([{ mayDecide: false }])
    await platform.db.owner.query('delete from identity.role_grant where account_id = $1', [accountId])
    expect(await alertsOf(staff, email, '?state=EXPLAINED&kind=pace')).toMatchObject([{ explanation: 'Un groupe est venu, les papiers étaient prêts.' }])
    expect((await staff.get('/api/console/alerts.csv').expect(200)).text).toContain(email)
    const decided = await Promise.all([decide(staff, { decision: 'DISMISSED', words: 'Merci.' }), decide(staff, { decision: 'CONFIRMED', words: 'On en parle.' })])
    expect(decided.map(({ status }) => status).sort()).toEqual([204, 409])
    await mediator.post(`/api/alerts/${alert?.id}/explanation`).send({ explanation: 'Encore une chose à dire.' }).expect(409).expect(problem('alert.decided'))
    await expect(platform.db.owner.query(`update inclusion.pace_alert set state = 'DISMISSED', decided_by = account_id, decided_on = current_date where id = $1`, [alert?.id])).rejects.toMatchObject({ constraint: 'pace_alert_two_people' })
  })

  it('is late after two working days, and gone after a year', async () => {
    const { agent: mediator } = await mediatorNamed('late')
    await visit(mediator, '3 seconds')
    await platform.settle()
    await platform.moveClock('8 days')
    expect(await ownAlerts(await signedIn(platform, 'mediator', { place: LILLE, named: 'late' }))).toMatchObject([{ late: true }])
    await platform.settle()
    expect((await platform.db.owner.query('select from inclusion.desk_pace')).rowCount).toBe(0)
    await platform.moveClock('360 days')
    await platform.settle()
    expect((await platform.db.owner.query('select from inclusion.pace_alert')).rowCount).toBe(0)
  })
})
