import type TestAgent from 'supertest/lib/agent'
import { NewsCollector } from '../../../../libs/consultations/src/news/news-collector.service'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aProposal, withCentres, withProposalsOpen } from '../support/consultations'
import type { Made } from '../support/consultations'

interface Sent { id: string, number: number }

let platform: TestPlatform
let staff: TestAgent
let other: TestAgent
let citizen: TestAgent
let open: Made
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  staff = await platform.as('staff', { displayName: 'Agent' })
  other = await platform.as('staff', { place: '59512' })
  citizen = await platform.as('citizen', { named: 'Nour', displayName: 'Nour B.', email: 'nour@example.org' })
  open = await withProposalsOpen(platform, staff)
})
afterAll(() => platform.stop())

const answer = (over: object = {}) => ({ kind: 'accepted', statusId: null, body: 'Les bancs seront posés au printemps.', cost: 1_250_000, fromDay: '2027-03-01', toDay: '2027-05-31', revision: 0, ...over })
const submit = async (title: string): Promise<Sent> => (await citizen.post(`/api/consultations/${open.id}/proposals`).send(aProposal({ title })).expect(201)).body
const detail = async ({ number }: Sent) => (await platform.stranger().get(`/api/consultations/${open.id}/proposals/${number}`).expect(200)).body
const list = async (query: object) => (await platform.stranger().get(`/api/consultations/${open.id}/proposals`).query({ perPage: 50, ...query }).expect(200)).body.items.map(({ title }: { title: string }) => title).sort()
const plan = async () => (await staff.get(`/api/consultations/${open.id}/answer-publication`).expect(200)).body
const publish = async () => staff.post(`/api/consultations/${open.id}/answer-publication`).send({ fingerprint: (await plan()).fingerprint })
const mails = async () => (await platform.db.owner.query<{ kind: string }>(`select kind from platform.outbox where kind = 'proposal.answered'`)).rows.length

describe('everything about answers', () => {
  it('is for staff of the place', async () => {
    const { id } = await submit('Pour voir qui peut')
    const tries: [method: 'get' | 'put' | 'post' | 'delete', path: string, body?: object][] = [
      ['put', `/api/consultations/${open.id}/proposal-statuses`, { items: [] }], ['get', `/api/consultations/${open.id}/proposal-answers`], ['get', `/api/consultations/${open.id}/answer-publication`],
      ['post', `/api/consultations/${open.id}/answer-publication`, { fingerprint: '0'.repeat(32) }], ['get', `/api/proposals/${id}/answer`], ['put', `/api/proposals/${id}/answer`, answer()], ['delete', `/api/proposals/${id}/answer`],
      ['get', `/api/consultations/${open.id}/evaluation`], ['put', `/api/consultations/${open.id}/evaluation/criteria`, { items: [] }], ['put', `/api/consultations/${open.id}/evaluation/assignments`, { proposalIds: [id], accountIds: [] }],
      ['get', `/api/proposals/${id}/evaluations`], ['put', `/api/proposals/${id}/evaluations/mine`, { note: '', scores: [] }],
      ['post', `/api/proposals/${id}/steps`, { day: '2027-03-01', kind: 'planned', text: 'Une étape' }], ['put', `/api/proposals/${id}/steps/${id}`, { day: '2027-03-01', kind: 'planned', text: 'Une étape' }], ['delete', `/api/proposals/${id}/steps/${id}`],
    ]
    for (const [method, path, body] of tries) {
      expect([method, path, (await platform.stranger()[method](path).send(body)).status]).toEqual([method, path, 401])
      expect([method, path, (await citizen[method](path).send(body)).status]).toEqual([method, path, 403])
      const elsewhere = await other[method](path).send(body)
      expect([method, path, elsewhere.status, elsewhere.body.code]).toEqual([method, path, 403, 'place.other'])
    }
  })
})

describe('words of one’s own', () => {
  it('are kept in their order, and stay while an answer uses them', async () => {
    const path = `/api/consultations/${open.id}/proposal-statuses`
    const { items: [first, second] } = (await staff.put(path).send({ items: [{ label: 'Retenue en partie', kind: 'accepted' }, { label: 'Déjà prévue', kind: 'other' }] }).expect(200)).body
    expect((await platform.stranger().get(path).expect(200)).body.items.map(({ label }: { label: string }) => label)).toEqual(['Retenue en partie', 'Déjà prévue'])
    expect((await staff.put(path).send({ items: [first, { label: 'retenue EN partie', kind: 'other' }] }).expect(422)).body).toMatchObject({ code: 'status.repeated', refusals: [{ at: 'items.1.label' }] })
    await staff.put(path).send({ items: [{ label: 'x', kind: 'accepted' }] }).expect(400)
    const proposal = await submit('Un mot à nous')
    expect((await staff.put(`/api/proposals/${proposal.id}/answer`).send(answer({ kind: 'refused', statusId: first.id })).expect(422)).body.code).toBe('status.unknown')
    await staff.put(`/api/proposals/${proposal.id}/answer`).send(answer({ statusId: first.id })).expect(200)
    expect((await staff.put(path).send({ items: [second] }).expect(409)).body).toMatchObject({ code: 'status.in-use', facts: { label: 'Retenue en partie' } })
    expect((await staff.put(path).send({ items: [{ ...first, kind: 'refused' }] }).expect(409)).body.code).toBe('status.in-use')
    await staff.put(path).send({ items: [second, { ...first, label: 'Retenue pour partie' }] }).expect(200)
    await staff.delete(`/api/proposals/${proposal.id}/answer`).expect(204)
  })
})

describe('an answer', () => {
  it('is read by nobody before it is published, and then told to its author once', async () => {
    const one = await submit('Des bancs rue Gambetta')
    const two = await submit('Des arbres rue Solférino')
    await staff.put(`/api/proposals/${one.id}/answer`).send(answer()).expect(200)
    expect(await detail(one)).toMatchObject({ answerKind: null, answers: [] })
    expect(JSON.stringify((await citizen.get(`/api/consultations/${open.id}/proposals/${one.number}`)).body)).not.toContain('printemps')
    await staff.put(`/api/proposals/${two.id}/answer`).send(answer({ kind: 'refused', body: 'Les réseaux passent dessous.', cost: null, fromDay: null, toDay: null })).expect(200)
    expect(await plan()).toMatchObject({ answers: 2, corrections: 0, authorsTold: 1, authorsNotTold: 0 })
    expect((await staff.get(`/api/consultations/${open.id}/proposal-answers`).query({ state: 'draft' }).expect(200)).body).toMatchObject({ total: 2 })
    // Somebody changes one between the reading and the act: nothing is published.
    const { fingerprint } = await plan()
    await staff.put(`/api/proposals/${two.id}/answer`).send(answer({ kind: 'refused', body: 'Les réseaux passent juste dessous.', cost: null, fromDay: null, toDay: null, revision: 1 })).expect(200)
    expect((await staff.post(`/api/consultations/${open.id}/answer-publication`).send({ fingerprint }).expect(409)).body.code).toBe('answers.changed-meanwhile')
    expect(await detail(one)).toMatchObject({ answers: [] })
    // Ten at once publish once.
    const now = (await plan()).fingerprint
    const answers = await Promise.all(Array.from({ length: 10 }, () => staff.post(`/api/consultations/${open.id}/answer-publication`).send({ fingerprint: now })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)])
    expect(await detail(one)).toMatchObject({ answerKind: 'accepted', answers: [{ version: 1, kind: 'accepted', label: null, cost: 1_250_000, fromDay: '2027-03-01', toDay: '2027-05-31' }] })
    expect(await mails()).toBe(2)
    await platform.settle()
    expect(JSON.stringify((await platform.stranger().get('/api/mailbox')).body)).toContain(`/propositions/${one.number}`)
    // The list is filtered by it, and spreadsheets hold it.
    expect(await list({ answer: 'accepted' })).toEqual(['Des bancs rue Gambetta'])
    expect(await list({ answer: 'refused' })).toEqual(['Des arbres rue Solférino'])
    expect(await list({ answer: 'none' })).not.toContain('Des bancs rue Gambetta')
    await platform.stranger().get(`/api/consultations/${open.id}/proposals`).query({ answer: 'x' }).expect(400)
    expect((await platform.stranger().get(`/api/consultations/${open.id}/proposals.csv`).expect(200)).text).toContain('12500.00,2027-03-01,2027-05-31')
  })

  it('freezes the text it answers, and is corrected by another version that everybody can compare', async () => {
    const proposal = await submit('Une fontaine place Rihour')
    await staff.put(`/api/proposals/${proposal.id}/answer`).send(answer({ kind: 'studied' })).expect(200)
    await citizen.patch(`/api/proposals/${proposal.id}`).send({ title: 'Deux fontaines place Rihour' }).expect(200)
    await publish()
    expect((await citizen.patch(`/api/proposals/${proposal.id}`).send({ title: 'Trois fontaines place Rihour' }).expect(422)).body.code).toBe('proposal.answered')
    await staff.put(`/api/proposals/${proposal.id}/answer`).send(answer({ body: 'Finalement, la fontaine sera construite.' })).expect(200)
    expect(await detail(proposal)).toMatchObject({ answerKind: 'studied' })
    expect(await plan()).toMatchObject({ answers: 1, corrections: 1 })
    expect((await publish()).body).toEqual({ answers: 1 })
    expect(await detail(proposal)).toMatchObject({ answerKind: 'accepted', answers: [{ version: 1, kind: 'studied' }, { version: 2, kind: 'accepted' }] })
    // The database keeps what was published as it was read.
    await expect(platform.db.app.query(`update consultations.proposal_answer set body = 'Autre chose, jamais dite.' where proposal_id = $1`, [proposal.id])).rejects.toThrow('answer.published')
    await expect(platform.db.app.query(`delete from consultations.proposal_answer where proposal_id = $1`, [proposal.id])).rejects.toThrow('answer.published')
    expect((await publish()).body.code).toBe('answers.none')
  })

  it('is written by one at a time, and refuses what makes no sense', async () => {
    const proposal = await submit('Un terrain de pétanque')
    const path = `/api/proposals/${proposal.id}/answer`
    const tries = await Promise.all(Array.from({ length: 8 }, (_, n) => staff.put(path).send(answer({ body: `Réponse numéro ${n}, assez longue.` }))))
    expect(tries.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 409)])
    for (const over of [{ kind: 'maybe' }, { body: 'court' }, { cost: -1 }, { cost: 1.5 }, { fromDay: 'demain' }, { revision: '1' }, { extra: 1 }]) await staff.put(path).send(answer({ revision: 1, ...over })).expect(400)
    expect((await staff.put(path).send(answer({ revision: 1, fromDay: '2027-02-30', toDay: null })).expect(422)).body).toMatchObject({ code: 'field.date', refusals: [{ at: 'fromDay' }] })
    expect((await staff.put(path).send(answer({ revision: 1, fromDay: '2027-03-02', toDay: '2027-03-01' })).expect(422)).body.code).toBe('answer.ends-before-beginning')
    await staff.delete(path).expect(204)
    expect((await staff.get(path).expect(200)).body).toEqual({ draft: null, published: [] })
    await citizen.post(`/api/proposals/${proposal.id}/withdrawal`).expect(201)
    expect((await staff.put(path).send(answer()).expect(422)).body.code).toBe('proposal.withdrawn')
  })
})

describe('the study of a proposal', () => {
  it('is given to colleagues of the place, whose notes and scores nobody else reads', async () => {
    const colleague = await platform.person('staff', { named: 'colleague', displayName: 'Collègue' })
    const stranger = await platform.person('staff', { place: '59512' })
    const proposal = await submit('Un jardin partagé')
    const { criteria, staff: team } = (await staff.put(`/api/consultations/${open.id}/evaluation/criteria`).send({ items: [{ label: 'Faisable' }, { label: 'Utile' }] }).expect(200)).body
    expect(team.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['Agent', 'Collègue']))
    expect(team.some(({ accountId }: { accountId: string }) => accountId === stranger.accountId)).toBe(false)
    const assign = (accountIds: string[]) => staff.put(`/api/consultations/${open.id}/evaluation/assignments`).send({ proposalIds: [proposal.id], accountIds })
    expect((await assign([stranger.accountId]).expect(422)).body).toMatchObject({ code: 'evaluator.not-staff', refusals: [{ at: stranger.accountId }] })
    expect((await colleague.agent.put(`/api/proposals/${proposal.id}/evaluations/mine`).send({ note: 'Non', scores: [] }).expect(403)).body.code).toBe('evaluator.not-assigned')
    await assign([colleague.accountId]).expect(204)
    const scores = [{ criterionId: criteria[0].id, score: 5 }, { criterionId: criteria[1].id, score: 2 }]
    await colleague.agent.put(`/api/proposals/${proposal.id}/evaluations/mine`).send({ note: 'Un secret de bureau', scores }).expect(200)
    await colleague.agent.put(`/api/proposals/${proposal.id}/evaluations/mine`).send({ note: 'x', scores: [{ criterionId: proposal.id, score: 5 }] }).expect(422)
    await colleague.agent.put(`/api/proposals/${proposal.id}/evaluations/mine`).send({ note: 'x', scores: [{ criterionId: criteria[0].id, score: 6 }] }).expect(400)
    expect((await staff.get(`/api/proposals/${proposal.id}/evaluations`).expect(200)).body.items).toEqual([expect.objectContaining({ name: 'Collègue', mine: false, note: 'Un secret de bureau', scores: expect.arrayContaining(scores) })])
    expect((await colleague.agent.get(`/api/consultations/${open.id}/proposal-answers`).query({ mine: 'true' }).expect(200)).body).toMatchObject({ total: 1, items: [{ evaluators: 1, evaluated: 1, score: 3.5, mine: true }] })
    for (const path of [`proposals/${proposal.number}`, 'proposals', 'proposals.csv', 'proposals.json']) {
      const said = await citizen.get(`/api/consultations/${open.id}/${path}`).expect(200)
      expect(said.text).not.toContain('secret de bureau')
      expect(said.text).not.toContain('Collègue')
    }
    // Two hundred different ones at once are one study, with the note and the scores of one and the same of them.
    const many = await Promise.all(Array.from({ length: 200 }, (_, n) => colleague.agent.put(`/api/proposals/${proposal.id}/evaluations/mine`).send({ note: `Note ${n % 5}`, scores: criteria.map(({ id }: { id: string }) => ({ criterionId: id, score: n % 5 + 1 })) })))
    expect(new Set(many.map(({ status }) => status))).toEqual(new Set([200]))
    const { items } = (await staff.get(`/api/proposals/${proposal.id}/evaluations`).expect(200)).body as { items: { note: string, scores: { score: number }[] }[] }
    expect(items).toHaveLength(1)
    expect(items[0]?.scores.map(({ score }) => `Note ${score - 1}`)).toEqual([items[0]?.note, items[0]?.note])
    await assign([]).expect(204)
    expect((await staff.get(`/api/proposals/${proposal.id}/evaluations`).expect(200)).body.items).toEqual([])
  })
})

describe('what became of a proposal', () => {
  it('is told step by step, with one end, by ten at once', async () => {
    const proposal = await submit('Une rampe à la piscine')
    const path = `/api/proposals/${proposal.id}/steps`
    const { items: [first] } = (await staff.post(path).send({ day: '2027-03-01', kind: 'planned', text: 'Étude par les services.' }).expect(201)).body
    await staff.put(`${path}/${first.id}`).send({ day: '2027-03-02', kind: 'done', text: 'Étude faite.' }).expect(200)
    const ends = await Promise.all(Array.from({ length: 10 }, () => staff.post(path).send({ day: '2027-06-01', kind: 'end', text: 'La rampe est posée.' })))
    expect(ends.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)])
    expect((await detail(proposal)).steps).toEqual([expect.objectContaining({ day: '2027-03-02', kind: 'done', text: 'Étude faite.' }), expect.objectContaining({ kind: 'end' })])
    await staff.post(path).send({ day: '2027-02-30', kind: 'done', text: 'Un jour qui manque' }).expect(422)
    await staff.post(path).send({ day: '2027-03-01', kind: 'x', text: 'Un jour' }).expect(400)
    await staff.delete(`${path}/${first.id}`).expect(200)
    await staff.put(`${path}/${first.id}`).send({ day: '2027-03-02', kind: 'done', text: 'Étude faite.' }).expect(404)
    const many = await Promise.all(Array.from({ length: 55 }, () => staff.post(path).send({ day: '2027-04-01', kind: 'done', text: 'Encore une étape' })))
    expect(many.filter(({ status }) => status === 201)).toHaveLength(49)
  })
})

describe('whoever follows', () => {
  it('hears of the answer and of the steps, and the way of the voice shows both; of a hidden one nothing is told', async () => {
    const proposal = await submit('Des bacs à fleurs sous les fenêtres')
    await staff.put(`/api/proposals/${proposal.id}/answer`).send(answer({ body: 'Les bacs seront livrés en mars.' })).expect(200)
    expect((await publish()).status).toBe(201)
    await staff.post(`/api/proposals/${proposal.id}/steps`).send({ day: '2026-11-02', kind: 'done', text: 'Les bacs sont commandés.' }).expect(201)
    await platform.app.get(NewsCollector).collect()
    const told = async () => (await platform.stranger().get('/api/news').query({ consultation: open.slug, perPage: 50 }).expect(200)).body.items
      .filter(({ number }: { number: number | null }) => number === proposal.number).map(({ sentence }: { sentence: string }) => sentence).sort()
    expect(await told()).toEqual(['news_answer', 'news_proposal', 'news_step'])
    expect((await platform.stranger().get(`/api/consultations/${open.id}/proposals/${proposal.number}/journey`).expect(200)).body).toMatchObject({
      answer: { kind: 'accepted', body: 'Les bacs seront livrés en mars.' }, steps: [{ day: '2026-11-02', kind: 'done', text: 'Les bacs sont commandés.' }],
    })
    await platform.db.owner.query(`update consultations.proposal set state = 'hidden' where id = $1`, [proposal.id])
    expect(await told()).toEqual([])
    await platform.stranger().get(`/api/consultations/${open.id}/proposals/${proposal.number}/journey`).expect(404)
  })
})
