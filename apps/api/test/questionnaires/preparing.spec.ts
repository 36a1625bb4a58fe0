import { startApp, type TestPlatform } from '../support/app'
import { aDraft, inDays, pass } from '../support/consultations'
import { aQuestionnaireDraft, CONTENT, withQuestionnaireOpen, type OpenQuestionnaire } from '../support/questionnaires'
import { signedIn } from '../support/votes'

let platform: TestPlatform
let draft: OpenQuestionnaire
beforeAll(async () => {
  platform = await startApp()
  draft = await aQuestionnaireDraft(platform)
})
afterAll(() => platform.stop())

const path = (id = draft.id): string => `/api/consultations/${id}/questionnaire`
const unknown = '00000000-0000-4000-8000-000000000000'

describe('preparing a questionnaire', () => {
  it('is for staff of the place', async () => {
    for (const [method, rest, body] of [['get', '/draft'], ['put', '', { revision: 0, content: {} }], ['post', '/import', { revision: 0, file: {} }], ['post', '/copy', { revision: 0, template: 'parc' }], ['get', '/sources'], ['get', '.json']] as const) {
      await platform.stranger()[method](path() + rest).send(body).expect(401)
      await (await platform.as('citizen'))[method](path() + rest).send(body).expect(403)
      await (await platform.as('guardian'))[method](path() + rest).send(body).expect(403)
      // A draft of somebody else does not even exist.
      await (await platform.as('staff', { place: '59512' }))[method](path() + rest).send(body).expect(404)
    }
    await draft.staff.get(`${path(unknown)}/draft`).expect(404)
  })

  it('is kept whole, by revision, and told apart from one that may open', async () => {
    expect((await draft.staff.get(`${path()}/draft`).expect(200)).body).toMatchObject({ revision: 0, editable: true, content: { sections: [] }, refusals: [{ code: 'questionnaire.no-question' }], participation: null })
    const kept = (await draft.staff.put(path()).send({ revision: 0, content: CONTENT }).expect(200)).body
    expect(kept).toMatchObject({ revision: 1, content: CONTENT, refusals: [] })
    expect((await draft.staff.put(path()).send({ revision: 0, content: CONTENT }).expect(409)).body.code).toBe('questionnaire.changed-meanwhile')
    expect((await draft.staff.put(path()).send({ revision: 7, content: CONTENT }).expect(409)).body.code).toBe('questionnaire.changed-meanwhile')
    const answers = await Promise.all(Array.from({ length: 10 }, () => draft.staff.put(path()).send({ revision: 1, content: CONTENT })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 409)])
  })

  it('refuses with the place of each fault, and keeps what was there', async () => {
    const { revision } = (await draft.staff.get(`${path()}/draft`).expect(200)).body
    const content = { introduction: 'x'.repeat(4001), sections: [{ key: 's1', title: '', items: [{ key: 'a', kind: 'choice', label: 'A', options: [] }] }] }
    const { body } = await draft.staff.put(path()).send({ revision, content }).expect(422)
    expect(body.refusals.map(({ code, at }: { code: string, at: string }) => [code, at])).toEqual([
      ['questionnaire.text-missing', 'sections.0.title'], ['questionnaire.too-few-options', 'sections.0.items.0.options'], ['field.max-length', 'introduction'],
    ])
    for (const wrong of [{ revision }, { revision, content: [] }, { revision, content: 'x' }, { revision: -1, content: CONTENT }, { revision, content: CONTENT, other: 1 }]) await draft.staff.put(path()).send(wrong).expect(400)
    expect((await draft.staff.get(`${path()}/draft`).expect(200)).body).toMatchObject({ revision, content: CONTENT })
  })

  it('is exported, imported, and copied from a ready one or from another of one’s place', async () => {
    const file = (await draft.staff.get(`${path()}.json`).expect(200)).body
    expect(file).toEqual({ format: 'parvis-questionnaire/1', ...CONTENT })
    const other = await aQuestionnaireDraft(platform, { title: 'Une autre consultation' })
    expect((await other.staff.post(`${path(other.id)}/import`).send({ revision: 0, file: { ...file, format: 'autre' } }).expect(422)).body).toMatchObject({ refusals: [{ code: 'questionnaire.format', at: 'format' }] })
    expect((await other.staff.post(`${path(other.id)}/import`).send({ revision: 0, file }).expect(200)).body.content).toEqual(CONTENT)
    const sources = (await other.staff.get(`${path(other.id)}/sources`).expect(200)).body
    expect(sources.templates.map(({ id }: { id: string }) => id)).toEqual(['mobilite', 'parc', 'satisfaction'])
    expect(sources.consultations).toContainEqual({ id: draft.id, title: expect.any(String), questions: 4 })
    expect((await other.staff.post(`${path(other.id)}/copy`).send({ revision: 1, template: 'parc' }).expect(200)).body.content.sections).toHaveLength(2)
    expect((await other.staff.post(`${path(other.id)}/copy`).send({ revision: 2, consultationId: draft.id }).expect(200)).body.content).toEqual(CONTENT)
    for (const from of [{ template: 'rien' }, { consultationId: unknown }, {}]) expect((await other.staff.post(`${path(other.id)}/copy`).send({ revision: 3, ...from }).expect(404)).body.code).toBe('questionnaire.unknown')
    const roubaix = await signedIn(platform, 'staff', { place: '59512' })
    const theirs = await aDraft(platform, roubaix, { title: 'Chez eux' }, [{ kind: 'questionnaire', title: 'Vous répondez', opensAt: await inDays(platform, 20), closesAt: await inDays(platform, 60, 18) }])
    expect((await roubaix.post(`${path(theirs.id)}/copy`).send({ revision: 0, consultationId: draft.id }).expect(404)).body.code).toBe('questionnaire.unknown')
    expect((await roubaix.get(`${path(theirs.id)}/sources`).expect(200)).body.consultations).toEqual([])
  })

  it('is one per consultation', async () => {
    const made = (await draft.staff.post('/api/consultations').send({ title: 'Deux questionnaires' }).expect(201)).body
    const phase = async (from: number) => ({ kind: 'questionnaire', title: 'Vous répondez', opensAt: await inDays(platform, from), closesAt: await inDays(platform, from + 20, 18) })
    const { body } = await draft.staff.put(`/api/consultations/${made.id}/phases`).send({ revision: made.revision, phases: [await phase(20), await phase(50)] }).expect(422)
    expect(body.refusals).toEqual([{ code: 'phase.second-questionnaire', at: 'phases.1' }])
    expect((await draft.staff.get(`${path(made.id)}/draft`).expect(404)).body.code).toBe('questionnaire.unknown')
  })
})

describe('before it opens', () => {
  it('is read by nobody but those who prepare it, who try it and keep nothing', async () => {
    await draft.staff.post(`/api/consultations/${draft.id}/announcement`).expect(201)
    expect((await platform.stranger().get(path(draft.slug)).expect(200)).body).toMatchObject({ state: 'scheduled', content: null })
    const body = { answers: { moyen: { choice: 'o2' } } }
    expect((await platform.stranger().post(`${path(draft.slug)}/check`).send(body).expect(409)).body.code).toBe('questionnaire.not-open')
    expect((await draft.staff.post(`${path()}/check`).send(body).expect(200)).body).toEqual({ answers: body.answers, visible: ['moyen', 'piste', 'envies', 'mot'], refusals: [] })
    expect((await draft.staff.post(`${path()}/check`).send({ answers: { mot: { text: 'x'.repeat(501) } }, section: 's1' }).expect(200)).body.refusals).toEqual([{ code: 'answer.mandatory', at: 'moyen', facts: { question: 'Comment venez-vous ?' } }])
    expect((await platform.stranger().post(`/api/consultations/${draft.slug}/answer-sheets`).expect(409)).body.code).toBe('questionnaire.not-open')
  })

  it('does not open empty', async () => {
    const empty = await aQuestionnaireDraft(platform, { title: 'Sans question' })
    await empty.staff.post(`/api/consultations/${empty.id}/announcement`).expect(201)
    await pass(platform, '22 days')
    const found = (await empty.staff.get(`/api/consultations/${empty.id}`).expect(200)).body
    expect(found.phases[0]).toMatchObject({ state: 'scheduled', held: true })
    await empty.staff.post(`${path(empty.id)}/copy`).send({ revision: 0, template: 'satisfaction' }).expect(200)
    await platform.settle()
    expect((await empty.staff.get(`/api/consultations/${empty.id}`).expect(200)).body.questionnaire).toEqual({ state: 'open', headline: null })
  })
})

describe('once it is open', () => {
  it('is frozen, by the database too', async () => {
    const open = await withQuestionnaireOpen(platform)
    expect((await open.staff.put(path(open.id)).send({ revision: 1, content: CONTENT }).expect(409)).body.code).toBe('questionnaire.frozen')
    for (const sql of ['update consultations.questionnaire set content = \'{}\' where consultation_id = $1', 'update consultations.questionnaire set revision = 9 where consultation_id = $1']) {
      await expect(platform.db.app.query(sql, [open.id])).rejects.toThrow('questionnaire.frozen')
    }
    await expect(platform.db.app.query('delete from consultations.questionnaire where consultation_id = $1', [open.id])).rejects.toMatchObject({ code: '42501' })
    expect((await platform.stranger().get(path(open.slug)).expect(200)).body).toMatchObject({ state: 'open', content: CONTENT, published: false })
  })
})
