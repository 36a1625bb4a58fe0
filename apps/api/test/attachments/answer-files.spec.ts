import { aDocx, aJpeg, aPdf, withExif } from '../../../../test/support/files'
import { aMediator, openSession } from '../inclusion/desk'
import { startApp, type TestPlatform } from '../support/app'
import { pass } from '../support/consultations'
import { begin, CONTENT, countOf, withQuestionnaireOpen, type OpenQuestionnaire } from '../support/questionnaires'
import { aCivilStatus, signedIn } from '../support/votes'

interface Given { file: string, name: string, bytes: number }

const FILE = { key: 'plan', kind: 'file', label: 'Un plan ou une photo ?' }
const content = (over: object = {}) => ({ ...CONTENT, sections: [CONTENT.sections[0], { ...CONTENT.sections[1], items: [...CONTENT.sections[1]?.items ?? [], { ...FILE, ...over }] }] })

let platform: TestPlatform
let open: OpenQuestionnaire
beforeAll(async () => {
  platform = await startApp()
  open = await withQuestionnaireOpen(platform, content())
  // Three weeks later: signed in anew.
  open.staff = await signedIn(platform, 'staff')
})
afterAll(() => platform.stop())

const give = (code: string, bytes: Buffer, name = 'plan.pdf', question = 'plan') => platform.stranger().post(`/api/answer-sheets/${code}/files/${question}`).attach('file', bytes, name)
const given = async (code: string, bytes: Buffer, name?: string): Promise<Given> => (await give(code, bytes, name).expect(201)).body as Given
const save = (code: string, answers: object, section = 's2') => platform.stranger().put(`/api/answer-sheets/${code}/pages/${section}`).send({ answers })
const files = (code: string) => countOf(platform, 'attachment a join consultations.answer_sheet s on s.id = a.sheet_id', `s.code_hash is not null and s.id = (select sheet_id from consultations.attachment where id::text = $1)`, [code])
async function sent(birthSurname: string, bytes = aPdf(birthSurname), name = `${birthSurname}.pdf`): Promise<{ code: string, file: string }> {
  const code = await begin(platform.stranger(), open.slug)
  await save(code, { moyen: { choice: 'o1' } }, 's1').expect(200)
  const { file } = await given(code, bytes, name)
  await save(code, { plan: { file } }).expect(200)
  await platform.stranger().post(`/api/answer-sheets/${code}/sending`).send({ civilStatus: aCivilStatus({ birthSurname, municipalityCode: '59350' }) }).expect(200)
  return { code, file }
}

describe('a question that asks for a file', () => {
  it('is prepared, saved and exported like the others', async () => {
    const { body } = await open.staff.get(`/api/consultations/${open.id}/questionnaire.json`).expect(200)
    expect(body.sections[1].items.at(-1)).toEqual(FILE)
  })

  it('keeps the one file of a page, whose code alone reads it; replaced or taken out, the first is gone', async () => {
    const code = await begin(platform.stranger(), open.slug)
    await save(code, { moyen: { choice: 'o1' } }, 's1').expect(200)
    expect(await given(code, withExif(await aJpeg()), 'Ma rue.jpg')).toMatchObject({ name: 'Ma rue.webp' })
    const first = await given(code, aPdf(), 'plan.pdf')
    const { body } = await save(code, { plan: { file: first.file, name: '<svg onload=alert(1)>', bytes: 1 } }).expect(200)
    // What it is called is what is kept, whatever was sent.
    expect(body.answers.plan).toEqual({ file: first.file, name: 'plan.pdf', bytes: first.bytes })
    expect((await platform.stranger().get(`/api/answer-sheets/${code}`).expect(200)).body.answers.plan.name).toBe('plan.pdf')
    const path = `/api/answer-sheets/${code}/files/${first.file}`
    expect((await platform.stranger().get(path).expect(200)).headers).toMatchObject({ 'cache-control': 'private, no-store', 'content-disposition': expect.stringMatching(/^attachment;/) })
    const other = await begin(platform.stranger(), open.slug)
    expect((await platform.stranger().get(path.replace(code, other)).expect(404)).body.code).toBe('attachment.unknown')
    await platform.stranger().get(`/api/attachments/${first.file}/file`).expect(404)
    await open.staff.get(`/api/attachments/${first.file}/file`).expect(404)
    // Somebody else's file is no answer of this sheet.
    expect((await save(other, { plan: { file: first.file } }).expect(422)).body.refusals).toMatchObject([{ code: 'answer.file-unknown', at: 'plan' }])
    const second = await given(code, aDocx(), 'autre.docx')
    await save(code, { plan: { file: second.file } }).expect(200)
    await platform.stranger().get(path).expect(404)
    await save(code, { plan: { passed: true } }).expect(200)
    expect(await countOf(platform, 'attachment', 'id = any($1)', [[first.file, second.file]])).toBe(0)
  })

  it('refuses other questions, other codes, other sorts, and never holds more than three', async () => {
    const code = await begin(platform.stranger(), open.slug)
    expect((await give(code, aPdf(), 'a.pdf', 'mot').expect(404)).body.code).toBe('questionnaire.question-unknown')
    expect((await give('K7QM-2D9X-4TRW', aPdf()).expect(404)).body.code).toBe('answer-sheet.unknown')
    expect((await give(code, Buffer.from('<html>')).expect(422)).body.code).toBe('attachment.type')
    for (const answer of [{ file: 'x' }, { file: 7 }, { file: '00000000-0000-4000-8000-000000000000' }]) await save(code, { plan: answer }).expect(422)
    const answers = await Promise.all(Array.from({ length: 20 }, () => give(code, aPdf())))
    expect(answers.map(({ status }) => status).filter((status) => status !== 201)).toEqual([])
    expect(await countOf(platform, 'attachment', 'question = $1 and sheet_id is not null and id = any($2)', ['plan', answers.map(({ body }) => (body as Given).file)])).toBe(1)
  })

  it('is changed after it was sent without losing what counts, until it is sent again', async () => {
    const { code, file } = await sent('Remplace')
    const next = await given(code, aPdf('autre'), 'autre.pdf')
    await save(code, { plan: { file: next.file } }).expect(200)
    expect(await files(file)).toBe(2)
    await platform.stranger().get(`/api/answer-sheets/${code}/files/${file}`).expect(200)
    await platform.stranger().post(`/api/answer-sheets/${code}/sending`).send({}).expect(200)
    await platform.stranger().get(`/api/answer-sheets/${code}/files/${file}`).expect(404)
    expect(await files(next.file)).toBe(1)
  })

  it('is given at a desk with the session, which knows nothing of it afterwards', async () => {
    const mediator = await aMediator(platform)
    const session = await openSession(platform, mediator, open.id, aCivilStatus({ birthSurname: 'Guichet' }))
    const path = `/api/assisted-sessions/${session}/questionnaire/files/plan`
    await platform.stranger().post(path).attach('file', aPdf(), 'a.pdf').expect(401)
    await open.staff.post(path).attach('file', aPdf(), 'a.pdf').expect(403)
    await (await aMediator(platform, 'centre-59512')).post(path).attach('file', aPdf(), 'a.pdf').expect(404)
    const left = ((await mediator.post(path).attach('file', aPdf(), 'oublie.pdf').expect(201)).body as Given).file
    const { file } = (await mediator.post(path).attach('file', aPdf(), 'papier.pdf').expect(201)).body as Given
    const answers = { moyen: { choice: 'o1' }, plan: { file } }
    expect((await mediator.post(`/api/assisted-sessions/${session}/questionnaire`).send({ answers: { ...answers, plan: { file: left } }, readBack: true }).expect(422)).body.code).toBe('answer.file-unknown')
    await mediator.post(`/api/assisted-sessions/${session}/questionnaire`).send({ answers, readBack: true }).expect(201)
    expect(await countOf(platform, 'attachment', 'id = $1 and assistance_id is null and sheet_id is not null and created_at = date_trunc($2, created_at)', [file, 'day'])).toBe(1)
    await mediator.get(`/api/answer-sheets/${session}/files/${file}`).expect(404)
  })

  it('is swept when nobody made an answer of it', async () => {
    const code = await begin(platform.stranger(), open.slug)
    const { file } = await given(code, aPdf())
    const { file: kept } = await sent('Balai')
    await pass(platform, '49 hours')
    expect(await countOf(platform, 'attachment', 'id = any($1)', [[file, kept]])).toBe(1)
  })

  it('is read by staff of the place once it is closed, in the journal each time; its address is in the table', async () => {
    for (let index = 0; index < 10; index++) await sent(`Fichier${String.fromCharCode(65 + index)}`)
    const { file } = await sent('Dernier', aPdf(), '=cmd|calc.pdf')
    const path = `/api/consultations/${open.id}/questionnaire/files`
    const staff = await signedIn(platform, 'staff')
    expect((await staff.get(`${path}/${file}`).expect(409)).body.code).toBe('questionnaire.still-open')
    expect((await staff.get(path).query({ question: 'plan' }).expect(409)).body.code).toBe('questionnaire.still-open')
    await pass(platform, '60 days')
    const [now, elsewhere] = [await signedIn(platform, 'staff'), await signedIn(platform, 'staff', { place: '59512' })]
    for (const at of [`${path}/${file}`, `${path}?question=plan`]) {
      await platform.stranger().get(at).expect(401)
      await (await signedIn(platform, 'citizen')).get(at).expect(403)
      expect((await elsewhere.get(at).expect(403)).body.code).toBe('place.other')
    }
    const { body } = await now.get(path).query({ question: 'plan' }).expect(200)
    expect(body.total).toBeGreaterThan(10)
    expect(body.items).toContainEqual({ file, name: 'cmd calc.pdf', bytes: expect.any(Number) })
    await now.get(path).query({ question: 'mot' }).expect(404)
    expect((await now.get(`${path}/${file}`).expect(200)).headers).toMatchObject({ 'content-type': 'application/pdf', 'content-disposition': expect.stringMatching(/^attachment;/), 'cache-control': 'private, no-store' })
    expect(await countOf(platform, 'questionnaire', `exists (select from platform.audit_entry where action = 'questionnaire.file-read' and detail ->> 'file' = $1)`, [file])).toBeGreaterThan(0)
    const { text } = await now.get(`/api/consultations/${open.id}/questionnaire/answers.csv`).expect(200)
    expect(text).toContain(`cmd calc.pdf,${platform.config.origin}${path}/${file}`)
    expect(text.split('\r\n')[0]).toContain('Q5 Un plan ou une photo ? : adresse du fichier')
    const { results: { questions } } = (await now.get(`/api/consultations/${open.id}/questionnaire/count`).expect(200)).body as { results: { questions: { key: string, answered: number | null, tables: unknown[] }[] } }
    expect(questions.find(({ key }) => key === 'plan')).toMatchObject({ tables: [], answered: body.total })
  })
})
