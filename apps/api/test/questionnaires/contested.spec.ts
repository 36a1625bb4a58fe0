import { ParticipantKeyring } from '@parvis/consultations'
import type TestAgent from 'supertest/lib/agent'
import { openSession } from '../inclusion/desk'
import { habilitate, startApp, type TestPlatform } from '../support/app'
import { pass } from '../support/consultations'
import { answered, countOf, filled, withQuestionnaireOpen, type OpenQuestionnaire } from '../support/questionnaires'
import { aCivilStatus, signedIn } from '../support/votes'

let platform: TestPlatform
let open: OpenQuestionnaire
let staff: TestAgent
beforeAll(async () => {
  platform = await startApp()
  open = await withQuestionnaireOpen(platform)
  staff = open.staff
  await answered(platform, open.slug, 'Deux-Cents')
  // Two hundred more of the same civil status, each with answers of its own.
  const codes = await Promise.all(Array.from({ length: 200 }, () => filled(platform.stranger(), open.slug, { moyen: { choice: 'o3' } })))
  await Promise.all(codes.map((code) => platform.stranger().post(`/api/answer-sheets/${code}/sending`).send({ civilStatus: aCivilStatus({ birthSurname: 'Deux-Cents' }) }).expect(200)))
  for (const name of ['Cousin', 'Cousin', 'Essai', 'Essai', 'Essai']) await answered(platform, open.slug, name)
}, 120_000)
afterAll(() => platform.stop())

const path = (rest = ''): string => `/api/consultations/${open.id}/questionnaire/contested${rest}`
const keyOf = (birthSurname: string): Buffer => platform.app.get(ParticipantKeyring).keyOf(open.id, aCivilStatus({ birthSurname })).k0
const entries = (birthSurname: string, status: string) => countOf(platform, 'questionnaire_entry', 'consultation_id = $1 and k0 = $2 and status = $3', [open.id, keyOf(birthSurname), status])
const sheets = (state: string) => countOf(platform, 'answer_sheet', 'consultation_id = $1 and state = $2', [open.id, state])
const idsOf = async (birthSurname: string, status = 'contested') => (await platform.db.owner.query<{ id: string }>('select id from consultations.questionnaire_entry where consultation_id = $1 and k0 = $2 and status = $3 order by day, id', [open.id, keyOf(birthSurname), status])).rows.map(({ id }) => id)
const review = (body: object, who = staff) => who.post(path('/reviews')).send({ reason: 'Le même envoi, deux cents fois.', ...body })
const undo = (id: string, who = staff) => who.post(path(`/reviews/${id}/undo`))
const newest = async () => (await staff.get(path('/reviews')).expect(200)).body.items[0] as { id: string, undoable: boolean, undoneAt: string | null }

describe('participations of one civil status', () => {
  it('are for staff of the place', async () => {
    for (const [method, rest] of [['get', ''], ['get', '/reviews'], ['post', '/preview'], ['post', '/reviews'], ['get', `/${open.id}`], ['post', `/reviews/${open.id}/undo`]] as const) {
      await platform.stranger()[method](path(rest)).send({}).expect(401)
      await (await platform.as('guardian'))[method](path(rest)).send({}).expect(403)
      // A body that is none is refused before the place is looked at.
      const body = { decision: 'keep', groups: [open.id], ...(rest === '/reviews' ? { reason: 'Rien à voir ici, vraiment.', entriesExpected: 1 } : {}) }
      await (await platform.as('staff', { place: '59512' }))[method](path(rest)).send(body).expect(403)
    }
    for (const wrong of [{}, { decision: 'burn' }, { decision: 'keep', groups: ['x'] }, { decision: 'keep', groups: 'x' }]) await staff.post(path('/preview')).send(wrong).expect(400)
    expect((await staff.post(path('/preview')).send({ decision: 'keep' }).expect(422)).body.code).toBe('contested-entry.nothing-chosen')
    expect((await staff.post(path('/preview')).send({ decision: 'keep', groups: [open.id] }).expect(404)).body.code).toBe('contested-entry.unknown')
    await staff.get(path(`/${open.id}`)).expect(404)
    await undo(open.id).expect(404)
  })

  it('make one line, without what would name them, and one page of fifty each', async () => {
    const { body } = await staff.get(path()).query({ perPage: 2 }).expect(200)
    expect(body).toMatchObject({ total: 3, pending: 203, page: 1, perPage: 2 })
    expect(body.items).toHaveLength(2)
    const all = [...body.items, ...(await staff.get(path()).query({ perPage: 2, page: 2 }).expect(200)).body.items] as { id: string, contested: number }[]
    expect(all.map(({ contested }) => contested).sort((one, other) => one - other)).toEqual([1, 2, 200])
    const many = all.find(({ contested }) => contested === 200)
    expect(many).toEqual({ id: expect.any(String), contested: 200, counted: 1, since: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), conventionalDate: false, doors: [{ channel: 'online', evidence: 'E1', count: 200 }], counting: [{ channel: 'online', evidence: 'E1', day: expect.any(String) }] })
    expect(JSON.stringify(all)).not.toContain(keyOf('Deux-Cents').toString('hex'))
    const second = (await staff.get(path(`/${many?.id}`)).query({ perPage: 50, page: 4 }).expect(200)).body
    expect(second).toMatchObject({ total: 200, page: 4, group: { contested: 200 } })
    expect(second.items).toHaveLength(50)
  })

  it('are decided together: told first, done as told, undone as they were', async () => {
    const [one] = await idsOf('Deux-Cents')
    const before = [await sheets('counted'), await sheets('contested'), await sheets('set-aside')]
    expect((await staff.post(path('/preview')).send({ decision: 'homonym', groups: [one] }).expect(200)).body).toEqual({ groups: 1, entries: 200, willCount: 200, willNotCount: 0, stopCounting: 0, own: false })
    expect((await staff.post(path('/preview')).send({ decision: 'keep', groups: [one, one] }).expect(200)).body).toEqual({ groups: 1, entries: 200, willCount: 0, willNotCount: 200, stopCounting: 0, own: false })
    expect(await entries('Deux-Cents', 'contested')).toBe(200)
    expect((await review({ decision: 'keep', groups: [one], entriesExpected: 199 }).expect(409)).body.code).toBe('contested-entry.changed-meanwhile')
    expect((await review({ decision: 'replace', groups: [one], entriesExpected: 200 }).expect(422)).body.code).toBe('contested-entry.replace-one')
    await review({ decision: 'keep', groups: [one], entriesExpected: 200, reason: 'court' }).expect(400)
    const answers = await Promise.all(Array.from({ length: 5 }, () => review({ decision: 'keep', groups: [one], entriesExpected: 200 })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409])
    expect([await entries('Deux-Cents', 'admitted'), await entries('Deux-Cents', 'rejected')]).toEqual([1, 200])
    expect(await sheets('set-aside')).toBe((before[2] ?? 0) + 200)
    const { id } = await newest()
    const undone = await Promise.all(Array.from({ length: 3 }, () => undo(id)))
    expect(undone.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    expect([await entries('Deux-Cents', 'contested'), await sheets('counted'), await sheets('contested'), await sheets('set-aside')]).toEqual([200, ...before])
    expect(await newest()).toMatchObject({ id, undoable: false, undoneAt: expect.any(String) })
    await review({ decision: 'homonym', groups: [one], entriesExpected: 200 }).expect(201)
    expect([await entries('Deux-Cents', 'admitted'), await sheets('counted')]).toEqual([201, (before[0] ?? 0) + 200])
    await undo((await newest()).id).expect(200)
    await review({ decision: 'keep', groups: [one], entriesExpected: 200 }).expect(201)
  })

  it('are decided one by one, and one takes the place of the first; the later decision is undone first', async () => {
    const [first] = await idsOf('Essai', 'admitted')
    const [second, third] = await idsOf('Essai')
    expect((await staff.post(path('/preview')).send({ decision: 'replace', entries: [second] }).expect(200)).body).toMatchObject({ entries: 1, willCount: 1, stopCounting: 1 })
    await review({ decision: 'replace', entries: [second], entriesExpected: 1, reason: 'Le premier envoi était un essai.' }).expect(201)
    expect(await idsOf('Essai', 'admitted')).toEqual([second])
    const replaced = await newest()
    // Decided already: not decided twice.
    expect((await review({ decision: 'keep', entries: [second], entriesExpected: 1 }).expect(409)).body.code).toBe('contested-entry.already-reviewed')
    await review({ decision: 'homonym', entries: [third], entriesExpected: 1, reason: 'Une cousine du même nom.' }).expect(201)
    expect(await entries('Essai', 'admitted')).toBe(2)
    await undo(replaced.id).expect(200)
    expect((await idsOf('Essai', 'admitted')).sort()).toEqual([first, third].sort())
    expect(await countOf(platform, 'questionnaire_entry', 'id = $1 and status = \'contested\' and homonym = 0 and reason is null', [second])).toBe(1)
    await review({ decision: 'keep', entries: [second], entriesExpected: 1 }).expect(201)
  })

  it('are never decided by who entered one of them at a desk', async () => {
    // A colleague of the metropolis who helps at a desk too.
    const both = await platform.person('staff', { named: 'both' })
    await habilitate(platform.db, platform.app, both.accountId, 'centre-59350')
    await platform.giveCode(both.agent, both.accountId)
    const session = await openSession(platform, both.agent, open.id, aCivilStatus({ birthSurname: 'Cousin' }), { evidence: 'E1' })
    await both.agent.post(`/api/assisted-sessions/${session}/questionnaire`).send({ answers: { moyen: { choice: 'o3' }, envies: { passed: true } }, readBack: true }).expect(201)
    const waiting = await idsOf('Cousin')
    expect(waiting).toHaveLength(2)
    for (const asked of [{ groups: [waiting[0]] }, { entries: [waiting[0]] }, { entries: [waiting[1]] }]) {
      const expected = 'groups' in asked ? 2 : 1
      expect((await both.agent.post(path('/preview')).send({ decision: 'keep', ...asked }).expect(200)).body).toMatchObject({ entries: expected, own: true })
      expect((await review({ decision: 'keep', ...asked, entriesExpected: expected }, both.agent).expect(409)).body.code).toBe('contested-entry.own-desk')
    }
    expect(await entries('Cousin', 'contested')).toBe(2)
    // By the table itself, whatever the code says.
    await expect(platform.db.app.query(`
      with r as (insert into consultations.questionnaire_review (consultation_id, decision, reason, entries, decided_by) values ($1, 'keep', 'Rien à signaler.', 1, $2) returning id)
      insert into consultations.questionnaire_review_entry select r.id, $3, 'contested', 0, null, 'rejected' from r`, [open.id, both.accountId, waiting[0]])).rejects.toThrow('contested-entry.own-desk')
    await review({ decision: 'homonym', groups: [waiting[0]], entriesExpected: 2, reason: 'Trois cousins du même nom.' }).expect(201)
    expect((await undo((await newest()).id, both.agent).expect(409)).body.code).toBe('contested-entry.own-desk')
    expect(await entries('Cousin', 'admitted')).toBe(3)
  })

  it('are counted as they were decided, by themselves once the last one is', async () => {
    await answered(platform, open.slug, 'Dernier')
    await answered(platform, open.slug, 'Dernier')
    await pass(platform, '45 days')
    staff = await signedIn(platform, 'staff')
    const count = async () => (await staff.get(`/api/consultations/${open.id}/questionnaire/count`).expect(200)).body
    // 1 of the two hundred, two of "Essai", three cousins and one: seven people.
    expect(await count()).toMatchObject({ outdated: false, results: { participants: null } })
    expect(await countOf(platform, 'questionnaire_entry', `consultation_id = $1 and status = 'admitted'`, [open.id])).toBe(7)
    const [last] = await idsOf('Dernier')
    await review({ decision: 'homonym', groups: [last], entriesExpected: 1, reason: 'Le père et le fils.' }).expect(201)
    expect(await count()).toMatchObject({ outdated: true, count: { state: 'waiting' } })
    await platform.settle()
    expect(await count()).toMatchObject({ outdated: false, count: null })
    expect((await staff.get(path()).expect(200)).body).toMatchObject({ total: 0, pending: 0, items: [] })
    // What was decided stands in the journal as a number, never as which.
    const { rows } = await platform.db.owner.query<{ detail: object }>(`select detail from platform.audit_entry where action = 'contested-entry.reviewed' and subject_id = $1`, [open.id])
    expect(rows.map(({ detail }) => Object.keys(detail).sort().join())).toEqual(rows.map(() => 'decision,entries'))
  })
})
