import { startApp, type TestPlatform } from '../support/app'
import { aDraft, aProposal, inDays, withCentres, withProposalsOpen, type Made } from '../support/consultations'
import { OPTIONS, signedIn } from '../support/votes'
import type TestAgent from 'supertest/lib/agent'

let platform: TestPlatform
let staff: TestAgent
let draft: Made
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  staff = await platform.as('staff')
  draft = await aDraft(platform, staff)
})
afterAll(() => platform.stop())

const at = (path = '') => `/api/votes/${draft.vote?.id}${path}`
/** As whoever opens the page now reads it. */
const revisionNow = async (path: string): Promise<number> => (await staff.get(path).expect(200)).body.revision
const codes = (body: { refusals?: { code: string }[] }) => body.refusals?.map(({ code }) => code)

describe('a vote in preparation', () => {
  it('does not exist for those who do not prepare it', async () => {
    await platform.stranger().get(at()).expect(404)
    await (await platform.as('staff', { place: '59350' })).get(at()).expect(404)
    await (await platform.as('staff', { place: '59350' })).patch(at()).send({ revision: 1, question: 'Quoi ?' }).expect(404)
    await platform.stranger().patch(at()).send({ revision: 1, question: 'Quoi ?' }).expect(401)
    await (await platform.as('citizen')).patch(at()).send({ revision: 1, question: 'Quoi ?' }).expect(403)
    await staff.get('/api/votes/6a1c8a52-0f7b-4f0c-9d54-1f0e7a8b9c0d').expect(404)
    await staff.get('/api/votes/nonsense').expect(404)
  })

  it('begins with the usual rules, and says who could see what of a ballot', async () => {
    const { body } = await staff.get(at()).expect(200)
    expect(body).toMatchObject({
      state: 'draft', question: '', method: 'approval', rules: { min: 1, max: 3, blankAllowed: true }, claimDays: 5, options: [], participation: null, sealableAt: null,
      whoSeesWhat: { kind: 'pseudonymous', linkEndsAt: 'sealing' }, may: { edit: true, editRules: true, review: false, seal: false, publish: false },
    })
  })

  it('takes a question, a method and rules that hold together', async () => {
    const rules = { min: 1, max: 2, blankAllowed: true, budget: 100_000_00, by: 'votes-per-cost', whenFull: 'stop', threshold: 10 }
    const { body } = await staff.patch(at()).send({ revision: await revisionNow(at()), question: 'Quels projets voulez-vous ?', method: 'budget', rules, claimDays: 7 }).expect(200)
    expect(body).toMatchObject({ question: 'Quels projets voulez-vous ?', method: 'budget', rules, claimDays: 7 })
    expect(codes((await staff.patch(at()).send({ revision: await revisionNow(at()), rules: { ...rules, min: 3 } }).expect(422)).body)).toEqual(['question.least-and-most'])
    expect(codes((await staff.patch(at()).send({ revision: await revisionNow(at()), rules: { min: 1, max: 2, blankAllowed: true } }).expect(422)).body)).toEqual(['question.budget'])
    for (const wrong of [{ method: 'lottery' }, { rules: { ...rules, min: 0 } }, { rules: { ...rules, threshold: -1 } }, { claimDays: 61 }, { state: 'open' }]) await staff.patch(at()).send({ revision: await revisionNow(at()), ...wrong }).expect(400)
    const { body: approval } = await staff.patch(at()).send({ revision: await revisionNow(at()), method: 'approval', rules: { ...rules, seats: 2 } }).expect(200)
    expect(approval.rules).toEqual({ min: 1, max: 2, blankAllowed: true, seats: 2 })
  })

  it.each([
    ['single', { min: 1, max: 3, seats: 1 }, 'single', { min: 1, max: 1, blankAllowed: true, seats: 1 }],
    ['points', { min: 1, max: 3, points: 12, pointsPerOption: 5, budget: 5 }, 'points', { min: 1, max: 3, blankAllowed: true, points: 12, pointsPerOption: 5 }],
    ['points', { min: 1, max: 3 }, 'points', { min: 1, max: 3, blankAllowed: true, points: 10 }],
    ['schulze', { min: 1, max: 4, grades: 5 }, 'ranking', { min: 1, max: 4, blankAllowed: true }],
    ['majority-judgment', { min: 1, max: 4 }, 'grades', { min: 1, max: 4, blankAllowed: true, grades: 6 }],
    ['equal-shares', { min: 1, max: 4, budget: 90_000_00, threshold: 4, completion: 'none' }, 'approval', { min: 1, max: 4, blankAllowed: true, budget: 90_000_00, utility: 'cost', completion: 'none' }],
  ])('is put by %s with what that method reads of %j', async (method, given, form, rules) => {
    const draw = 'Le tirage du Loto du samedi qui suit la fin du vote.'
    const { body } = await staff.patch(at()).send({ revision: await revisionNow(at()), method, rules: { blankAllowed: true, draw, ...given } }).expect(200)
    expect(body).toMatchObject({ method, form })
    expect(body.rules).toEqual({ ...rules, draw })
  })

  it('finds again what another method asked: the budget and the costs are not lost on the way', async () => {
    const patched = async (body: object) => (await staff.patch(at()).send({ revision: await revisionNow(at()), ...body }).expect(200)).body
    const costs = (await staff.put(at('/options')).send({ revision: await revisionNow(at()), options: OPTIONS.map((option) => ({ ...option, cost: 1_000_00 })) }).expect(200)).body.options.map(({ cost }: { cost: number }) => cost)
    const budget = { min: 2, max: 3, blankAllowed: true, budget: 70_000_00, maxCost: 9_000_00, by: 'votes', whenFull: 'stop', threshold: 4 }
    await patched({ method: 'budget', rules: budget })
    const approval = await patched({ method: 'approval' })
    expect(approval.rules).toEqual({ min: 2, max: 3, blankAllowed: true })
    expect(approval.draftRules).toMatchObject(budget)
    await patched({ method: 'single' })
    // What equal shares was given in the test before is found again too.
    const shares = await patched({ method: 'equal-shares' })
    expect(shares.rules).toMatchObject({ min: 2, max: 3, budget: 70_000_00, maxCost: 9_000_00, completion: 'none' })
    expect((await patched({ method: 'budget' })).rules).toEqual(budget)
    const cheaper = { ...budget, maxCost: undefined }
    expect((await patched({ method: 'budget', rules: cheaper })).draftRules).not.toHaveProperty('maxCost')
    expect((await staff.get(at())).body.options.map(({ cost }: { cost: number }) => cost)).toEqual(costs)
    await patched({ method: 'approval', rules: { min: 1, max: 2, blankAllowed: true } })
    await staff.put(at('/options')).send({ revision: await revisionNow(at()), options: OPTIONS }).expect(200)
  })

  it('is not put by a method that only compares, nor with rules that its method refuses', async () => {
    for (const method of ['borda', 'irv', 'plurality', 'phragmen', 'budget-points', 'budget-ranks']) await staff.patch(at()).send({ revision: await revisionNow(at()), method }).expect(400)
    const refused = async (method: string, rules: object) => codes((await staff.patch(at()).send({ revision: await revisionNow(at()), method, rules: { min: 1, max: 3, blankAllowed: true, ...rules } }).expect(422)).body)
    expect(await refused('points', { points: 4, pointsPerOption: 5 })).toEqual(['question.points-per-option'])
    expect(await refused('equal-shares', {})).toEqual(['question.budget'])
    await staff.patch(at()).send({ revision: await revisionNow(at()), method: 'approval', rules: { min: 1, max: 2, blankAllowed: true, seats: 2 } }).expect(200)
  })

  it('keeps what one of two writers saved: the other is told, and nothing of theirs is taken in part', async () => {
    const revision = await revisionNow(at())
    const answers = await Promise.all(['Quels arbres ?', 'Quels bancs ?'].map((question) => staff.patch(at()).send({ revision, question })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('vote.changed-meanwhile')
    const { body } = await staff.get(at()).expect(200)
    expect(body).toMatchObject({ revision: revision + 1, question: answers.find(({ status }) => status === 200)?.body.question })
    // Options and question are one page: who read before either was saved is told.
    const lists = await Promise.all([OPTIONS.slice(0, 2), OPTIONS.slice(2)].map((options) => staff.put(at('/options')).send({ revision: body.revision, options })))
    expect(lists.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await staff.get(at()).expect(200)).body.options.map(({ title }: { title: string }) => title)).toEqual(lists.find(({ status }) => status === 200)?.body.options.map(({ title }: { title: string }) => title))
    await staff.patch(at()).send({ question: 'Sans révision ?' }).expect(400)
  })

  it('has options with keys that ballots can hold', async () => {
    const { body } = await staff.put(at('/options')).send({ revision: await revisionNow(at()), options: [...OPTIONS, { key: 'o9', title: 'Un kiosque', cost: 5_000_00 }] }).expect(200)
    expect(body.options).toMatchObject([{ key: 'o1', position: 1 }, { key: 'o2' }, { key: 'o3' }, { key: 'o4' }, { key: 'o9', cost: 5_000_00, position: 5 }])
    const { body: fewer } = await staff.put(at('/options')).send({ revision: await revisionNow(at()), options: [{ key: 'o9', title: 'Un kiosque' }, { title: 'Une fontaine' }] }).expect(200)
    expect(fewer.options).toMatchObject([{ key: 'o9', cost: null }, { key: 'o1', title: 'Une fontaine' }])
    expect(codes((await staff.put(at('/options')).send({ revision: await revisionNow(at()), options: [{ key: 'x', title: 'Un' }, { key: 'x', title: 'Deux' }] }).expect(422)).body)).toContain('question.repeated-option')
    await staff.put(at('/options')).send({ revision: 1, options: [{ key: 'a,b', title: 'Un' }] }).expect(400)
    await staff.put(at('/options')).send({ revision: await revisionNow(at()), options: [{ title: 'Un', proposalId: '6a1c8a52-0f7b-4f0c-9d54-1f0e7a8b9c0d' }] }).expect(422).expect(({ body: problem }) => expect(problem.code).toBe('option.unknown-proposal'))
  })
})

describe('a vote that was announced', () => {
  let made: Made
  const of = (path = '') => `/api/votes/${made.vote?.id}${path}`
  const proposals: { id: string, number: number }[] = []

  it('keeps its rules, and takes proposals as options', async () => {
    made = await withProposalsOpen(platform, staff)
    await signedIn(platform, 'staff')
    const citizen = await signedIn(platform, 'citizen', { named: 'auteur' })
    for (const title of ['Planter des arbres', 'Rouvrir la rivière', 'Un préau']) {
      proposals.push((await citizen.post(`/api/consultations/${made.id}/proposals`).send(aProposal({ title })).expect(201)).body as { id: string, number: number })
    }
    await staff.patch(of()).send({ revision: await revisionNow(of()), claimDays: 3 }).expect(409).expect(({ body }) => expect(body.code).toBe('consultation.field-frozen'))
    await staff.patch(of()).send({ revision: await revisionNow(of()), question: 'Que fait-on d’abord ?' }).expect(200)
    const ids = proposals.slice(0, 2).map(({ id }) => id)
    const { body } = await staff.post(of('/options/from-proposals')).send({ proposalIds: ids }).expect(200)
    expect(body.options).toMatchObject([{ key: 'p1', title: 'Planter des arbres', proposalNumber: 1, cost: null }, { key: 'p2', proposalId: ids[1] }])
    // The same again, and one more: those that are options already stay.
    const { body: again } = await staff.post(of('/options/from-proposals')).send({ proposalIds: [...ids, proposals[2]?.id] }).expect(200)
    expect(again.options.map(({ key }: { key: string }) => key)).toEqual(['p1', 'p2', 'p3'])
    const { body: costed } = await staff.put(of('/options')).send({ revision: await revisionNow(of()), options: again.options.map(({ key, title, proposalId }: Record<string, string>) => ({ key, title, proposalId, cost: 1_000_00 })) }).expect(200)
    expect(costed.options).toMatchObject([{ key: 'p1', cost: 1_000_00, proposalNumber: 1 }, { key: 'p2' }, { key: 'p3' }])
  })

  it('is read by everybody before it opens', async () => {
    await platform.stranger().get(of()).expect(200).expect(({ body }) => expect(body).toMatchObject({ state: 'draft', participation: null, may: { edit: false } }))
  })

  it('freezes when it opens, whoever asks: the database itself refuses', async () => {
    await platform.moveClock('60 days')
    await platform.settle()
    await signedIn(platform, 'staff')
    await staff.get(of()).expect(({ body }) => expect(body).toMatchObject({ state: 'open', participation: 0, may: { edit: false, review: true } }))
    await staff.patch(of()).send({ revision: await revisionNow(of()), question: 'Autre chose ?' }).expect(409).expect(({ body }) => expect(body.code).toBe('vote.options-frozen'))
    await staff.put(of('/options')).send({ revision: await revisionNow(of()), options: OPTIONS }).expect(409)
    await staff.post(of('/options/from-proposals')).send({ proposalIds: [proposals[0]?.id] }).expect(409)
    await expect(platform.db.app.query(`update consultations.vote set question = 'x' where id = $1`, [made.vote?.id])).rejects.toThrow('vote.rules-frozen')
    await expect(platform.db.app.query(`update consultations.vote_option set title = 'x' where vote_id = $1`, [made.vote?.id])).rejects.toThrow('vote.options-frozen')
    await expect(platform.db.app.query('delete from consultations.vote_option where vote_id = $1', [made.vote?.id])).rejects.toThrow('vote.options-frozen')
  })
})

describe('a vote of a commune', () => {
  it('is its own: the metropolis does not configure it', async () => {
    const roubaix = await signedIn(platform, 'staff', { place: '59512' })
    const own = await aDraft(platform, roubaix, { title: 'Nos squares' }, [{ kind: 'vote', title: 'Vote', opensAt: await inDays(platform, 30), closesAt: await inDays(platform, 50, 18) }])
    await roubaix.patch(`/api/votes/${own.vote?.id}`).send({ revision: 1, question: 'Quel square d’abord ?' }).expect(200)
    await staff.patch(`/api/votes/${own.vote?.id}`).send({ revision: 1, question: 'Autre ?' }).expect(404)
  })
})
