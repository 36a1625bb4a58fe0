import { startApp, type TestPlatform } from '../support/app'
import { begin, CONTENT, withQuestionnaireOpen, type OpenQuestionnaire } from '../support/questionnaires'
import { withTerritory } from '../support/territory'

const content = { ...CONTENT, sections: [{ key: 's1', title: 'Où', text: '', items: [{ key: 'lieu', kind: 'point', label: 'Où manque-t-il un banc ?', hint: 'Une rue, un parc.' }] }] }

let platform: TestPlatform
let open: OpenQuestionnaire
beforeAll(async () => {
  platform = await startApp()
  open = await withQuestionnaireOpen(platform, content)
})
afterAll(() => platform.stop())

const inLille = { commune: '59350', lat: 50.651234, lon: 3.051234 }

describe('a question about a place', () => {
  it('is kept in its file and asked of everybody', async () => {
    const file = (await open.staff.get(`/api/consultations/${open.id}/questionnaire.json`).expect(200)).body
    expect(file.sections[0].items[0]).toMatchObject({ kind: 'point', key: 'lieu' })
    expect((await platform.stranger().get(`/api/consultations/${open.slug}/questionnaire`).expect(200)).body.content.sections[0].items[0].kind).toBe('point')
  })

  it('takes a commune always, and a point that the map finds in it', async () => {
    const code = await begin(platform.stranger(), open.slug)
    const save = (lieu: object) => platform.stranger().put(`/api/answer-sheets/${code}/pages/s1`).send({ answers: { lieu } })
    const checked = async (lieu: object) => (await platform.stranger().post(`/api/consultations/${open.slug}/questionnaire/check`).send({ answers: { lieu } })).body
    await save({ commune: '59350' }).expect(200)
    // Without a map nobody can say that it lies there.
    expect((await save(inLille).expect(422)).body.refusals).toMatchObject([{ code: 'answer.point-outside', at: 'lieu', facts: { question: 'Où manque-t-il un banc ?' } }])
    await withTerritory(platform)
    expect((await save(inLille).expect(200)).body.answers).toEqual({ lieu: { commune: '59350', lat: 50.6512, lon: 3.0512 } })
    expect((await save({ ...inLille, commune: '59512' }).expect(422)).body.refusals).toMatchObject([{ code: 'answer.point-outside' }])
    expect((await save({ lat: 50.65, lon: 3.05 }).expect(422)).body.refusals).toMatchObject([{ code: 'answer.point-commune' }])
    expect(JSON.stringify(await checked({ ...inLille, commune: '59512' }))).toContain('answer.point-outside')
    // Nothing of the refused ones was kept.
    expect((await platform.stranger().get(`/api/answer-sheets/${code}`).expect(200)).body.answers.lieu).toMatchObject({ commune: '59350', lat: 50.6512 })
  })
})
