import { QuestionnaireResults } from '@parvis/consultations'
import { parse } from 'csv-parse/sync'
import { startApp, type TestPlatform } from '../support/app'
import { pass } from '../support/consultations'
import { answered, countOf, withQuestionnaireOpen, type OpenQuestionnaire } from '../support/questionnaires'
import { signedIn } from '../support/votes'

const HOSTILE = '=HYPERLINK("http://mal.example";"ici") <script>alert(1)</script>'

let platform: TestPlatform
let open: OpenQuestionnaire
beforeAll(async () => {
  platform = await startApp()
  open = await withQuestionnaireOpen(platform)
  const names = Array.from({ length: 36 }, (_, n) => `Nom${String.fromCharCode(65 + Math.floor(n / 26))}${String.fromCharCode(65 + (n % 26))}`)
  for (const [index, name] of names.entries()) {
    await answered(platform, open.slug, name, {
      moyen: index < 21 ? { choice: 'o1' } : index < 33 ? { choice: 'o3' } : { choice: 'other', other: index === 33 ? HOSTILE : 'À cheval' },
      mot: index % 3 === 0 ? { text: index === 0 ? HOSTILE : `Un mot de plus, numéro ${index}` } : { passed: true },
      municipalityCode: index % 2 === 0 ? '59350' : '59512',
    })
  }
}, 60_000)
afterAll(() => platform.stop())

const path = (rest: string, id = open.id): string => `/api/consultations/${id}/questionnaire${rest}`
const publication = { headline: 'Vous venez surtout à pied.', nextSteps: 'Les trottoirs sont élargis cet été.', texts: ['mot'] }

describe('while it is open', () => {
  it('gives nobody a result: only how many took part, by tens', async () => {
    const staff = open.staff
    expect((await staff.get(path('/draft')).expect(200)).body.participation).toBe(30)
    for (const rest of ['/count', '/answers.csv', '/answers.json']) expect((await staff.get(path(rest)).expect(409)).body.code).toBe('questionnaire.still-open')
    expect((await staff.post(path('/publication')).send(publication).expect(409)).body.code).toBe('questionnaire.still-open')
    expect((await platform.stranger().get(path('/results')).expect(409)).body.code).toBe('questionnaire.not-published')
    expect((await staff.get(path('/texts/mot')).expect(404)).body.code).toBe('questionnaire.question-unknown')
  })
})

describe('once it is closed', () => {
  it('is counted for staff of the place, small counts hidden from them too', async () => {
    await answered(platform, open.slug, 'NomAA')
    await pass(platform, '45 days')
    const staff = await signedIn(platform, 'staff')
    for (const [method, rest] of [['get', '/count'], ['post', '/publication'], ['get', '/answers.csv'], ['get', '/answers.json']] as const) {
      await platform.stranger()[method](path(rest)).send(publication).expect(401)
      await (await platform.as('citizen'))[method](path(rest)).send(publication).expect(403)
      await (await platform.as('staff', { place: '59512' }))[method](path(rest)).send(publication).expect(403)
    }
    const { body } = await staff.get(path('/count')).expect(200)
    expect(body).toMatchObject({ participants: 36, headline: null, dimensions: [{ by: 'channel', cells: [{ key: 'online', count: 36 }] }, { by: 'commune', cells: [{ key: '59350', count: 18, label: 'Lille' }, { key: '59512', count: 18, label: 'Roubaix' }] }, { by: 'age' }] })
    expect(body.questions[0]).toMatchObject({ key: 'moyen', answered: 36, passed: null, tables: [{ cells: [{ key: 'o1', count: 21 }, { key: 'o2', count: null }, { key: 'o3', count: null }, { key: 'other', count: null }] }] })
    expect(body.questions[3]).toMatchObject({ key: 'mot', answered: 12, passed: 24, texts: 12 })
    expect(body.questions[0].tables[0].crosses).toContainEqual({ by: 'commune', columns: ['59350', '59512'], rows: [{ key: 'o1', counts: [null, null] }, { key: 'others', counts: [null, null] }] })
    // Of the fifteen others seven and eight live there: small, and 11 and 10 would give them away.
  })

  it('has one clean column per question, safe in a spreadsheet, in no order that tells anything', async () => {
    const staff = await signedIn(platform, 'staff')
    const { text, headers } = await staff.get(path('/answers.csv')).expect(200)
    expect(headers['content-type']).toContain('text/csv')
    const rows = parse(text, { bom: true, columns: true, record_delimiter: '\r\n' }) as unknown as Record<string, string>[]
    expect(Object.keys(rows[0] ?? {})).toEqual(['Q1 Comment venez-vous ?', 'Q1 Comment venez-vous ? : autre, texte', 'Q2 Les pistes vous conviennent-elles ?', 'Q3 Que voulez-vous ? : Des arbres', 'Q3 Que voulez-vous ? : Des bancs', 'Q3 Que voulez-vous ? : De l’eau', 'Q3 Que voulez-vous ? : autre', 'Q3 Que voulez-vous ? : autre, texte', 'Q4 Un mot ?'])
    expect(rows).toHaveLength(36)
    expect(rows.filter((row) => row['Q1 Comment venez-vous ?'] === 'À pied')).toHaveLength(21)
    expect(rows.every((row) => row['Q3 Que voulez-vous ? : Des arbres'] === '1')).toBe(true)
    expect(rows.map((row) => row['Q1 Comment venez-vous ? : autre, texte']).filter(Boolean).sort()).toEqual([`'${HOSTILE}`, 'À cheval', 'À cheval'].sort())
    expect(text).not.toMatch(/(^|[;,"])=HYPERLINK/)
    const json = (await staff.get(path('/answers.json')).expect(200)).body as object[]
    expect(json).toHaveLength(36)
    expect(Object.keys(json[0] ?? {})).toHaveLength(9)
  })

  it('is published once, with what was read, and what tied people to answers ends', async () => {
    const staff = await signedIn(platform, 'staff')
    await staff.post(path('/publication')).send({ ...publication, headline: '' }).expect(400)
    expect((await staff.post(path('/publication')).send({ ...publication, texts: ['piste'] }).expect(422)).body.refusals).toMatchObject([{ code: 'questionnaire.texts', at: 'texts' }])
    // Somebody who took part twice without an account waits for a decision.
    const pending = await staff.post(path('/publication')).send(publication).expect(409)
    expect(pending.body).toMatchObject({ code: 'questionnaire.contested-pending', facts: { contested: 1 } })
    const { items } = (await staff.get(path('/contested')).expect(200)).body
    await staff.post(path(`/contested/${items[0].id}`)).send({ decision: 'keep', reason: 'Le même envoi, deux fois.' }).expect(200)
    const answers = await Promise.all(Array.from({ length: 5 }, () => staff.post(path('/publication')).send(publication)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409])
    expect(await countOf(platform, 'answer_sheet', 'pseudonym is not null', [])).toBe(0)
    await expect(platform.db.app.query(`update consultations.questionnaire_publication set headline = 'x'`)).rejects.toMatchObject({ code: '42501' })
    expect((await staff.post(path(`/contested/${items[0].id}`)).send({ decision: 'replace', reason: 'Trop tard, c’est publié.' }).expect(409)).body.code).toBe('results.already-published')
  })

  it('is read by everybody, as it was published', async () => {
    const { body } = await platform.stranger().get(path('/results', open.slug)).expect(200)
    expect(body).toMatchObject({ headline: publication.headline, nextSteps: publication.nextSteps, participants: 36, questions: [{ textsShown: false }, { answered: 0 }, { key: 'envies' }, { textsShown: true }] })
    expect(JSON.stringify(body)).not.toContain('HYPERLINK')
    const texts = (await platform.stranger().get(`${path('/texts/mot', open.slug)}?perPage=5&page=3`).expect(200)).body
    expect(texts).toMatchObject({ total: 12, page: 3, perPage: 5 })
    expect(texts.items).toHaveLength(2)
    for (const key of ['moyen', 'piste', 'rien']) await platform.stranger().get(path(`/texts/${key}`, open.slug)).expect(404)
    const table = (await platform.stranger().get(path('/results.csv', open.slug)).expect(200)).text
    expect(table).toContain('Comment venez-vous ?,,À pied,21')
    expect((await platform.stranger().get(`/api/consultations/${open.slug}`).expect(200)).body.questionnaire).toEqual({ state: 'published', headline: publication.headline })
    expect((await platform.stranger().get('/api/consultations?state=finished').expect(200)).body.items[0]).toMatchObject({ resultsPublished: true, questionnaire: { state: 'published' } })
  })

  it('is in the complete file of the consultation', async () => {
    const found = await platform.app.get(QuestionnaireResults).exportOf(open.id)
    expect(found).toMatchObject({ lines: 37, publication: { headline: publication.headline } })
    const staff = await signedIn(platform, 'staff')
    await staff.post(`/api/consultations/${open.id}/exports`).expect(202)
    await platform.settle()
    const { items } = (await staff.get(`/api/consultations/${open.id}/exports`).expect(200)).body
    expect(items[0].state).toBe('ready')
    const file = await staff.get(`/api/exports/${items[0].id}/file`).buffer(true).parse((res, done) => {
      const parts: Buffer[] = []
      res.on('data', (part: Buffer) => parts.push(part))
      res.on('end', () => done(null, Buffer.concat(parts)))
    }).expect(200)
    const bytes = (file.body as Buffer).toString('latin1')
    for (const name of ['questionnaire.json', 'questionnaire-reponses.csv', 'questionnaire-resultats.json']) expect(bytes).toContain(name)
  })
})
