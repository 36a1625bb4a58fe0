import { QuestionnaireCounts, QuestionnairePublications, QuestionnaireResults } from '@parvis/consultations'
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
    for (const [method, rest] of [['get', '/count'], ['post', '/count'], ['post', '/publication'], ['post', '/publication/retry'], ['delete', '/publication'], ['get', '/answers.csv'], ['get', '/answers.json']] as const) {
      await platform.stranger()[method](path(rest)).send(publication).expect(401)
      await (await platform.as('citizen'))[method](path(rest)).send(publication).expect(403)
      await (await platform.as('staff', { place: '59512' }))[method](path(rest)).send(publication).expect(403)
    }
    // Counted by a job at the close: nobody's request counts.
    const counted = (await staff.get(path('/count')).expect(200)).body
    expect(counted).toMatchObject({ outdated: false, count: null, publication: null, countedAt: expect.any(String) })
    const body = counted.results
    expect(body).toMatchObject({ participants: 36, headline: null, dimensions: [{ by: 'channel', cells: [{ key: 'online', count: 36 }] }, { by: 'commune', cells: [{ key: '59350', count: 18, label: 'Lille' }, { key: '59512', count: 18, label: 'Roubaix' }] }, { by: 'age' }] })
    expect(body.questions[0]).toMatchObject({ key: 'moyen', answered: 36, passed: null, tables: [{ cells: [{ key: 'o1', count: 21 }, { key: 'o2', count: null }, { key: 'o3', count: null }, { key: 'other', count: null }] }] })
    expect(body.questions[3]).toMatchObject({ key: 'mot', answered: 12, passed: 24, texts: 12 })
    // Of the fifteen others seven and eight live there: small, and 11 and 10 would give them away. Nothing is left to show by commune.
    expect(body.questions[0].tables[0].crosses.map(({ by }: { by: string }) => by)).not.toContain('commune')
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

  it('never ends a file that was cut short as if it were whole', async () => {
    const staff = await signedIn(platform, 'staff')
    const { rows: [broken] } = await platform.db.owner.query<{ id: string, sent: object }>(`select id, sent from consultations.answer_sheet where consultation_id = $1 and state = 'counted' order by id desc limit 1`, [open.id])
    const put = async (sent: unknown) => {
      await platform.db.owner.query('alter table consultations.answer_sheet disable trigger user')
      await platform.db.owner.query('update consultations.answer_sheet set sent = $2 where id = $1', [broken?.id, JSON.stringify(sent)])
      await platform.db.owner.query('alter table consultations.answer_sheet enable trigger user')
    }
    await put(null)
    for (const rest of ['/answers.csv', '/answers.json']) expect(await staff.get(path(rest)).then(({ status }) => status, () => 'cut')).not.toBe(200)
    await put(broken?.sent)
    expect((await staff.get(path('/answers.csv')).expect(200)).text.trim().split('\r\n')).toHaveLength(37)
  })

  it('is published once, with what was read, and what tied people to answers ends', async () => {
    const staff = await signedIn(platform, 'staff')
    await staff.post(path('/publication')).send({ ...publication, headline: '' }).expect(400)
    expect((await staff.post(path('/publication')).send({ ...publication, texts: ['piste'] }).expect(422)).body.refusals).toMatchObject([{ code: 'questionnaire.texts', at: 'texts' }])
    // Somebody who took part twice without an account waits for a decision.
    const pending = await staff.post(path('/publication')).send(publication).expect(409)
    expect(pending.body).toMatchObject({ code: 'questionnaire.contested-pending', facts: { contested: 1 } })
    const { items } = (await staff.get(path('/contested')).expect(200)).body
    await staff.post(path('/contested/reviews')).send({ groups: [items[0].id], decision: 'keep', reason: 'Le même envoi, deux fois.', entriesExpected: 1 }).expect(201)
    expect((await staff.get(path('/count')).expect(200)).body).toMatchObject({ outdated: true, count: { state: 'waiting' } })
    const answers = await Promise.all(Array.from({ length: 5 }, () => staff.post(path('/publication')).send(publication)))
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('questionnaire.publishing')
    // Asked for, not done: nothing is public, nothing is reviewed, and it can be taken back.
    expect((await platform.stranger().get(path('/results')).expect(409)).body.code).toBe('questionnaire.not-published')
    expect((await staff.get(path('/count')).expect(200)).body.publication).toMatchObject({ headline: publication.headline, texts: ['mot'], job: { state: 'waiting' } })
    await expect(platform.db.app.query(`update consultations.questionnaire_entry set status = 'rejected' where consultation_id = $1 and status = 'admitted'`, [open.id])).rejects.toThrow('questionnaire.publishing')
    expect((await staff.post(path('/publication/retry')).expect(409)).body.code).toBe('questionnaire.publishing')
    await staff.delete(path('/publication')).expect(204)
    expect((await staff.delete(path('/publication')).expect(404)).body.code).toBe('questionnaire.publication-unknown')
    await platform.settle()
    expect(await countOf(platform, 'questionnaire_publication', 'true', [])).toBe(0)
    await staff.post(path('/publication')).send(publication).expect(202)
    await platform.settle()
    expect((await staff.get(path('/count')).expect(200)).body).toMatchObject({ publication: null, results: { headline: publication.headline } })
    expect((await staff.post(path('/publication')).send(publication).expect(409)).body.code).toBe('results.already-published')
    expect(await countOf(platform, 'answer_sheet', 'pseudonym is not null', [])).toBe(0)
    await expect(platform.db.app.query(`update consultations.questionnaire_publication set headline = 'x'`)).rejects.toMatchObject({ code: '42501' })
    const { items: [review] } = (await staff.get(path('/contested/reviews')).expect(200)).body
    expect(review).toMatchObject({ decision: 'keep', entries: 1, undoable: false })
    expect((await staff.post(path(`/contested/reviews/${review.id}/undo`)).expect(409)).body.code).toBe('results.already-published')
    await expect(platform.db.app.query(`update consultations.questionnaire_entry set status = 'rejected' where consultation_id = $1 and status = 'admitted'`, [open.id])).rejects.toThrow('results.already-published')
  })

  it('is read by everybody, as it was published', async () => {
    const { body } = await platform.stranger().get(path('/results', open.slug)).expect(200)
    expect(body).toMatchObject({ headline: publication.headline, nextSteps: publication.nextSteps, participants: 36, questions: [{ textsShown: false }, { answered: 0 }, { key: 'envies' }, { textsShown: true }] })
    expect(JSON.stringify(body)).not.toContain('HYPERLINK')
    const texts = (await platform.stranger().get(`${path('/texts/mot', open.slug)}?perPage=5&page=3`).expect(200)).body
    expect(texts).toMatchObject({ total: 12, page: 3, perPage: 5 })
    expect(texts.items).toHaveLength(2)
    const words = async (q: string) => (await platform.stranger().get(path('/texts/mot', open.slug)).query({ q }).expect(200)).body.total as number
    expect([await words('numero'), await words('HYPERLINK'), await words('numéro 3'), await words('absent'), await words('"; drop table')]).toEqual([11, 1, 1, 0, 0])
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

describe('a publication that is cut short', () => {
  it('publishes nothing by halves: its process dies at any place, and another one does all of it', async () => {
    const other = await withQuestionnaireOpen(platform)
    for (let n = 0; n < 12; n++) await answered(platform, other.slug, `Coupure${String.fromCharCode(65 + n)}`, { mot: { text: `Un mot ${n}` } })
    await pass(platform, '45 days')
    const staff = await signedIn(platform, 'staff')
    await staff.post(path('/publication', other.id)).send(publication).expect(202)
    const { rows: [job] } = await platform.db.owner.query<{ id: string, payload: { requestId: string } }>(`select id, payload from platform.outbox where kind = 'questionnaire.publication-wanted' and payload ->> 'consultationId' = $1`, [other.id])
    const publish = platform.app.get(QuestionnairePublications)['publish'].bind(platform.app.get(QuestionnairePublications))
    const half = async (signal: AbortSignal): Promise<unknown> => publish(other.id, job?.payload.requestId ?? '', { id: job?.id ?? '', attempt: 1, progress: () => {}, signal })
    // Told to stop while it counts.
    await expect(half(AbortSignal.abort())).rejects.toThrow()
    // The database goes away after the results are written and before all is.
    await platform.db.owner.query(`create function pg_temp_fail() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$; create trigger cut before insert on consultations.questionnaire_text for each row execute function pg_temp_fail()`)
    await expect(half(new AbortController().signal)).rejects.toThrow('disk full')
    await platform.settle()
    const standing = (await staff.get(path('/count', other.id)).expect(200)).body
    expect(standing.publication.job.state).toBe('waiting')
    await platform.stranger().get(path('/results', other.slug)).expect(409)
    expect([await countOf(platform, 'questionnaire_text', 'consultation_id = $1', [other.id]), await countOf(platform, 'answer_sheet', 'consultation_id = $1 and pseudonym is null and state = \'counted\'', [other.id])]).toEqual([0, 0])
    // It gave up; staff try again, once, and all of it is there.
    await platform.db.owner.query('drop trigger cut on consultations.questionnaire_text; drop function pg_temp_fail()')
    await platform.db.owner.query('update platform.outbox set failed_at = clock_timestamp() where id = $1', [job?.id])
    expect((await staff.get(path('/count', other.id)).expect(200)).body.publication.job.state).toBe('failed')
    const retried = await Promise.all(Array.from({ length: 4 }, () => staff.post(path('/publication/retry', other.id))))
    expect(retried.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409])
    // Two attempts at once, one of them taken for dead: one publication.
    await Promise.all([half(new AbortController().signal), half(new AbortController().signal), platform.settle()])
    expect((await platform.stranger().get(path('/results', other.slug)).expect(200)).body.participants).toBe(12)
    expect((await platform.stranger().get(path('/texts/mot', other.slug)).expect(200)).body.total).toBe(12)
    expect(await countOf(platform, 'questionnaire_publication', 'consultation_id = $1', [other.id])).toBe(1)
  })

  it('counts the same whether it is told how far it is or not', async () => {
    const told: number[] = []
    const { rows: [row] } = await platform.db.owner.query<{ content: never }>('select content from consultations.questionnaire where consultation_id = $1', [open.id])
    await platform.app.get(QuestionnaireCounts).count({ consultationId: open.id, content: row?.content } as never, { progress: (done) => void told.push(done), signal: new AbortController().signal })
    expect(told[0]).toBe(0)
    expect(told.at(-1)).toBe(37)
  })
})
