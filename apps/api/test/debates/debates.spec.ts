import type TestAgent from 'supertest/lib/agent'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aDraft, pass, withCentres } from '../support/consultations'
import { aComment, aDebate, comment, debateText, withDebateOpen } from '../support/discussion'
import { aMediator, openSession } from '../inclusion/desk'

let platform: TestPlatform
let staff: TestAgent
let lille: TestAgent
let citizen: TestAgent
let open: Awaited<ReturnType<typeof withDebateOpen>>
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  staff = await platform.as('staff')
  lille = await platform.as('staff', { place: '59350' })
  citizen = await platform.as('citizen', { displayName: 'Nour' })
  open = await withDebateOpen(platform, staff)
})
afterAll(() => platform.stop())

const unknown = '00000000-0000-4000-8000-000000000000'
const phaseId = () => open.phases[0]?.id
const conclusion = { summary: 'Les parents veulent fermer la rue. Les commerçants craignent pour leurs livraisons.', kept: 'La rue ferme le matin, de 8 h à 9 h.' }
const body = (over: object = {}) => ({ ...debateText, phaseId: phaseId(), ...over })

describe('writing a debate', () => {
  it('is for staff of the place', async () => {
    const path = `/api/consultations/${open.id}/debates`
    await platform.stranger().post(path).send(body()).expect(401)
    await citizen.post(path).send(body()).expect(403)
    expect((await lille.post(path).send(body()).expect(403)).body.code).toBe('place.other')
    await staff.post(`/api/consultations/${unknown}/debates`).send(body()).expect(404)
    for (const over of [{ title: 'abc' }, { question: '?' }, { body: 'x'.repeat(8001) }, { phaseId: 'x' }]) expect((await staff.post(path).send(body(over)).expect(400)).body.code).toBe('request.invalid')
    expect((await staff.post(path).send(body({ phaseId: unknown })).expect(422)).body).toMatchObject({ code: 'debate.phase-wrong', refusals: [{ at: 'phaseId' }] })
    const draft = await aDraft(platform, staff)
    expect((await staff.post(`/api/consultations/${draft.id}/debates`).send(body({ phaseId: draft.phases[0]?.id })).expect(422)).body.code).toBe('debate.consultation-draft')
  })

  it('stays hidden until it is published, and cannot change afterwards', async () => {
    const made = (await staff.post(`/api/consultations/${open.id}/debates`).send(body({ title: 'Un débat en préparation' })).expect(201)).body
    expect(made).toMatchObject({ state: 'draft', may: { edit: true, publish: true, conclude: false, remove: true } })
    const path = `/api/consultations/${open.slug}/debates`
    for (const agent of [platform.stranger(), citizen, lille]) {
      expect((await agent.get(path).expect(200)).body.items.map((one: { id: string }) => one.id)).not.toContain(made.id)
      expect((await agent.get(`${path}/${made.number}`).expect(404)).body.code).toBe('debate.unknown')
    }
    expect((await lille.patch(`/api/debates/${made.id}`).send({ ...debateText, revision: 1 }).expect(404)).body.code).toBe('debate.unknown')
    expect((await citizen.post('/api/comments').send(aComment({ debateId: made.id })).expect(422)).body.code).toBe('comment.subject-closed')
    await platform.stranger().get('/api/comments').query({ debateId: made.id }).expect(404)
    await staff.patch(`/api/debates/${made.id}`).send({ ...debateText, title: 'Un débat corrigé', revision: 1 }).expect(200)
    expect((await staff.patch(`/api/debates/${made.id}`).send({ ...debateText, revision: 1 }).expect(409)).body.code).toBe('debate.changed-meanwhile')
    await platform.stranger().post(`/api/debates/${made.id}/publication`).expect(401)
    await citizen.post(`/api/debates/${made.id}/publication`).expect(403)
    expect((await staff.post(`/api/debates/${made.id}/publication`).expect(201)).body).toMatchObject({ state: 'published', open: true, may: { edit: false, conclude: true } })
    expect((await staff.post(`/api/debates/${made.id}/publication`).expect(422)).body.code).toBe('debate.wrong-state')
    expect((await staff.patch(`/api/debates/${made.id}`).send({ ...debateText, revision: 3 }).expect(422)).body.code).toBe('debate.wrong-state')
    expect((await staff.delete(`/api/debates/${made.id}`).expect(422)).body.code).toBe('debate.wrong-state')
    expect((await platform.stranger().get(`${path}/${made.number}`).expect(200)).body).toMatchObject({ title: 'Un débat corrigé', may: { edit: false, conclude: false } })
    for (const number of ['0', 'x', '9999999', '1e1']) await platform.stranger().get(`${path}/${number}`).expect(404)
  })

  it('removes a draft', async () => {
    const made = (await staff.post(`/api/consultations/${open.id}/debates`).send(body()).expect(201)).body
    await platform.stranger().delete(`/api/debates/${made.id}`).expect(401)
    await citizen.delete(`/api/debates/${made.id}`).expect(403)
    await staff.delete(`/api/debates/${made.id}`).expect(204)
    await staff.delete(`/api/debates/${made.id}`).expect(404)
  })
})

describe('a debate', () => {
  it('counts the sides, and closes with a conclusion while people still write', async () => {
    const debate = await aDebate(staff, open, { title: 'Un débat à conclure' })
    for (const stance of ['for', 'for', 'against', 'neutral']) await comment(citizen, { debateId: debate.id, stance })
    const path = `/api/consultations/${open.slug}/debates/${debate.number}`
    expect((await platform.stranger().get(path).expect(200)).body.counts).toEqual({ published: 4, for: 2, against: 1, neutral: 1 })
    await platform.stranger().post(`/api/debates/${debate.id}/conclusion`).send(conclusion).expect(401)
    await citizen.post(`/api/debates/${debate.id}/conclusion`).send(conclusion).expect(403)
    expect((await lille.post(`/api/debates/${debate.id}/conclusion`).send(conclusion).expect(403)).body.code).toBe('place.other')
    await staff.post(`/api/debates/${debate.id}/conclusion`).send({ ...conclusion, summary: 'court' }).expect(400)
    const writers = await Promise.all(Array.from({ length: 10 }, (_, n) => platform.as('citizen', { named: `writer-${n}` })))
    const [, ...answers] = await Promise.all([staff.post(`/api/debates/${debate.id}/conclusion`).send(conclusion).expect(201), ...writers.map((agent) => agent.post('/api/comments').send(aComment({ debateId: debate.id })))])
    expect(answers.every(({ status, body: said }) => status === 201 || (said as { code: string }).code === 'comment.subject-closed')).toBe(true)
    const written = answers.filter(({ status }) => status === 201).length
    expect((await platform.stranger().get(path).expect(200)).body).toMatchObject({ state: 'concluded', open: false, ...conclusion, counts: { published: 4 + written } })
    const { rows: [late] } = await platform.db.owner.query('select count(*) as n from consultations.comment c join consultations.debate d on d.id = c.debate_id where d.id = $1 and c.created_at > d.concluded_at', [debate.id])
    expect(late.n).toBe('0')
    expect((await staff.post(`/api/debates/${debate.id}/conclusion`).send(conclusion).expect(422)).body.code).toBe('debate.wrong-state')
    const csv = (await platform.stranger().get(`/api/consultations/${open.slug}/debates.csv`).expect(200)).text
    expect(csv.replace(/^\uFEFF/, '').split('\r\n')[0]).toBe('numero,titre,question,texte,etat,commentaires,pour,contre,neutre,date_publication,date_conclusion,conclusion,retenu')
    expect(csv).toContain('La rue ferme le matin')
    await platform.stranger().get(`/api/consultations/${open.slug}/debates.json`).expect(200)
  })

  it('is found by its words once it is published', async () => {
    const debate = await aDebate(staff, open, { title: 'Les guinguettes du canal' })
    const find = async (q: string) => (await platform.stranger().get('/api/search').query({ q }).expect(200)).body
    expect((await find('guinguette')).items[0]).toMatchObject({ kind: 'debate', number: debate.number, title: 'Les guinguettes du canal', consultation: { slug: open.slug } })
    expect((await find('guinguette')).counts.debate).toBe(1)
    await staff.post(`/api/consultations/${open.id}/debates`).send(body({ title: 'Une ritournelle cachée' })).expect(201)
    expect((await find('ritournelle')).counts.debate).toBe(0)
  })

  it('takes a comment entered at the desk, with its door and a receipt that tells where it is', async () => {
    const mediator = await aMediator(platform)
    const session = await openSession(platform, mediator, open.id, { birthSurname: 'Durand', givenNames: 'Anne', birthDate: '1950-03-02', municipalityCode: '59350' })
    expect((await mediator.get(`/api/assisted-sessions/${session}`).expect(200)).body.may).toEqual(['comment', 'report'])
    const path = `/api/assisted-sessions/${session}/comments`
    const sent = aComment({ debateId: open.debate.id, body: 'Je marche lentement. La rue me fait peur.' })
    await platform.stranger().post(path).send(sent).expect(401)
    await citizen.post(path).send(sent).expect(403)
    await (await aMediator(platform, 'centre-59512')).post(path).send(sent).expect(404)
    const first = (await mediator.post(path).send(sent).expect(201)).body
    expect((await mediator.post(path).send(sent).expect(201)).body).toEqual(first)
    const shown = (await platform.stranger().get('/api/comments').query({ debateId: open.debate.id }).expect(200)).body.items[0]
    expect(shown).toMatchObject({ channel: 'on_behalf', authorName: '', body: 'Je marche lentement. La rue me fait peur.' })
    expect((await platform.stranger().get(`/api/receipts/${first.receipt}`).expect(200)).body).toMatchObject({ kind: 'comment', comment: { id: shown.id, state: 'published', excerpt: 'Je marche lentement. La rue me fait peur.' } })
    expect((await mediator.get(`/api/assisted-sessions/${session}`).expect(200)).body.entered.comments).toBe(2)
    const elsewhere = await withDebateOpen(platform, staff, { title: 'Une autre consultation' })
    // The clock went on by three weeks: a session of its own.
    const again = await openSession(platform, await aMediator(platform), open.id, { birthSurname: 'Durand', givenNames: 'Anne', birthDate: '1950-03-02', municipalityCode: '59350' })
    expect((await (await aMediator(platform)).post(`/api/assisted-sessions/${again}/comments`).send(aComment({ debateId: elsewhere.debate.id })).expect(404)).body.code).toBe('comment.subject-unknown')
  })

  it('may be concluded after its phase, and no other begins then', async () => {
    await pass(platform, '50 days')
    const { items } = (await platform.stranger().get(`/api/consultations/${open.slug}/debates`).expect(200)).body
    expect(items.every((one: { open: boolean }) => !one.open)).toBe(true)
    const staffNow = staff
    expect((await staffNow.post(`/api/consultations/${open.id}/debates`).send(body()).expect(422)).body.code).toBe('debate.phase-over')
    await staffNow.post(`/api/debates/${open.debate.id}/conclusion`).send(conclusion).expect(201)
  })
})
