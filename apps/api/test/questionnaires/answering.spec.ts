import { ParticipantKeyring } from '@parvis/consultations'
import { startApp, type TestPlatform } from '../support/app'
import { aMandate, aMediator, everythingStored, openSession } from '../inclusion/desk'
import { moveOn } from '../support/consultations'
import { answered, begin, countOf, filled, withQuestionnaireOpen, type OpenQuestionnaire } from '../support/questionnaires'
import { aCivilStatus, aVoter, signedIn } from '../support/votes'

let platform: TestPlatform
let open: OpenQuestionnaire
beforeAll(async () => {
  platform = await startApp()
  open = await withQuestionnaireOpen(platform)
})
afterAll(() => platform.stop())

const save = (code: string, section: string, answers: object) => platform.stranger().put(`/api/answer-sheets/${code}/pages/${section}`).send({ answers })
const send = (code: string, birthSurname: string, over: object = {}) => platform.stranger().post(`/api/answer-sheets/${code}/sending`).send({ civilStatus: { ...aCivilStatus({ birthSurname }), ...over } })
const keyOf = (birthSurname: string): Buffer => platform.app.get(ParticipantKeyring).keyOf(open.id, aCivilStatus({ birthSurname })).k0
const entries = (birthSurname: string, status: string) => countOf(platform, 'questionnaire_entry', 'consultation_id = $1 and k0 = $2 and status = $3', [open.id, keyOf(birthSurname), status])

describe('answering without an account', () => {
  it('keeps each page, says what is wrong with its place, and loses nothing', async () => {
    const code = await begin(platform.stranger(), open.slug)
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
    const { body } = await save(code, 's1', { moyen: { choice: 'o2' }, piste: { value: 4 } }).expect(200)
    expect(body).toMatchObject({ state: 'draft', open: true, answers: { moyen: { choice: 'o2' }, piste: { value: 4 } }, visible: ['moyen', 'piste', 'envies', 'mot'], refusals: [] })
    const refused = (await save(code, 's2', { envies: { choices: ['o1', 'o2', 'o3'] }, mot: { text: 'x'.repeat(501) } }).expect(422)).body
    expect(refused.refusals).toEqual([{ code: 'answer.too-many', at: 'envies', facts: { most: 2, count: 3, question: 'Que voulez-vous ?' } }, { code: 'answer.too-long', at: 'mot', facts: { limit: 500, question: 'Un mot ?' } }])
    // Nothing half written; the code is read with small letters and spaces too.
    expect((await platform.stranger().get(`/api/answer-sheets/${code.toLowerCase().replaceAll('-', ' ')}`).expect(200)).body).toEqual(body)
    // The condition is the server's: an answer to what is hidden is not kept.
    expect((await save(code, 's1', { moyen: { choice: 'o1' }, piste: { value: 4 } }).expect(200)).body).toMatchObject({ answers: { moyen: { choice: 'o1' } }, visible: ['moyen', 'envies', 'mot'] })
    for (const [section, answers, status] of [['s9', {}, 404], ['s1', [], 400], ['s1', { moyen: 'o1' }, 422], ['s1', { mot: { text: 'page' } }, 422], ['s1', {}, 422]] as const) await save(code, section, answers).expect(status)
    for (const wrong of ['K7QM-2D9X-4TRW', 'x', '%00']) await platform.stranger().get(`/api/answer-sheets/${wrong}`).expect(wrong === '%00' ? 400 : 404)
  })

  it('is sent once complete, with a civil status, and can be changed until the close', async () => {
    const code = await begin(platform.stranger(), open.slug)
    expect((await send(code, 'Incomplet').expect(422)).body.refusals).toMatchObject([{ code: 'answer.mandatory', at: 'moyen' }])
    await save(code, 's1', { moyen: { choice: 'other', other: 'En trottinette' } }).expect(200)
    expect((await platform.stranger().post(`/api/answer-sheets/${code}/sending`).send({}).expect(422)).body.code).toBe('civil-status.missing')
    expect((await send(code, 'Jeune', { birthDate: '2024-01-01' }).expect(422)).body.refusals).toMatchObject([{ code: 'eligibility.too-young', at: 'civilStatus.birthDate' }])
    expect((await send(code, 'Ailleurs', { municipalityCode: '75056' }).expect(422)).body.refusals).toMatchObject([{ at: 'civilStatus.municipalityCode' }])
    expect((await send(code, 'Complet').expect(200)).body).toEqual({ code, status: 'received', changeableUntil: expect.any(String) })
    expect((await platform.stranger().get(`/api/answer-sheets/${code}`).expect(200)).body.state).toBe('sent')
    expect((await platform.stranger().get(`/api/receipts/${code}`).expect(200)).body).toMatchObject({ kind: 'questionnaire', status: 'received', consultation: { slug: open.slug }, proposal: null })
    // Changed and not sent again: it says so, and what was sent goes on counting.
    expect((await save(code, 's1', { moyen: { choice: 'o3' } }).expect(200)).body.state).toBe('changed')
    expect(await countOf(platform, 'answer_sheet', `state = 'counted' and sent -> 'moyen' ->> 'other' = 'En trottinette'`, [])).toBe(1)
    await platform.stranger().post(`/api/answer-sheets/${code}/sending`).send({}).expect(200)
    expect((await platform.stranger().get(`/api/answer-sheets/${code}`).expect(200)).body.state).toBe('sent')
    expect(await entries('Complet', 'admitted')).toBe(1)
  })

  it('counts once a civil status that sends two hundred times at once, and answers all the same', async () => {
    const codes = await Promise.all(Array.from({ length: 200 }, () => filled(platform.stranger(), open.slug)))
    const answers = await Promise.all(codes.map((code) => send(code, 'Deux-Cents')))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ body, text }) => text.replace((body as { code: string }).code, ''))).size).toBe(1)
    expect(await entries('Deux-Cents', 'admitted')).toBe(1)
    expect(await entries('Deux-Cents', 'contested')).toBe(199)
    expect(await countOf(platform, 'answer_sheet', `state = 'counted' and sent is not null and pseudonym is not null and id in (select s.id from consultations.answer_sheet s where s.code_hash is not null)`, [])).toBe(2)
    // By the database: a second admitted row of this person cannot be.
    await expect(platform.db.owner.query(`update consultations.questionnaire_entry set status = 'admitted' where consultation_id = $1 and k0 = $2`, [open.id, keyOf('Deux-Cents')])).rejects.toThrow('entry_questionnaire_person')
  }, 60_000)

  it('sends one sheet once, however often at once', async () => {
    const code = await filled(platform.stranger(), open.slug)
    await Promise.all(Array.from({ length: 20 }, () => send(code, 'Double-Clic').expect(200)))
    expect([await entries('Double-Clic', 'admitted'), await entries('Double-Clic', 'contested')]).toEqual([1, 0])
  })
})

describe('a page while it is typed', () => {
  const keep = (code: string, section: string, answers: object, over: object = {}) => platform.stranger().put(`/api/answer-sheets/${code}/pages/${section}/draft`).send({ answers, shown: ['moyen', 'piste', 'envies', 'mot'], typedAt: 0, ...over })
  const now = async () => Date.parse((await platform.stranger().get('/api/clock').expect(200)).body.now)
  const read = async (code: string) => (await platform.stranger().get(`/api/answer-sheets/${code}`).expect(200)).body

  it('is kept as far as it can be read, is never sent by it, and leaves the rest', async () => {
    const code = await begin(platform.stranger(), open.slug)
    const at = await now() - 1_000
    expect((await keep(code, 's2', { envies: { choices: ['o1'] }, mot: { text: 'Un début' } }, { typedAt: at }).expect(200)).body).toEqual({ kept: true, at: expect.any(String) })
    await keep(code, 's2', { envies: { choices: ['o1', 'o2', 'o3'] }, mot: { text: 'Un début de phrase' } }, { typedAt: at + 1 }).expect(200)
    expect(await read(code)).toMatchObject({ state: 'draft', answers: { envies: { choices: ['o1'] }, mot: { text: 'Un début de phrase' } }, refusals: [{ code: 'answer.mandatory' }] })
    await platform.stranger().post(`/api/answer-sheets/${code}/sending`).send({ civilStatus: aCivilStatus({ birthSurname: 'Garde' }) }).expect(422)
    // A tap that hides a question loses nothing before the page is sent; what was sent holds no answer to it.
    await keep(code, 's1', { moyen: { choice: 'o2' }, piste: { value: 4 } }, { typedAt: at + 2 }).expect(200)
    await keep(code, 's1', { moyen: { choice: 'o1' } }, { typedAt: at + 3, shown: ['moyen'] }).expect(200)
    expect((await read(code)).answers.piste).toEqual({ value: 4 })
    await send(code, 'Garde').expect(200)
    expect(await read(code)).toMatchObject({ state: 'sent', answers: { moyen: { choice: 'o1' } } })
    expect((await read(code)).answers.piste).toBeUndefined()
    // Typed after the sending: kept, said to be changed, and not what counts.
    await keep(code, 's2', { mot: { text: 'Après' } }, { typedAt: await now(), shown: ['mot'] }).expect(200)
    expect((await read(code)).state).toBe('changed')
    expect(await countOf(platform, 'answer_sheet', `state = 'counted' and sent -> 'mot' ->> 'text' = 'Après'`, [])).toBe(0)
    for (const [section, body, status] of [['s9', {}, 404], ['s1', { typedAt: -1 }, 400], ['s1', { shown: 'x' }, 400], ['s1', { answers: [] }, 400]] as const) await keep(code, section, {}, body).expect(status)
    await keep('K7QM-2D9X-4TRW', 's1', {}).expect(404)
  })

  it('never gives way to what was typed before it, whatever arrives last, from two tabs or twenty', async () => {
    const code = await begin(platform.stranger(), open.slug)
    const at = await now() - 1_000
    await keep(code, 's2', { mot: { text: 'du second onglet' } }, { typedAt: at + 10 }).expect(200)
    expect((await keep(code, 's2', { mot: { text: 'du premier, arrivé tard' } }, { typedAt: at + 5 }).expect(200)).body.kept).toBe(false)
    expect((await read(code)).answers.mot).toEqual({ text: 'du second onglet' })
    // Page by page: another page of the same moment is kept.
    expect((await keep(code, 's1', { moyen: { choice: 'o3' } }, { typedAt: at + 5 }).expect(200)).body.kept).toBe(true)
    await Promise.all(Array.from({ length: 20 }, (_, n) => keep(code, 's2', { mot: { text: `onglet ${n}` } }, { typedAt: at + 20 + ((n * 7) % 20) }).expect(200)))
    expect((await read(code)).answers.mot).toEqual({ text: `onglet ${[...Array(20).keys()].find((n) => (n * 7) % 20 === 19)}` })
    // A clock that is a day ahead keeps nobody from going on; "continue" is later than whatever was typed.
    await keep(code, 's2', { mot: { text: 'de demain' } }, { typedAt: at + 86_400_000 }).expect(200)
    await save(code, 's2', { mot: { text: 'Continuer' } }).expect(200)
    expect((await keep(code, 's2', { mot: { text: 'en retard' } }, { typedAt: at }).expect(200)).body.kept).toBe(false)
    expect((await read(code)).answers.mot).toEqual({ text: 'Continuer' })
    // What orders the pages tells nobody the hour.
    const { rows } = await platform.db.owner.query<{ place: string }>('select value as place from consultations.answer_sheet, jsonb_each_text(page_order)')
    for (const { place } of rows) expect(Math.abs(Number(place) - at)).toBeGreaterThan(7 * 86_400_000)
  })
})

describe('the same person by several doors', () => {
  it('counts once an account that answers twice, and opens its answers to it again', async () => {
    const voter = await aVoter(platform, 'Compte', { birthSurname: 'Compte' })
    for (const moyen of ['o1', 'o3']) await voter.post(`/api/answer-sheets/${await filled(voter, open.slug, { moyen: { choice: moyen } })}/sending`).send({}).expect(200)
    expect([await entries('Compte', 'admitted'), await entries('Compte', 'contested')]).toEqual([1, 0])
    const { code } = (await voter.post(`/api/consultations/${open.slug}/answer-sheets/own`).expect(200)).body
    expect((await voter.get(`/api/answer-sheets/${code}`).expect(200)).body).toMatchObject({ state: 'sent', answers: { moyen: { choice: 'o3' } } })
    expect((await voter.get('/api/account/data').expect(200)).body.questionnaires).toMatchObject([{ channel: 'online', consultation: { slug: open.slug } }])
    await platform.stranger().post(`/api/consultations/${open.slug}/answer-sheets/own`).expect(401)
    await (await platform.as('citizen', { named: 'nobody' })).post(`/api/consultations/${open.slug}/answer-sheets/own`).expect(404)
    const unproved = await platform.as('citizen', { named: 'unproved', emailConfirmed: false })
    await unproved.put('/api/account/civil-status').send(aCivilStatus({ birthSurname: 'Unproved' })).expect(204)
    expect((await unproved.post(`/api/answer-sheets/${await filled(unproved, open.slug)}/sending`).send({}).expect(422)).body.code).toBe('account.email-unconfirmed')
  })

  it('lets a desk that saw a document replace, and answers there the same bytes for everybody', async () => {
    const mediator = await aMediator(platform)
    const body = { answers: { moyen: { choice: 'o3' }, envies: { passed: true }, mot: { text: 'Dit au guichet' } }, readBack: true }
    const enter = async (birthSurname: string, evidence: string) => {
      const session = await openSession(platform, mediator, open.id, aCivilStatus({ birthSurname }), { evidence, mandate: aMandate({ scopes: evidence === 'E2' ? ['ANSWER', 'CORRECT'] : ['ANSWER'] }) })
      const answer = await mediator.post(`/api/assisted-sessions/${session}/questionnaire`).send(body).expect(201)
      return { session, answer }
    }
    await answered(platform, open.slug, 'Guichet')
    const first = await enter('Nouvelle', 'E2')
    const replaced = await enter('Guichet', 'E2')
    const contested = await enter('Guichet', 'E1')
    const bytes = [first, replaced, contested].map(({ answer }) => [answer.status, answer.text.replace((answer.body as { receipt: string }).receipt, ''), (answer.headers as Record<string, string>)['content-length']].join())
    expect(new Set(bytes).size).toBe(1)
    expect([await entries('Guichet', 'admitted'), await entries('Guichet', 'contested')]).toEqual([1, 1])
    expect(await countOf(platform, 'questionnaire_entry', `consultation_id = $1 and k0 = $2 and status = 'admitted' and channel = 'on_behalf' and evidence = 'E2' and transport = 'direct'`, [open.id, keyOf('Guichet')])).toBe(1)
    // The same visit again corrects where its mandate says so; its receipt is the same, and opens nothing.
    await mediator.post(`/api/assisted-sessions/${contested.session}/questionnaire`).send(body).expect(409).expect(({ body: problem }) => expect(problem).toMatchObject({ code: 'assisted-session.entered-already', facts: { kind: 'questionnaire' } }))
    const again = await mediator.post(`/api/assisted-sessions/${replaced.session}/questionnaire`).send(body).expect(201)
    expect(again.body).toEqual(replaced.answer.body)
    expect([await entries('Guichet', 'admitted'), await entries('Guichet', 'contested')]).toEqual([1, 1])
    await mediator.get(`/api/answer-sheets/${(again.body as { receipt: string }).receipt}`).expect(404)
    expect((await mediator.get(`/api/receipts/${(again.body as { receipt: string }).receipt}`).expect(200)).body.kind).toBe('questionnaire')
    expect((await mediator.get(`/api/assisted-sessions/${replaced.session}`).expect(200)).body).toMatchObject({ may: ['questionnaire'], entered: { questionnaires: 2 } })
    for (const wrong of [{ answers: body.answers }, { ...body, readBack: false }, { ...body, answers: [] }]) await mediator.post(`/api/assisted-sessions/${replaced.session}/questionnaire`).send(wrong).expect(400)
    expect((await mediator.post(`/api/assisted-sessions/${replaced.session}/questionnaire`).send({ ...body, answers: {} }).expect(422)).body.refusals).toMatchObject([{ code: 'answer.mandatory', at: 'moyen' }])
    await (await signedIn(platform, 'mediator', { place: 'centre-59512' })).post(`/api/assisted-sessions/${replaced.session}/questionnaire`).send(body).expect(404)
  })
})

describe('what is kept', () => {
  it('has no name, and nothing that ties a person to answers without the key', async () => {
    await answered(platform, open.slug, 'Xylophanes', { mot: { text: 'Une phrase que personne d’autre n’écrit' } })
    const stored = await everythingStored(platform)
    expect(stored).not.toMatch(/Xylophanes/i)
    const { rows: [sheet] } = await platform.db.owner.query<{ sheet: string }>(`select s::text as sheet from consultations.answer_sheet s where sent ->> 'mot' like '%personne d’autre%'`)
    expect(sheet?.sheet).not.toContain(keyOf('Xylophanes').toString('hex'))
    const { rows: ids } = await platform.db.owner.query<{ id: string }>('select id from consultations.questionnaire_entry')
    for (const { id } of ids) expect(sheet?.sheet).not.toContain(id)
  })

  it('is taken in time only: by the clock of the database, whoever writes, and never while suspended', async () => {
    const code = await filled(platform.stranger(), open.slug)
    const guardian = await signedIn(platform, 'guardian')
    await guardian.post(`/api/consultations/${open.id}/suspension`).send({ reason: 'Une question était fausse, nous la corrigeons.' }).expect(201)
    expect((await send(code, 'Suspendue').expect(409)).body.code).toBe('consultation.suspended')
    await guardian.delete(`/api/consultations/${open.id}/suspension`).expect(200)
    // The close has come, and the phase clock has not passed by yet.
    await moveOn(platform, '45 days')
    expect((await send(code, 'En-Retard').expect(409)).body.code).toBe('questionnaire.not-open')
    expect((await save(code, 's1', { moyen: { choice: 'o2' } }).expect(409)).body.code).toBe('questionnaire.not-open')
    expect((await platform.stranger().post(`/api/consultations/${open.slug}/answer-sheets`).expect(409)).body.code).toBe('questionnaire.not-open')
    await expect(platform.db.app.query(`update consultations.answer_sheet set sent = '{}' where state = 'counted'`)).rejects.toThrow('questionnaire.not-open')
    expect(await entries('En-Retard', 'admitted')).toBe(0)
  })
})
